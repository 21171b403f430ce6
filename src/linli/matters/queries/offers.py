"""The buttons of a matter for one actor: what the kind allows, and what is refused with the reason."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may
from linli.people.terms import Role
from linli.places.queries import work_time

from .. import access
from ..kinds import kind_of
from ..models import Matter
from ..rules.requests import Record, approver, askable, in_time, is_final, is_late, may_supervise
from ..rules.steps import Desks, State, handed_down, handed_up, outranks, stands_at
from ..shape import Allowed, Kind, Words
from ..terms import RequestKind
from .no_dispatch import was_objected
from .request_words import ASKED
from .requests import appealable, records_of
from .worked import worker_of


@dataclass(frozen=True)
class Offer:
    """A button: `why_not` is empty when it may be pressed.

    code: a move's code, or hand_up, send_down, feed_back, assign, follow_up. `main` is the one filled button.
    form: the word in the address of the page that makes this move, where it has one of its own.
    """

    code: str
    label: str
    icon: str
    words: str
    main: bool = False
    why_not: str = ""
    form: str = ""


def offers(
    actor: Actor, matter: Matter, state: State, desks: Desks, now: datetime, *, given_back: bool
) -> list[Offer]:
    """What this actor can do with a matter, first the kind's moves, then the ladder, then naming a holder.

    given_back: the matter came up the ladder, so the way down is feeding back the result.
    """
    if matter.rides:
        return []
    kind = kind_of(matter.kind)
    if matter.closed_at is not None:
        objection = kind.stage(matter.stage).objection
        once = objection is not None and not was_objected(matter)
        objections = _with_forms(actor, matter, kind, state) if once else []
        return [*objections, *_appeals(actor, matter, kind, now)]
    holds = stands_at(kind, state, matter.area_path, actor.standings)
    found = [
        *_moves(actor, matter, kind, state, holds),
        *_ladder(actor, matter, kind, state, desks, holds, given_back),
    ]
    if may(actor, access.ASSIGN, matter):
        fits = outranks(kind, state, matter.area_path, actor.standings)
        found.append(
            Offer(
                "assign",
                _("派单"),
                "send",
                Words.OPTIONAL.value,
                why_not="" if fits else _("在上一级手里，由上一级派单。"),
            )
        )
    return [
        *found,
        *_requests(actor, matter, kind, state, desks, holds, now),
        *_supervision(actor, matter, kind, state),
        *_appeals(actor, matter, kind, now),
    ]


REQUESTS = ((RequestKind.EXTENSION, "clock"), (RequestKind.RETURN, "undo"), (RequestKind.PAUSE, "clock"))


def _requests(
    actor: Actor, matter: Matter, kind: Kind, state: State, desks: Desks, holds: bool, now: datetime
) -> list[Offer]:
    """Requests of the holder, always in the same order, with the rule that speaks against one."""
    offered = [
        (allowed, icon)
        for what, icon in REQUESTS
        if (allowed := kind.allowed(what, state.stage)) is not None
        and what in asked_of_stage(kind, state.stage)
    ]
    if not holds or not offered or not may(actor, access.ASK, matter):
        return []
    records = records_of(matter)
    return [
        Offer(
            allowed.what.value,
            str(ASKED[allowed.what]),
            icon,
            Words.REQUIRED.value,
            why_not=_why_not(kind, state, desks, allowed, records[allowed.what], matter, now),
            form=f"request/{allowed.what.value}",
        )
        for allowed, icon in offered
    ]


def asked_of_stage(kind: Kind, stage: str) -> set[RequestKind]:
    """What may be asked for in a stage of the ladder."""
    return {one.what for one in kind.requests if stage in one.at}


def _why_not(
    kind: Kind, state: State, desks: Desks, allowed: Allowed, record: Record, matter: Matter, now: datetime
) -> str:
    """The rule that speaks against a request now, as the command would say it; empty when it may be asked."""
    try:
        askable(kind, state, allowed.what, record)
        approver(kind, state, desks, allowed, final=is_final(allowed, record))
        if allowed.what is RequestKind.EXTENSION:
            is_late(allowed, record, now)
        if allowed.what is RequestKind.RETURN and allowed.within is not None and record.arrived_at:
            in_time(allowed, work_time(matter.area_path).due(record.arrived_at, allowed.within).at, now)
    except Refusal as refusal:
        return refusal.sentence
    return ""


def _supervision(actor: Actor, matter: Matter, kind: Kind, state: State) -> list[Offer]:
    """For leaders and desks above; once it runs, its own lines stand above the buttons."""
    if matter.supervised or kind.allowed(RequestKind.SUPERVISION) is None:
        return []
    if not may(actor, access.SUPERVISE, matter):
        return []
    try:
        may_supervise(kind, state, matter.area_path, actor.standings)
    except Refusal:
        return []
    what = RequestKind.SUPERVISION
    return [Offer(what.value, str(ASKED[what]), "bell", Words.REQUIRED.value, form=f"request/{what.value}")]


def _appeals(actor: Actor, matter: Matter, kind: Kind, now: datetime) -> list[Offer]:
    """Against a bad rating, while its limit runs."""
    what = RequestKind.APPEAL
    allowed = kind.allowed(what)
    if allowed is None or allowed.within is None or not (matter.redos or matter.closed_at):
        return []
    if not may(actor, access.ASK, matter):
        return []
    work, within = work_time(matter.area_path), allowed.within
    if not any(work.due(one.at, within).at >= now for one in appealable(matter)):
        return []
    return [Offer(what.value, str(ASKED[what]), "edit", Words.REQUIRED.value, form=f"request/{what.value}")]


def _moves(actor: Actor, matter: Matter, kind: Kind, state: State, holds: bool) -> list[Offer]:
    asking = state.stage == kind.asking.at
    if not may(actor, access.FOLLOW_UP if asking else access.ACT, matter):
        return _with_forms(actor, matter, kind, state)
    not_here = "" if holds else _holder_sentence(kind, state)
    if asking:
        return [
            Offer("follow_up", _("记回访结果"), "phone", Words.OPTIONAL.value, main=holds, why_not=not_here)
        ]
    moves = kind.stage(state.stage).moves
    judged = worker_of(matter, kind) if holds and any(move.by_other for move in moves) else None
    own = _("是您处置的，请换一位同事核查。") if judged is not None and judged == actor.person_id else ""
    plain = [
        Offer(
            move.code, str(move.label), move.icon, move.words.value, main=holds and not own and at == 0,
            why_not=not_here or (own if move.by_other else ""),
        )
        for at, move in enumerate(moves)
        if not move.form and not any(lapse.move == move.code for lapse in kind.stage(state.stage).lapses)
    ]  # fmt: skip
    return plain + _with_forms(actor, matter, kind, state)


def _with_forms(actor: Actor, matter: Matter, kind: Kind, state: State) -> list[Offer]:
    """Moves by commands of their own: whoever has their permission here may make them."""
    moves = [one for one in kind.stage(state.stage).ways if one.form and may(actor, one.needs, matter)]
    first = not any(not one.form for one in kind.stage(state.stage).moves)
    return [
        Offer(move.code, str(move.label), move.icon, move.words.value, main=first and at == 0, form=move.form)
        for at, move in enumerate(moves)
    ]


def _holder_sentence(kind: Kind, state: State) -> str:
    return _("现在在%(holder)s手里。") % {"holder": str(Role(state.holder_role).label).lower()}


def _ladder(
    actor: Actor, matter: Matter, kind: Kind, state: State, desks: Desks, holds: bool, given_back: bool
) -> list[Offer]:
    if not kind.stage(state.stage).ladder or not may(actor, access.ACT, matter):
        return []
    not_here = "" if holds else _holder_sentence(kind, state)
    found = []
    up_label, up_why = _up(kind, state, desks)
    if up_label:
        found.append(Offer("hand_up", up_label, "hand-up", Words.REQUIRED.value, why_not=not_here or up_why))
    try:
        below = handed_down(kind, state, desks)
    except Refusal:
        return found
    name = str(Role(below.holder_role).label).lower()
    if given_back:
        label = _("反馈给%(desk)s") % {"desk": name}
        found.append(Offer("feed_back", label, "undo", Words.REQUIRED.value, why_not=not_here))
    label = _("交办给%(desk)s") % {"desk": name}
    found.append(Offer("send_down", label, "send", Words.REQUIRED.value, why_not=not_here))
    return found


def _up(kind: Kind, state: State, desks: Desks) -> tuple[str, str]:
    """The label of the way up, and why not; no label at the top of the ladder."""
    try:
        above = handed_up(kind, state, desks)
    except Refusal as refusal:
        return (_("上报"), refusal.sentence) if refusal.code == "ladder_ends" else ("", "")
    labels = {
        Role.COMMUNITY_DESK: _("报社区"),
        Role.STREET_DESK: _("报街道"),
        Role.DISTRICT_DESK: _("报区里"),
    }
    return labels.get(Role(above.holder_role), _("上报")), ""
