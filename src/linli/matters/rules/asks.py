"""协办: limits of an ask, and when the answer may go out while units have not given their part. Pure."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal
from linli.kernel.spans import Span

from ..shape import Kind, OpenAsks
from ..terms import AskState

SPANS = ("4wh", "1wd", "2wd", "3wd", "5wd", "10wd")
"""Limits offered for an ask; 2 working days unless said (supervised orders of 大宁路街道 2019 give 3 to the whole)."""


def span_of(code: str) -> Span:
    """The limit of an ask. Refuses span_unreadable."""
    if code not in SPANS:
        raise Refusal("span_unreadable", _("请选一个协办期限。"), facts={"field": "span"})
    return Span.parse(code)


def open_for(state: AskState) -> None:
    """Refuses ask_over: answered, declined or withdrawn already."""
    if state is not AskState.OPEN:
        raise Refusal("ask_over", _("这项协办已经结束，请看最新情况。"))


def fits_before(due_at: datetime, after: datetime) -> None:
    """Refuses ask_shorter: more time is never less."""
    if after <= due_at:
        raise Refusal("ask_shorter", _("新期限不比原来的晚，请选长一些。"), facts={"field": "span"})


def may_answer(kind: Kind, *, open_parts: int, open_asks: int, reason: str) -> None:
    """Whether the one answer may go out now.

    Refuses: parts_open (an answer before its parts would be empty), asks_open, asks_reason.
    """
    if open_parts:
        raise Refusal("parts_open", _("拆出去的还有%(n)d件没办完，都办完才能答复。") % {"n": open_parts})
    if not open_asks:
        return
    if kind.open_asks is OpenAsks.REFUSE:
        raise Refusal(
            "asks_open",
            _("还有%(n)d家协办单位没答复，请先等答复、提醒或撤回。") % {"n": open_asks},
        )
    if not reason.strip():
        raise Refusal(
            "asks_reason",
            _("还有%(n)d家协办单位没答复，要先答复请写明原因。") % {"n": open_asks},
            facts={"field": "without_asks"},
        )
