"""The event log as the audit administrator reads it, after the look itself was written down."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from linli.kernel.keyset import Slice, cut, read_mark
from linli.kernel.models import EventRow, Seal
from linli.kernel.scope import Actor

from .. import access
from ..events import LogRead, SealsVerified
from ..models import Sight
from ..terms import LogPart
from .persons import Look
from .staff import cards

SIZE = 50


@dataclass(frozen=True, slots=True)
class LogLine:
    """One fact: when, who by (staff by name, residents not), what, about what."""

    id: int
    at: datetime
    kind: str
    actor_kind: str
    actor_id: int | None
    by: str
    door: str
    subject: str
    subject_id: int
    area_path: str
    facts: dict[str, Any]


def _day(on: date) -> tuple[datetime, datetime]:
    start = datetime.combine(on, time(), settings.LINLI_ZONE)
    return start, start + timedelta(days=1)


def log_lines(actor: Actor, look: LogRead, after: str = "", *, kept: Collection[int] = ()) -> Slice[LogLine]:
    """The events a look was written for, newest first, fifty a page; without the look there is no way to them.

    kept: matters that are kept from the reader, whom they accuse.
    """
    assert str(look.part) == LogPart.EVENTS  # noqa: S101
    rows = EventRow.objects.reachable(actor, access.READ_LOG)
    if kept:
        rows = rows.exclude(subject="matter", subject_id__in=kept)
    if look.by is not None:
        rows = rows.filter(actor_id=look.by)
    if look.kind is not None:
        rows = rows.filter(code=look.kind)
    if look.day is not None:
        start, end = _day(look.day)
        rows = rows.filter(at__gte=start, at__lt=end)
    if after:
        rows = rows.filter(pk__lt=read_mark(after, (int,))[0])
    found = list(rows.order_by("-pk")[: SIZE + 1])
    page = cut(found, SIZE, lambda row: (row.pk,), backwards=False, inner=bool(after))
    names = cards(row.actor_id for row in page.rows if row.actor_id is not None)
    return Slice([_line(row, names) for row in page.rows], page.before, page.after)


def _line(row: EventRow, names: dict[int, Any]) -> LogLine:
    known = names.get(row.actor_id or 0)
    return LogLine(
        row.pk, row.at, row.code, row.actor_kind, row.actor_id, known.name if known else "", row.door, row.subject,
        row.subject_id, row.area_path, row.facts,
    )  # fmt: skip


def sight_lines(
    actor: Actor, look: LogRead, after: str = "", *, kept: Collection[int] = ()
) -> Slice[tuple[int, Look]]:
    """Openings of masked fields in reach, newest first, fifty a page; the numbers themselves are nowhere here.

    kept: matters that are kept from the reader, whom they accuse.
    """
    assert str(look.part) == LogPart.SIGHTS  # noqa: S101
    rows = Sight.objects.reachable(actor, access.SEE_SIGHTS)
    if kept:
        rows = rows.exclude(matter_id__in=kept)
    if look.by is not None:
        rows = rows.filter(by_person_id=look.by)
    if look.day is not None:
        start, end = _day(look.day)
        rows = rows.filter(at__gte=start, at__lt=end)
    if after:
        rows = rows.filter(pk__lt=read_mark(after, (int,))[0])
    found: Sequence[Sight] = list(rows.order_by("-pk")[: SIZE + 1])
    page = cut(found, SIZE, lambda row: (row.pk,), backwards=False, inner=bool(after))
    return Slice([(row.by_person_id, Look.of(row)) for row in page.rows], page.before, page.after)


@dataclass(frozen=True, slots=True)
class SealState:
    """How far the log is sealed, and what the last check found."""

    seals: int
    sealed: int
    waiting: int
    last_at: datetime | None
    head: str
    checked_at: datetime | None
    check: SealsVerified | None


COUNTS = """
select (select count(*) from kernel_seal), (select coalesce(sum(count), 0) from kernel_seal),
       (select count(*) from kernel_event where (era, xid) >= coalesce(
            (select row(era, xid_to) from kernel_seal order by id desc limit 1), row(0::smallint, 0::bigint)))
"""


def seal_state(actor: Actor, look: LogRead) -> SealState:
    """Batches, sealed events, events in reach that wait for the next batch, the last check."""
    assert str(look.part) == LogPart.SEALS  # noqa: S101
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        row = cursor.fetchone()
    assert row is not None  # noqa: S101
    last = Seal.objects.order_by("-id").first()
    checked = (
        EventRow.objects.reachable(actor, access.READ_LOG)
        .filter(code=SealsVerified.code)
        .order_by("-pk")
        .first()
    )
    return SealState(
        row[0], row[1], row[2], last.sealed_at if last else None, bytes(last.digest).hex()[:16] if last else "",
        checked.at if checked else None, _check(checked) if checked else None,
    )  # fmt: skip


def _check(row: EventRow) -> SealsVerified:
    return SealsVerified(subject_id=row.subject_id, area_path=row.area_path, **row.facts)
