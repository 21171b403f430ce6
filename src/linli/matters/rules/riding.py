"""并案: which matters may be merged, and what happens to those that ride along. Pure.

Practice of 12345 desks: orders about one thing are worked on once, yet each keeps its number, its promise, its
answer and its follow-up (一件一复). The choices are set down in docs/adr/0006-merged-matters-ride.md.
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal

from ..shape import Kind
from ..terms import Outcome


@dataclass(frozen=True)
class Rideable:
    """What of a matter decides whether it may be merged."""

    kind: Kind
    stage: str
    closed: bool
    rides: bool
    part: bool
    open_parts: bool
    open_asks: bool
    open_requests: bool
    kept_from_some: bool


def _no(code: str, sentence: object) -> Refusal:
    return Refusal(code, sentence)


def may_lead(one: Rideable) -> None:
    """Refuses: matter_closed, lead_rides, merge_answered, merge_kind, merge_part."""
    if one.rides:
        raise _no("lead_rides", _("主件自己已经并到别的件里，请并到那一件。"))
    _both(one)


def may_join(one: Rideable) -> None:
    """Refuses as `may_lead`, and besides: rides_already, merge_parts, merge_asks, merge_request."""
    if one.rides:
        raise _no("rides_already", _("这件事已经并案，要换主件请先取消并案。"))
    _both(one)
    if one.open_parts:
        raise _no("merge_parts", _("拆出去的还没办完，先办完再并案。"))
    if one.open_asks:
        raise _no("merge_asks", _("还有协办单位没答复，请先等答复或撤回，再并案。"))
    if one.open_requests:
        raise _no("merge_request", _("还有申请没批，批完再并案。"))


def _both(one: Rideable) -> None:
    if one.closed:
        raise _no("matter_closed", _("这件事已经办结，不能再改。"))
    if not one.kind.merges or one.kind.confidential or one.kept_from_some:
        raise _no("merge_kind", _("这种事项各办各的，不能并案。"))
    if one.stage not in one.kind.promised_stages:
        raise _no("merge_answered", _("已经答复过的不能并案。"))
    if one.part:
        raise _no("merge_part", _("拆出来的件不能并案，请并它的主件。"))


class Fate(Enum):
    """What a step of the lead is for one that rides along."""

    RIDES_ON = "rides_on"
    TOLD = "told"  # the answer stands on its page; the lead's follow-up counts for it
    ANSWERED = "answered"  # its own follow-up begins
    ENDED = "ended"
    LET_GO = "let_go"


def fate(*, answers: bool, final: bool, outcome: str, reachable: bool) -> Fate:
    """What becomes of a rider when its lead was answered or ended.

    reachable: its reporter left a way to be reached, so that there is somebody to ask afterwards.
    """
    if final and outcome == Outcome.WITHDRAWN:
        return Fate.LET_GO  # one neighbour's change of mind does not settle it for the others
    if final:
        return Fate.ENDED
    if answers:
        return Fate.ANSWERED if reachable else Fate.TOLD
    return Fate.RIDES_ON
