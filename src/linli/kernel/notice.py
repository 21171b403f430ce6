"""Notices: an outbox in the database, delivered by the worker with retries, quiet hours and visible failures."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

from . import secret as sealing
from . import stamp, tally
from .models import Notice
from .scope import SYSTEM, scope
from .terms import Channel, NoticeState

log = structlog.get_logger()

TRIES = 8
_WAITS = (10, 60, 300, 900, 3600, 7200, 14400)
QUIET_FROM, QUIET_TO = 21, 8
"""Nothing that is not urgent rings between these hours (China time)."""
MASK = "******"
"""Stands in the kept text where the secret is put while sending."""


@dataclass(frozen=True)
class Outgoing:
    """What a channel gets: its own id for the far side's duplicate check, where to, what."""

    id: int
    to: str
    text: str
    link: str


class Undelivered(Exception):  # noqa: N818
    """A channel could not deliver; permanent ones are not tried again."""

    def __init__(self, reason: str, *, permanent: bool = False):
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent


class Sender(Protocol):
    """A channel's far end."""

    def __call__(self, outgoing: Outgoing) -> None:
        """Deliver or raise `Undelivered`."""


def sender(channel: str) -> Sender:
    """The function behind a channel, by the setting LINLI_SENDERS."""
    found: Sender = import_string(settings.LINLI_SENDERS[channel])
    return found


def _seal(notice: Notice, column: str, text: str) -> bytes:
    return sealing.seal(text, compartment="notice", place=f"kernel_notice.{column}", row=notice.uid)


def _open(notice: Notice, column: str) -> str:
    """The plain value of a sealed column, or "" where nothing is kept."""
    sealed = getattr(notice, column)
    if sealed is None:
        return ""
    return sealing.unseal(
        bytes(sealed), compartment="notice", place=f"kernel_notice.{column}", row=notice.uid
    )


def tell(
    *,
    key: str,
    text: str,
    now: datetime,
    area_path: str,
    person_id: int | None = None,
    address: str = "",
    channel: Channel = Channel.APP,
    link: str = "",
    urgent: bool = False,
    secret: str = "",
    until: datetime | None = None,
) -> None:
    """Put one notice into the outbox, in the transaction of what caused it; the same `key` adds nothing.

    For the channel APP the row itself is the delivery. `address` (a telephone, a mail address) is sealed
    and dropped after sending. `secret` (a one-time code) is sealed too: the kept text has MASK in its place,
    also for those who look after failed notices. From `until` on the notice is no longer sent.
    """
    at_once = channel == Channel.APP
    notice = Notice(
        key=key,
        person_id=person_id,
        channel=channel,
        state=NoticeState.SENT if at_once else NoticeState.WAITING,
        text=text,
        link=link,
        urgent=urgent,
        area_path=area_path,
        made_at=now,
        next_try_at=None if at_once else now,
        sent_at=now if at_once else None,
        until=until,
    )
    if address:
        notice.address = _seal(notice, "address", address)
    if secret:
        notice.secret = _seal(notice, "secret", secret)
    held = _gathered.get()
    if held is None:
        Notice.objects.bulk_create([notice], ignore_conflicts=True)
    else:
        held.setdefault(key, notice)


_gathered: ContextVar[dict[str, Notice] | None] = ContextVar("linli_notices", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """Inside, notices are gathered and written at the end, all at once."""
    held: dict[str, Notice] = {}
    token = _gathered.set(held)
    try:
        yield
    finally:
        _gathered.reset(token)
    Notice.objects.bulk_create(list(held.values()), ignore_conflicts=True)


AN_HOUR = timedelta(hours=1)


def fold(
    *,
    what: str,
    person_id: int,
    one: str,
    many: Callable[[int], str],
    now: datetime,
    area_path: str,
    link: str,
) -> None:
    """Tell somebody inside the product at most once an hour: what comes after the first changes its words.

    what: a code for the kind of news; many: the words when there are n of them.
    """
    n, since = tally.count(what, str(person_id), within=AN_HOUR, now=now)
    key = f"{what}:{person_id}:{since.timestamp():.0f}"
    if n == 1:
        tell(key=key, text=one, now=now, area_path=area_path, person_id=person_id, link=link)
    elif (first := (_gathered.get() or {}).get(key)) is not None:
        first.text, first.made_at = many(n), now
    else:
        Notice.objects.filter(key=key).update(text=many(n), made_at=now)


def quiet_until(now: datetime) -> datetime | None:
    """The end of the quiet hours `now` lies in, or None."""
    local = now.astimezone(settings.LINLI_ZONE)
    if QUIET_TO <= local.hour < QUIET_FROM:
        return None
    morning = local.replace(hour=QUIET_TO, minute=0, second=0, microsecond=0)
    return morning if local.hour < QUIET_TO else morning + timedelta(days=1)


def deliver(*, now: datetime, most: int = 50) -> int:
    """Send what is due; gives how many were tried. Each in its own transaction, its row locked meanwhile."""
    tried = 0
    while tried < most and _deliver_one(now):
        tried += 1
    return tried


def _deliver_one(now: datetime) -> bool:
    with scope(SYSTEM):
        notice = (
            Notice.objects.select_for_update(skip_locked=True)
            .filter(state__in=[NoticeState.WAITING, NoticeState.FAILED], next_try_at__lte=now)
            .order_by("next_try_at", "id")
            .first()
        )
        if notice is None:
            return False
        if notice.until is not None and now >= notice.until:
            _close(notice, NoticeState.CANCELLED)
            return True
        wait = None if notice.urgent else quiet_until(now)
        if wait is not None:
            notice.next_try_at = wait
            notice.save(update_fields=["next_try_at"])
            return True
        _try(notice, now)
    return True


def _try(notice: Notice, now: datetime) -> None:
    notice.tries += 1
    text = notice.text.replace(MASK, _open(notice, "secret"), 1) if notice.secret else notice.text
    try:
        sender(notice.channel)(Outgoing(notice.pk, _open(notice, "address"), text, notice.link))
    except Undelivered as fault:
        _failed(notice, fault.reason, fault.permanent, now)
    except Exception as fault:
        log.exception("notice_failed", notice_id=notice.pk, channel=notice.channel)
        _failed(notice, type(fault).__name__, False, now)
    else:
        notice.sent_at, notice.fault = now, ""
        _close(notice, NoticeState.SENT)


def _close(notice: Notice, state: NoticeState) -> None:
    """Nothing more to do: what was sealed is dropped, but for the outbox page of a sample town."""
    notice.state, notice.next_try_at = state, None
    if not stamp.version(stamp.SAMPLE_TOWN):
        notice.address = notice.secret = None
    notice.save()


def _failed(notice: Notice, reason: str, permanent: bool, now: datetime) -> None:
    notice.fault = reason[:200]
    if permanent or notice.tries >= TRIES:
        notice.state, notice.next_try_at, notice.secret = NoticeState.GIVEN_UP, None, None
    else:
        notice.state = NoticeState.FAILED
        notice.next_try_at = now + timedelta(seconds=_WAITS[min(notice.tries, len(_WAITS)) - 1])
    notice.save()


@dataclass(frozen=True)
class Shown:
    """A text as it went out, for the outbox page of a sample town."""

    at: datetime
    channel: str
    to: str
    text: str


def outbox(most: int) -> list[Shown]:
    """The last texts that left the house; only a sample town keeps them, elsewhere this is a bug."""
    if not stamp.version(stamp.SAMPLE_TOWN):
        raise RuntimeError("only a sample town shows what it sent")
    with scope(SYSTEM):
        rows = Notice.objects.exclude(channel=Channel.APP).order_by("-id")[:most]
        return [
            Shown(
                one.made_at,
                str(Channel(one.channel).label),
                _open(one, "address"),
                one.text.replace(MASK, _open(one, "secret"), 1) if one.secret else one.text,
            )
            for one in rows
        ]
