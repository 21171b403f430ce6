"""Notices that could not be delivered: who looks after them sees the reason, not the words, and tries again."""

from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from .command import command
from .event import Event
from .keyset import Slice, cut, read_mark
from .models import Notice
from .notice import MASK
from .refusal import Refusal
from .scope import Actor
from .terms import NoticeState

SEE = "kernel.see_notices"
TROUBLED = (NoticeState.FAILED, NoticeState.GIVEN_UP)


class NoticeRetried(Event, frozen=True, kw_only=True):
    """Somebody had a notice tried again."""

    code: ClassVar[str] = "kernel.notice_retried"
    subject: ClassVar[str] = "notice"


def troubled(actor: Actor, *, before: str = "", after: str = "", size: int = 50) -> Slice[Notice]:
    """A page of notices that did not arrive, newest first; marks as `keyset` makes them."""
    found = Notice.objects.reachable(actor, SEE).filter(state__in=TROUBLED)
    if before or after:
        (pk,) = read_mark(before or after, (int,))
        found = found.filter(id__gt=pk) if before else found.filter(id__lt=pk)
    rows = list(found.order_by("id" if before else "-id")[: size + 1])
    return cut(rows, size, lambda row: (row.pk,), backwards=bool(before), inner=bool(after))


@command
def retry_notice(*, actor: Actor, now: datetime, notice_id: int) -> NoticeRetried:
    """Try a notice again that was given up.

    Refuses: notice_not_found, notice_not_given_up, notice_without_secret (its link or code is gone by now).
    """
    kept = Notice.objects.reachable(actor, SEE).select_for_update().filter(pk=notice_id).first()
    if kept is None:
        raise Refusal("notice_not_found", _("没有找到这条消息。"), status=404)
    if kept.state != NoticeState.GIVEN_UP:
        raise Refusal("notice_not_given_up", _("这条消息还会自动再发，或者已经发出去了。"))
    if MASK in kept.text and kept.secret is None:
        raise Refusal("notice_without_secret", _("里面的链接或验证码已经清掉，不能原样再发。"))
    kept.state, kept.tries, kept.next_try_at = NoticeState.FAILED, 0, now
    kept.save(update_fields=["state", "tries", "next_try_at"])
    return NoticeRetried(subject_id=kept.pk, area_path=kept.area_path)
