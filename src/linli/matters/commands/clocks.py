"""Clocks after an edit of days, hours or limits: what runs is computed anew, and it is said how much moved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from django.db import connection
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
from ..models import StageHours
from ..queries.limits import LIMITS, PROMISE, promise_of
from ..queries.standing import china_day
from ..rules.lapses import next_look

CHUNK = 2_000

OPEN = """
select matter.id, matter.kind, matter.stage, matter.area_path, matter.opened_at, matter.received_at,
    matter.due_at, matter.due_provisional, matter.next_due_at,
    case when matter.answered_at is null then matter.promised_at end, matter.promised_provisional,
    clock.id, clock.started_at, clock.span, clock.lapses
from matters_matter matter
left join matters_clock clock on clock.matter_id = matter.id and clock.ended_at is null
where matter.closed_at is null and matter.id > %s and matter.area_path ^@ %s
order by matter.id limit %s
for update of matter
"""

MATTERS = """
update matters_matter matter set due_at = row.due, due_provisional = row.guessed, next_due_at = row.look,
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

    @property
    def times(self) -> _Times:
        """As they stand."""
        return _Times(self.due_at, self.provisional, self.next_due_at, self.promised_at, self.hoped)


@dataclass
class _Rules:
    """The days, hours and limits in force, looked up once for all matters of a run."""

    work: Callable[[str], WorkTime] = field(default_factory=lambda: cache(work_time))
    span: Callable[[str], Span] = field(default_factory=lambda: cache(Span.parse))
    promise: Callable[[str, str, date], Span] = field(
        default_factory=lambda: cache(lambda kind, path, on: promise_of(kinds()[kind], path, on))
    )

    def times(self, row: _Open) -> _Times:
        """What the times of a matter are by these rules."""
        work, times = self.work(row.path), row.times
        if row.started_at is not None and row.span:
            due = work.due(row.started_at, self.span(row.span))
            stage = kinds()[row.kind].stage(row.stage)
            look = next_look(stage, due.at, row.lapses or 0, lambda at, span: work.due(at, span).at)
            times = times._replace(due_at=due.at, provisional=due.provisional, next_due_at=look)
        if row.promised_at is not None:
            promised = work.due(row.opened_at, self.promise(row.kind, row.path, china_day(row.received_at)))
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


def recompute_below(path: str) -> tuple[int, int]:
    """How many open matters below a path were looked at, and how many have another limit or promise now."""
    looked_at = moved = last = 0
    rules = _Rules()
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")
        while True:
            cursor.execute(OPEN, (last, path, CHUNK))
            rows = [_Open(*row) for row in cursor.fetchall()]
            looked_at += len(rows)
            moved += _recompute(rows, rules)
            if len(rows) < CHUNK:
                return looked_at, moved
            last = rows[-1].id


def _recompute(rows: list[_Open], rules: _Rules) -> int:
    after = [(row, rules.times(row)) for row in rows]
    changed = [(row, times) for row, times in after if times != row.times]
    if changed:
        clocks = [
            (row.clock_id, times.due_at, times.provisional)
            for row, times in changed
            if row.clock_id is not None
        ]
        with connection.cursor() as cursor:
            cursor.execute(MATTERS, _columns([(row.id, *times) for row, times in changed]))
            if clocks:
                cursor.execute(CLOCKS, _columns(clocks))
    return sum(times.moved_from(row.times) for row, times in changed)


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
