"""What somebody was told inside the product: newest first, read marks, how many are unread."""

from datetime import datetime

from .keyset import Slice, cut, read_mark
from .models import Notice
from .scope import Actor, in_scope
from .terms import Channel

READ = "kernel.read_notice"
MOST_COUNTED = 99


def messages_of(actor: Actor, *, before: str = "", after: str = "", size: int = 20) -> Slice[Notice]:
    """A page of somebody's own messages; marks as `keyset` makes them. Refuses page_mark_unreadable."""
    found = Notice.objects.reachable(actor, READ).filter(channel=Channel.APP, person_id=actor.person_id)
    if before or after:
        (pk,) = read_mark(before or after, (int,))
        found = found.filter(id__gt=pk) if before else found.filter(id__lt=pk)
    rows = list(found.order_by("id" if before else "-id")[: size + 1])
    return cut(rows, size, lambda row: (row.pk,), backwards=bool(before), inner=bool(after))


def unread(actor: Actor) -> int:
    """How many of somebody's own messages are unread, 99 at most; 0 on a page outside any scope (an error)."""
    if actor.person_id is None or not in_scope():
        return 0
    new = Notice.objects.filter(person_id=actor.person_id, channel=Channel.APP, read_at=None)
    return len(new.values_list("pk", flat=True)[:MOST_COUNTED])


def mark_read(actor: Actor, shown: Slice[Notice], *, now: datetime) -> None:
    """Note that these messages were shown to the person they are for; what was read stays as it was."""
    new = [notice.pk for notice in shown.rows if notice.read_at is None]
    if new:
        Notice.objects.filter(pk__in=new, person_id=actor.person_id, read_at=None).update(read_at=now)
