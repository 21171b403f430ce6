"""Steps of a matter: moves, up and down the ladder, naming a holder, taking a step back."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import msgspec
from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.models import EventRow
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at
from linli.people.queries import unit_path, who_covers
from linli.places.queries import lineage

from .. import access
from ..events import Held, MatterAssigned, MatterHandedUp, MatterMoved, MatterSentDown, MatterUndone
from ..models import Ask, Clock, Matter
from ..queries.desk import REMINDERS
from ..queries.standing import china_day
from ..queries.worked import worker_of
from ..rules.asks import may_answer
from ..rules.steps import (
    NOTED,
    State,
    assigned,
    by_hand,
    handed_down,
    handed_up,
    moved,
    outranks,
    undoable,
    words_needed,
)
from ..terms import RemarkKind
from .asks import end_asks
from .carrying import carry
from .clock_stops import not_standing
from .closing import keep_points, points_met
from .incidents import end_emergency
from .outside_duty import hand_to_community
from .settling import Case, lock, lock_to_act, on_its_own, remark, settle, still_open
from .splitting import ends_here


@command
def move_matter(
    *,
    actor: Actor,
    now: datetime,
    matter_id: int,
    move: str,
    text: str = "",
    photos: tuple[UUID, ...] = (),
    photo_claim: str = "",
    without_asks: str = "",
    points: dict[str, str] | None = None,
) -> MatterMoved:
    """Make a move of the kind's table, such as accept, fix, sign, answer.

    photos: uids of stored files that go with the text. without_asks: why the answer does not wait for the units
    that were asked, where the kind lets it go out so. points: the kind's closing checklist for an answer, by code: empty
    where it is met, else why not. Refuses: matter_not_found, not_in_your_hands, parts_open, asks_*, point_unknown,
    point_unexplained, move_unknown (somebody was faster), move_has_form (a command of its own), words_missing, and what
    the photo check says.
    Moves that belong to the follow-up are made by `follow_up`, which knows the verdict.
    """
    case = lock_to_act(actor, matter_id, now)
    still_open(case)
    if case.state.stage == case.kind.asking.at:
        raise Refusal("follow_up_first", _("请通过回访记录结果，再办结或重办。"))
    after, step = moved(case.kind, case.state, by_hand(case.kind, case.state, move), case.desks)
    if not step.answers:
        not_standing(case)
    if step.form:
        raise Refusal("move_has_form", _("这一步要填自己的表，请从事项页面办。"))
    words_needed(step, text.strip())
    if step.by_other:
        _not_the_worker(case, actor)
    checked = points_met(case.kind, step, points)
    if step.answers:
        _whole(case, without_asks)
    after, step = ends_here(case, after, step)
    said = remark(
        case, actor, now, text, step.remark, public=step.public, photos=photos, photo_claim=photo_claim
    )
    keep_points(case, said, checked)
    before = case.held(None)
    done = settle(case, after, now, move=step)
    carry(case, actor, now, words=said, answers=step.answers)
    if step.answers or case.matter.closed_at is not None:
        why = remark(case, actor, now, without_asks, RemarkKind.REASON, public=False)
        end_asks(case.matter, actor, now, why)
    if before.stage == case.kind.emergency:
        end_emergency(case, actor, now, said)
    return MatterMoved(
        subject_id=matter_id,
        area_path=case.matter.area_path,
        move=Code(move),
        before=_with_clock(before, done.ended_clock_id),
        stage=Code(after.stage),
        holder_role=Code(after.holder_role),
        holder_area_id=after.holder_area_id,
        remark_id=said.pk if said else None,
        outcome=Code(case.matter.outcome),
        due_at=done.due_at,
    )


def _not_the_worker(case: Case, actor: Actor) -> None:
    """Refuses verify_by_worker: who did the work does not judge it."""
    last = worker_of(case.matter, case.kind)
    if last is not None and last == actor.person_id:
        raise Refusal("verify_by_worker", _("是您处置的，请换一位同事核查。"))


def _whole(case: Case, without_asks: str) -> None:
    """The one answer waits for the parts and for the units that were asked. Refuses as `may_answer`."""
    matter = case.matter
    parts = Matter.objects.filter(parent_id=matter.pk, closed_at=None).count()
    asks = Ask.objects.filter(matter_id=matter.pk, ended_at=None).count() if matter.asked_units else 0
    may_answer(case.kind, open_parts=parts, open_asks=asks, reason=without_asks)


def _with_clock(held: Held, clock_id: int | None) -> Held:
    return msgspec.structs.replace(held, clock_id=clock_id)


@command
def hand_up(*, actor: Actor, now: datetime, matter_id: int, text: str) -> MatterHandedUp:
    """Report a matter to the next level (上报), with the reason; that level's clock starts.

    Refuses: matter_not_found, not_in_your_hands, words_missing, not_on_ladder, ladder_ends.
    """
    case = lock_to_act(actor, matter_id, now)
    still_open(case)
    not_standing(case)
    after = handed_up(case.kind, case.state, case.desks)
    _need_words(text, _("请写明为什么要上报，已经做了什么。"))
    said = remark(case, actor, now, text, RemarkKind.REASON, public=False)
    before = case.held(None)
    case.matter.ups += 1
    done = settle(case, after, now)
    return MatterHandedUp(
        subject_id=matter_id,
        area_path=case.matter.area_path,
        before=_with_clock(before, done.ended_clock_id),
        rung=after.rung,
        holder_role=Code(after.holder_role),
        holder_area_id=after.holder_area_id,
        remark_id=said.pk if said else None,
        due_at=done.due_at,
    )


def _need_words(text: str, sentence: object) -> None:
    if not text.strip():
        raise Refusal("words_missing", sentence, facts={"field": "text"})


@command
def send_down(
    *, actor: Actor, now: datetime, matter_id: int, text: str, fed_back: bool = False
) -> MatterSentDown:
    """Give a matter to the level below: with an instruction (交办), or with the result (反馈), level by level.

    Refuses: matter_not_found, not_in_your_hands, words_missing, not_on_ladder, ladder_starts.
    """
    case = lock_to_act(actor, matter_id, now)
    still_open(case)
    not_standing(case)
    after = handed_down(case.kind, case.state, case.desks)
    if not fed_back:
        hand_to_community(case, after, now)
    _need_words(text, _("请写明办理结果。") if fed_back else _("请写明要下一级做什么。"))
    kind = RemarkKind.RESULT if fed_back else RemarkKind.NOTE
    said = remark(case, actor, now, text, kind, public=False)
    before = case.held(None)
    done = settle(case, after, now)
    return MatterSentDown(
        subject_id=matter_id,
        area_path=case.matter.area_path,
        before=_with_clock(before, done.ended_clock_id),
        rung=after.rung,
        holder_role=Code(after.holder_role),
        holder_area_id=after.holder_area_id,
        fed_back=fed_back,
        remark_id=said.pk if said else None,
        due_at=done.due_at,
    )


@command
def assign(
    *,
    actor: Actor,
    now: datetime,
    matter_id: int,
    person_id: int | None = None,
    unit_id: int | None = None,
    text: str = "",
) -> MatterAssigned:
    """Name the person or the unit who holds a matter (派单). Stage and clock stay.

    A desk of the holder's level or above may. The person must serve on the ladder over the matter's place: a
    desk that names a grid's worker gives it to that grid. The unit must hang on an area over the matter.
    Refuses: matter_not_found, not_allowed, not_your_level, assign_to_nobody, assign_same, assign_outside.
    """
    case = lock(actor, matter_id, now, access.ASSIGN)
    still_open(case)
    on_its_own(case)
    if not outranks(case.kind, case.state, case.matter.area_path, actor.standings):
        raise Refusal("not_your_level", _("这件事在上一级手里，请由上一级派单。"))
    before = case.held(None)
    _not_the_accused(case, person_id, unit_id)
    state = _towards(case, person_id, now) if person_id is not None else case.state
    if unit_id is not None:
        _unit_fits(case, unit_id)
    after = assigned(state, person_id=person_id, unit_id=unit_id)
    hand_to_community(case, after, now)
    said = remark(case, actor, now, text, RemarkKind.NOTE, public=False)
    settle(case, after, now, same_clock=True)
    return MatterAssigned(
        subject_id=matter_id,
        area_path=case.matter.area_path,
        before=before,
        person_id=person_id,
        unit_id=unit_id,
        remark_id=said.pk if said else None,
    )


def _not_the_accused(case: Case, person_id: int | None, unit_id: int | None) -> None:
    """Nobody is given what accuses them; said as of somebody who does not serve there, so that nothing is told."""
    marks = case.matter.hidden_from or ()
    if f"p{person_id}" in marks or f"u{unit_id}" in marks:
        raise Refusal("assign_outside", _("不能派给这个人或单位，请另选。"))


def _towards(case: Case, person_id: int, now: datetime) -> State:
    """The state with the holder put at the desk where that person serves."""
    areas = [desk.area_id for desk in case.desks if desk is not None]
    rungs = {str(role): at for at, rung in enumerate(case.kind.ladder) for role in rung.roles}
    ladder = case.kind.stage(case.state.stage).ladder
    for card in who_covers(areas, china_day(now)):
        if card.person_id != person_id or card.role not in rungs:
            continue
        at = rungs[card.role]
        role = case.kind.ladder[at].role
        if ladder:
            return replace(case.state, rung=at, holder_role=role, holder_area_id=card.area_id)
        if role == case.state.holder_role:
            return case.state
    raise Refusal("assign_outside", _("他不在这个地方任职，请另选一个人。"))


def _unit_fits(case: Case, unit_id: int) -> None:
    place = unit_path(unit_id)
    if place is None or not case.matter.area_path.startswith(place):
        raise Refusal("assign_outside", _("这个单位不管这个地方，请另选一个单位。"))


@command
def undo(*, actor: Actor, now: datetime, matter_id: int, event_id: int) -> MatterUndone:
    """Take back one's own last step (派单, 签收, 上报, 交办, a note among colleagues) while nobody has acted on it.

    The clock that had ended runs on as if nothing had happened. Answers are not undone: the reporter may
    have read them. Refuses: matter_not_found, undo_too_late, undo_not_yours, undo_not_possible.
    """
    case = lock(actor, matter_id, now)
    row = (
        EventRow.objects.filter(subject="matter", subject_id=matter_id)
        .exclude(code__in=REMINDERS)
        .order_by("-id")
        .first()
    )
    if row is None or row.pk != event_id:
        raise Refusal("undo_too_late", _("后面已经有人接着办了，不能再撤销。"))
    if row.actor_id != actor.person_id:
        raise Refusal("undo_not_yours", _("只有刚才办的人能撤销。"))
    if not undoable(row.code, row.facts.get("move", ""), public=row.facts.get("public", True)):
        raise Refusal("undo_not_possible", _("这一步不能撤销。"))
    if not any(
        may_at(actor, permission, case.matter.area_path) for permission in (access.ACT, access.ASSIGN)
    ):
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    if row.code != NOTED:
        on_its_own(case)
        before = msgspec.convert(row.facts["before"], Held)
        if lineage(before.holder_area_id) is None:
            raise Refusal("undo_too_late", _("这里的区划已经调整，不能再撤销。"))
        _restore(case, before, row.code, now)
    return MatterUndone(
        subject_id=matter_id, area_path=case.matter.area_path, undone=Code(row.code), undone_event_id=event_id
    )


def _restore(case: Case, held: Held, code: str, now: datetime) -> None:
    matter = case.matter
    if held.clock_id is not None:
        Clock.objects.filter(matter_id=matter.pk, ended_at=None).update(ended_at=now)
        Clock.objects.filter(pk=held.clock_id).update(ended_at=None)
        clock = Clock.objects.get(pk=held.clock_id)
        matter.due_at, matter.due_provisional = clock.due_at, clock.provisional
        matter.staged_at = clock.started_at
        # The sweep looks at once where the limit passed in the meantime.
        matter.next_due_at = max(clock.due_at, now) if clock.lapses == 0 else now
    if code == "matters.handed_up":
        matter.ups -= 1
    matter.first_role, matter.first_area_id = held.first_role, held.first_area_id
    matter.first_unit_id = held.first_unit_id
    matter.stage, matter.rung = held.stage, held.rung
    matter.holder_role, matter.holder_area_id = held.holder_role, held.holder_area_id
    matter.holder_person_id, matter.holder_unit_id = held.holder_person_id, held.holder_unit_id
    matter.save()
