"""Clocks after an edit of days, hours or limits: what runs is computed anew, and it is said how much moved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, may_at, scope
from linli.kernel.spans import Span
from linli.kernel.worktime import WorkTime
from linli.places.queries import lineage, work_time

from .. import access
from ..events import ClocksRecomputed, LimitSet
from ..kinds import kinds
from ..models import Request, StageHours
from ..queries.limits import LIMITS, PROMISE, Known, Limit, limit_of, promise_of
from ..queries.standing import china_day
from ..rules.lapses import next_look
from ..rules.running import pauses_of, running_due, spans_of
from ..terms import OPEN_STATES, ClockOf, RequestKind, RequestState

CHUNK = 2_000

OPEN = """
select matter.id, matter.kind, matter.stage, matter.area_path, matter.opened_at, matter.received_at,
    matter.due_at, matter.due_provisional, matter.next_due_at,
    case when matter.answered_at is null then matter.promised_at end, matter.promised_provisional,
    clock.id, clock.started_at, clock.span, clock.lapses, clock.of, clock.longer, clock.stood,
    matter.rung, clock.rung, matter.urgency, matter.order_type, matter.limits_on
from matters_matter matter
left join matters_clock clock on clock.matter_id = matter.id and clock.ended_at is null
where matter.closed_at is null and matter.id > %s and matter.area_path ^@ %s
order by matter.id limit %s
"""
LOCKED = OPEN + "for update of matter"

MATTERS = """
update matters_matter matter set due_at = row.due, due_provisional = row.guessed,
    next_due_at = case when matter.rides then null else row.look end,
    promised_at = coalesce(row.promised, matter.promised_at),
    promised_provisional = case when row.promised is null then matter.promised_provisional else row.hoped end
from unnest(%s::bigint[], %s::timestamptz[], %s::boolean[], %s::timestamptz[], %s::timestamptz[], %s::boolean[])
    row(id, due, guessed, look, promised, hoped)
where matter.id = row.id
"""

CLOCKS = """
update matters_clock clock set due_at = row.due, provisional = row.guessed
from unnest(%s::bigint[], %s::timestamptz[], %s::boolean[]) row(id, due, guessed) where clock.id = row.id
"""

# What goes over to another version of the limits, and the clocks that take their span from it.
VERSIONS = "update matters_matter set limits_on = %s where id = any(%s)"
SPANS = """
update matters_clock clock set span = row.span, hours_id = row.hours
from unnest(%s::bigint[], %s::text[], %s::bigint[]) row(id, span, hours) where clock.id = row.id
"""


@dataclass(frozen=True)
class GoOver:
    """Open matters of a kind go over to the limits as of a day. known: rows to go by instead of the stored ones."""

    kind: str
    on: date
    known: Known | None = None


class _Times(NamedTuple):
    """What of an open matter follows from the calendar. promised: only while the reporter waits."""

    due_at: datetime | None
    provisional: bool
    next_due_at: datetime | None
    promised_at: datetime | None
    hoped: bool

    def moved_from(self, other: "_Times") -> bool:
        """True when a moment changed, not only how sure it is."""
        return (self.due_at, self.promised_at) != (other.due_at, other.promised_at)


class _Open(NamedTuple):
    """An open matter with its running clock, if it has one."""

    id: int
    kind: str
    stage: str
    path: str
    opened_at: datetime
    received_at: datetime
    due_at: datetime | None
    provisional: bool
    next_due_at: datetime | None
    promised_at: datetime | None
    hoped: bool
    clock_id: int | None
    started_at: datetime | None
    span: str | None
    lapses: int | None
    of: str | None
    longer: str | None
    stood: list[datetime] | None
    rung: int
    clock_rung: int | None
    urgency: str
    order_type: str
    limits_on: date | None

    @property
    def version(self) -> date:
        """The day whose limits count."""
        return self.limits_on or china_day(self.received_at)

    @property
    def times(self) -> _Times:
        """As they stand."""
        return _Times(self.due_at, self.provisional, self.next_due_at, self.promised_at, self.hoped)


@dataclass
class _Rules:
    """The days, hours and limits in force, looked up once for all matters of a run."""

    work: Callable[[str], WorkTime] = field(default_factory=lambda: cache(work_time))
    span: Callable[[str], Span] = field(default_factory=lambda: cache(Span.parse))
    over: GoOver | None = None
    promise: Callable[..., Span] = field(
        default_factory=lambda: cache(lambda kind, *more: promise_of(kinds()[kind], *more))
    )

    def limit(self, row: _Open) -> Limit | None:
        """The limit a row's clock takes from another version; None where it keeps its own."""
        over = self.over
        if over is None or row.of != ClockOf.STAGE or row.clock_rung is None:
            return None
        kind, sort = kinds()[row.kind], (row.urgency, row.order_type)
        return limit_of(kind, row.stage, row.clock_rung, row.path, over.on, *sort, known=over.known)

    def times(self, row: _Open) -> _Times:
        """What the times of a matter are by these rules."""
        work, times = self.work(row.path), row.times
        if row.started_at is not None and row.span:
            limit = self.limit(row)
            span = limit.span if limit is not None else self.span(row.span)
            due = running_due(work, row.started_at, span, spans_of(row.longer or ""), pauses_of(row.stood))
            stage = kinds()[row.kind].stage(row.stage)
            look = next_look(stage, due.at, row.lapses or 0, lambda at, span: work.due(at, span).at)
            if row.of != ClockOf.STAGE:
                look = None  # the request's own row is looked at
            times = times._replace(due_at=due.at, provisional=due.provisional, next_due_at=look)
        if row.promised_at is not None:
            on, known = (self.over.on, self.over.known) if self.over else (row.version, None)
            sort = (row.urgency, row.order_type)
            promise = (
                self.promise(row.kind, row.path, on, *sort)
                if known is None
                else promise_of(kinds()[row.kind], row.path, on, *sort, known=known)
            )
            promised = work.due(row.opened_at, promise)
            times = times._replace(promised_at=promised.at, hoped=promised.provisional)
        return times


@command
def recompute_clocks(*, actor: Actor, now: datetime, below: str = "/") -> ClocksRecomputed:
    """Compute the limits and promises of all open matters below a path anew, each from its own start and span.

    Called after days or hours changed; the spans of running matters stay those of their day. A limit that had
    passed and no longer has is looked at again by the sweep; done lapses stay done. `looked_at` counts open
    matters, `moved` those with a limit or promise at another moment now. Refuses: not_allowed.
    """
    if actor.kind != "system" and not actor.holds(access.EDIT_LIMITS):
        raise Refusal("not_allowed", _("时限由系统管理员维护。"), status=403)
    looked_at, moved = recompute_below(below)
    return ClocksRecomputed(subject_id=0, area_path=below, looked_at=looked_at, moved=moved)


def recompute_below(path: str, over: GoOver | None = None, *, dry: bool = False) -> tuple[int, int]:
    """How many open matters below a path were looked at, and how many have another limit or promise now.

    over: only those of its kind, which go over to another version of the limits. dry: only count.
    """
    looked_at = moved = last = 0
    rules = _Rules(over=over)
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")
        while True:
            cursor.execute(OPEN if dry else LOCKED, (last, path, CHUNK))
            found = [_Open(*row) for row in cursor.fetchall()]
            rows = [row for row in found if over is None or row.kind == over.kind]
            looked_at += len(rows)
            moved += _recompute(rows, rules, dry=dry)
            if len(found) < CHUNK:
                break
            last = found[-1].id
        if not dry:
            _recompute_requests(path, rules)
    return looked_at, moved


def _recompute_requests(path: str, rules: "_Rules") -> None:
    """The limits of decisions and of answers to supervisions: few at any time."""
    waiting = Q(state=RequestState.WAITING) | Q(
        state=RequestState.RUNNING, kind=RequestKind.SUPERVISION, answered_at=None
    )
    for request in Request.objects.filter(waiting, area_path__startswith=path):
        due = rules.work(request.area_path).due(request.asked_at, rules.span(request.within))
        if (due.at, due.provisional) != (request.due_at, request.provisional):
            request.due_at, request.provisional = due.at, due.provisional
            request.look_at = None if request.look_at is None else due.at
            request.save(update_fields=["due_at", "provisional", "look_at"])


def _recompute(rows: list[_Open], rules: _Rules, *, dry: bool) -> int:
    after = [(row, rules.times(row)) for row in rows]
    changed = [(row, times) for row, times in after if times != row.times]
    if not dry:
        with connection.cursor() as cursor:
            if rules.over is not None:
                _go_over(rows, rules, rules.over)
            if changed:
                cursor.execute(MATTERS, _columns([(row.id, *times) for row, times in changed]))
            clocks = [
                (row.clock_id, times.due_at, times.provisional)
                for row, times in changed
                if row.clock_id is not None
            ]
            if clocks:
                cursor.execute(CLOCKS, _columns(clocks))
    return sum(times.moved_from(row.times) for row, times in changed)


def _go_over(rows: list[_Open], rules: _Rules, over: GoOver) -> None:
    """Keep the version with each matter and the span with each clock, also with those that stand still now."""
    spans = [
        (row.clock_id, limit.span.code, limit.row_id)
        for row in rows
        if (limit := rules.limit(row)) is not None
    ]
    standing = {row.id: row for row in rows if row.of not in (None, ClockOf.STAGE)}
    for request in Request.objects.filter(matter_id__in=standing, state__in=OPEN_STATES, clock__isnull=False):
        row, clock = standing[request.matter_id], request.clock
        assert clock is not None  # noqa: S101  filtered above
        stage_row = row._replace(of=ClockOf.STAGE, clock_rung=clock.rung)
        limit = rules.limit(stage_row)
        if limit is not None:
            spans.append((clock.pk, limit.span.code, limit.row_id))
    with connection.cursor() as cursor:
        cursor.execute(VERSIONS, (over.on, [row.id for row in rows]))
        if spans:
            cursor.execute(SPANS, _columns(spans))


def _columns(rows: Sequence[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]


@command
def set_limit(
    *,
    actor: Actor,
    now: datetime,
    area_id: int,
    kind: str,
    stage: str,
    span: str,
    since: datetime,
    rung: int | None = None,
    source: str = "",
) -> LimitSet:
    """Set an area's own limit for a stage (or the promise) from a day on; matters opened before keep theirs.

    span: a code such as 4wh, 5wd, 24h, 15d. Refuses: not_allowed, stage_unknown, span_unreadable,
    limit_in_past, limit_exists.
    """
    area = lineage(area_id)
    if area is None or not may_at(actor, access.EDIT_LIMITS, area.path):
        raise Refusal("not_allowed", _("这个区域的时限不归您设置。"), status=403)
    found = kinds().get(kind)
    if found is None or (stage != PROMISE and stage not in {one.code for one in found.stages if one.within}):
        raise Refusal("stage_unknown", _("没有这个环节，或者这个环节没有时限。"), facts={"field": "stage"})
    try:
        code = Span.parse(span.strip().lower()).code
    except ValueError:
        raise Refusal(
            "span_unreadable", _("时限请写成 4wh、5wd、24h、15d 这样的形式。"), facts={"field": "span"}
        ) from None
    if since.date() < now.date():
        raise Refusal("limit_in_past", _("生效日期不能早于今天。"), facts={"field": "since"})
    row, new = StageHours.objects.get_or_create(
        area_id=area_id, kind=kind, stage=stage, rung=rung, since=since.date(),
        defaults={"span": code, "source": source[:200], "made_at": now, "area_path": area.path},
    )  # fmt: skip
    if not new:
        raise Refusal(
            "limit_exists", _("这一天已经设过这个时限，请换一个生效日期。"), facts={"field": "since"}
        )
    stamp.bump(LIMITS)
    return LimitSet(
        subject_id=row.pk, area_path=area.path, kind=Code(kind), stage=Code(stage), rung=rung, span=Code(code)
    )
