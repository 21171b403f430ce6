"""The buttons of a matter for one actor: what the kind allows, and what is refused with the reason."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may
from linli.people.terms import Role

from .. import access
from ..kinds import kind_of
from ..models import Matter
from ..rules.steps import Desks, State, handed_down, handed_up, outranks, stands_at
from ..shape import Kind, Words


@dataclass(frozen=True)
class Offer:
    """A button: `why_not` is empty when it may be pressed.

    code: a move's code, or hand_up, send_down, feed_back, assign, follow_up. `main` is the one filled button.
    """

    code: str
    label: str
    icon: str
    words: str
    main: bool = False
    why_not: str = ""


def offers(
    actor: Actor, matter: Matter, state: State, desks: Desks, now: datetime, *, given_back: bool
) -> list[Offer]:
    """What this actor can do with a matter, first the kind's moves, then the ladder, then naming a holder.

    given_back: the matter came up the ladder, so the way down is feeding back the result.
    """
    if matter.closed_at is not None:
        return []
    kind = kind_of(matter.kind)
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
    return found


def _moves(actor: Actor, matter: Matter, kind: Kind, state: State, holds: bool) -> list[Offer]:
    asking = state.stage == kind.asking.at
    if not may(actor, access.FOLLOW_UP if asking else access.ACT, matter):
        return []
    not_here = "" if holds else _holder_sentence(kind, state)
    if asking:
        return [
            Offer("follow_up", _("记回访结果"), "phone", Words.OPTIONAL.value, main=holds, why_not=not_here)
        ]
    return [
        Offer(
            move.code, str(move.label), move.icon, move.words.value, main=holds and at == 0, why_not=not_here
        )
        for at, move in enumerate(kind.stage(state.stage).moves)
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
