"""Where a matter goes next: opening, moves, the ladder, assignment. Pure: states in, states out, or a Refusal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal
from linli.kernel.scope import Standing
from linli.people.terms import Role

from ..shape import Kind, Move, Words


@dataclass(frozen=True)
class State:
    """What of a matter the rules change. `rung` is the place on the ladder that works on it.

    The holder is a role at an area, always; a person or a unit may be named besides.
    """

    stage: str
    rung: int
    holder_role: str
    holder_area_id: int
    holder_person_id: int | None = None
    holder_unit_id: int | None = None


@dataclass(frozen=True)
class Desk:
    """A holder's place: the area of a rung and its path; None where the matter's place is not known so far."""

    area_id: int
    path: str


Desks = Sequence[Desk | None]
"""One entry for each rung of the kind's ladder."""


def _refuse(code: str, sentence: object) -> Refusal:
    return Refusal(code, sentence)


def lowest(kind: Kind, desks: Desks, at_least: int = 0) -> int:
    """The first rung from `at_least` up whose area is known; intake makes sure that one is."""
    for rung in range(at_least, len(kind.ladder)):
        if desks[rung] is not None:
            return rung
    raise _refuse("place_outside", _("这个地点不在任何已登记的区域里，请换一个地点或打电话。"))


def _held_on(kind: Kind, state: State, rung: int, desks: Desks) -> State:
    """The state with its holder put on a rung, nobody named."""
    desk = desks[rung]
    if desk is None:
        raise _refuse("rung_unknown", _("这一级没有登记区域，不能交给它。"))
    return replace(
        state,
        rung=rung,
        holder_role=kind.ladder[rung].role,
        holder_area_id=desk.area_id,
        holder_person_id=None,
        holder_unit_id=None,
    )


def opening(kind: Kind, desks: Desks) -> State:
    """Where a new matter stands: the entering rung, or the next one up whose area is known."""
    rung = lowest(kind, desks, kind.rung_of(kind.enters))
    return _held_on(kind, State(kind.first.code, 0, "", 0), rung, desks)


def _enter(kind: Kind, state: State, stage: str, desks: Desks) -> State:
    """Go to a stage: one held beside the ladder goes to its own desk, others back to the rung's."""
    target = kind.stage(stage)
    if target.by is not None:
        rung = lowest(kind, desks, kind.rung_of(target.by))
        held = _held_on(kind, state, rung, desks)
        return replace(held, stage=stage, rung=state.rung)
    if kind.stage(state.stage).by is not None and not target.final:
        return replace(_held_on(kind, state, state.rung, desks), stage=stage)
    return replace(state, stage=stage)


def passed_over(kind: Kind, state: State, desks: Desks) -> State:
    """The state once the desks of the accused are gone from the ladder: at the next rung up, nobody named.

    As it is where its own desk may keep it. Refuses: accused_everywhere.
    """
    stage = kind.stage(state.stage)
    at = kind.rung_of(Role(state.holder_role))
    if desks[at] is not None:
        return replace(state, holder_person_id=None, holder_unit_id=None)
    rung = next((one for one in range(at, len(kind.ladder)) if desks[one] is not None), None)
    if rung is None:
        raise accused_everywhere()
    held = _held_on(kind, state, rung, desks)
    return replace(held, rung=state.rung) if stage.by is not None else held


def accused_everywhere() -> Refusal:
    """Nobody on the ladder may have it: it belongs to an authority above."""
    return _refuse("accused_everywhere", _("本级各岗位都涉及被反映人，请交上级信访部门或者纪检监察机关。"))


def entered(kind: Kind, state: State, stage: str, desks: Desks) -> State:
    """Go to a stage without a move of the kind's table: what rides along goes where its lead's answer brings it."""
    return _enter(kind, state, stage, desks)


def moved(kind: Kind, state: State, code: str, desks: Desks) -> tuple[State, Move]:
    """A move of the kind's table. Refuses: move_unknown."""
    move = kind.move(state.stage, code)
    if move is None:
        raise _refuse("move_unknown", _("这件事已经到了别的环节，请看最新情况。"))
    return _enter(kind, state, move.to, desks), move


def by_hand(kind: Kind, state: State, code: str) -> str:
    """The move's code, if a person may make it. Refuses move_unknown for one that only time makes."""
    if any(lapse.move == code for lapse in kind.stage(state.stage).lapses):
        raise _refuse("move_unknown", _("这一步到期自动办，不能手工办。"))
    return code


def handed_up(kind: Kind, state: State, desks: Desks) -> State:
    """One rung up, same stage. Refuses: not_on_ladder, ladder_ends."""
    if not kind.stage(state.stage).ladder:
        raise _refuse("not_on_ladder", _("这个环节不能上报。"))
    for rung in range(state.rung + 1, len(kind.ladder)):
        if desks[rung] is not None:
            return _held_on(kind, state, rung, desks)
    raise _refuse("ladder_ends", _("已经是最高一级，不能再上报。"))


def handed_down(kind: Kind, state: State, desks: Desks) -> State:
    """One rung down, same stage: sent to the level below, or fed back to it. Refuses: not_on_ladder, ladder_starts."""
    if not kind.stage(state.stage).ladder:
        raise _refuse("not_on_ladder", _("这个环节不能交办。"))
    for rung in range(state.rung - 1, -1, -1):
        if desks[rung] is not None:
            return _held_on(kind, state, rung, desks)
    raise _refuse("ladder_starts", _("已经在最基层，或者还不知道是哪个网格，请先补地点。"))


def assigned(state: State, *, person_id: int | None, unit_id: int | None) -> State:
    """Name a person or a unit; stage and rung stay. Refuses: assign_to_nobody, assign_same."""
    if (person_id is None) == (unit_id is None):
        raise _refuse("assign_to_nobody", _("请选一个人或者一个单位。"))
    after = replace(state, holder_person_id=person_id, holder_unit_id=unit_id)
    if after == state:
        raise _refuse("assign_same", _("已经在他手里了。"))
    return after


def stands_at(kind: Kind, state: State, path: str, standings: Sequence[Standing]) -> bool:
    """True when one of the postings holds the matter: its desk, a stand-in of its rung, or its named unit."""
    roles = {state.holder_role}
    for rung in kind.ladder:
        if rung.role == state.holder_role:
            roles.update(rung.also)
    return any(
        path.startswith(one.path)
        and (
            one.role in roles
            or (
                one.role == Role.DEPARTMENT_STAFF
                and state.holder_unit_id is not None
                and one.unit_id == state.holder_unit_id
            )
        )
        for one in standings
    )


def outranks(kind: Kind, state: State, path: str, standings: Sequence[Standing]) -> bool:
    """True when one of the postings is a desk on the holder's rung or above it, over the same place."""
    holder = next(at for at, rung in enumerate(kind.ladder) if rung.role == state.holder_role)
    return any(
        path.startswith(one.path) and one.role in rung.roles
        for at, rung in enumerate(kind.ladder)
        if at >= holder
        for one in standings
    )


def words_needed(move: Move, text: str) -> None:
    """Refuses words_missing where a move asks for text and none came."""
    if move.words is Words.REQUIRED and not text:
        raise Refusal("words_missing", _("请写几句：办了什么，结果怎样。"), facts={"field": "text"})


NOTED = "matters.noted"
UNDONE_AS_A_WHOLE = frozenset({"matters.handed_up", "matters.sent_down", "matters.assigned"})


def undoable(code: str, move: str, *, public: bool = True) -> bool:
    """True for steps that can be taken back, and for notes among colleagues.

    Answers and other words for the reporter are not: they may have been read.
    """
    if code == NOTED:
        return not public
    return code in UNDONE_AS_A_WHOLE or (code == "matters.moved" and move in ("accept", "sign"))
