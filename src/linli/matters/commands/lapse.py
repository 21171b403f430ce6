"""The sweep: limits that are over. Due rows are claimed with SKIP LOCKED, many in one transaction."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import connection

from linli.kernel.event import Code, Event, record_many
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.kernel.spans import Span
from linli.places.queries import work_time

from ..events import Held, MatterHandedUp, MatterLapsed, MatterMoved
from ..kinds import kind_of
from ..models import Matter
from ..queries.limits import limit_of
from ..queries.standing import china_day, desks_of
from ..rules.lapses import next_look, step_due
from ..rules.steps import Desk, State, handed_up, moved
from ..shape import Kind, Lapse, Stage
from ..terms import LapseDo
from .outside_lapse import lapse_outside_duty
from .request_lapse import lapse_requests
from .settling import case_of, settle

BATCH = 500

DUE = """
select matter.id, matter.kind, matter.stage, matter.rung, matter.area_path, matter.due_at, matter.received_at,
       matter.holder_role, matter.holder_area_id, matter.holder_person_id, matter.holder_unit_id,
       matter.hidden_from, clock.id, clock.lapses, matter.urgency, matter.order_type, matter.limits_on
from matters_matter matter
left join matters_clock clock on clock.matter_id = matter.id and clock.ended_at is null
where matter.next_due_at <= %s
order by matter.next_due_at limit %s
for update of matter skip locked
"""

ALERTED = """
update matters_matter matter set next_due_at = row.look, lates = lates + row.late
from unnest(%s::bigint[], %s::timestamptz[], %s::smallint[]) row(id, look, late) where matter.id = row.id
"""

STEPPED = """
update matters_clock clock set lapses = clock.lapses + 1, ended_at = row.ended
from unnest(%s::bigint[], %s::timestamptz[]) row(id, ended) where clock.id = row.id
"""

RAISED = """
update matters_matter matter set rung = row.rung, holder_role = row.role, holder_area_id = row.area,
    holder_person_id = null, holder_unit_id = null, ups = ups + 1, lates = lates + row.late, staged_at = %s,
    due_at = row.due, due_provisional = row.guessed, next_due_at = row.look, waits_for = '',
    first_area_id = case when first_role = '' then holder_area_id else first_area_id end,
    first_unit_id = case when first_role = '' then holder_unit_id else first_unit_id end,
    first_role = case when first_role = '' then holder_role else first_role end
from unnest(%s::bigint[], %s::smallint[], %s::text[], %s::bigint[], %s::timestamptz[], %s::boolean[],
    %s::timestamptz[], %s::smallint[]) row(id, rung, role, area, due, guessed, look, late)
where matter.id = row.id
"""

# Who asked about a clock that is over asks again about the next, where that is still needed.
OVERTAKEN = """
update matters_request set state = 'moot', ended_at = %s, look_at = null
where matter_id = any(%s) and state = 'waiting' and kind in ('extension', 'return', 'pause')
"""

WOUND = """
insert into matters_clock (matter_id, stage, rung, span, hours_id, started_at, due_at, provisional, lapses, area_path)
select id, stage, rung, span, hours, %s, due, guessed, 0, path
from unnest(%s::bigint[], %s::text[], %s::smallint[], %s::text[], %s::bigint[], %s::timestamptz[], %s::boolean[],
    %s::text[]) row(id, stage, rung, span, hours, due, guessed, path)
"""


@dataclass(frozen=True)
class _Due:
    """One claimed row."""

    matter_id: int
    kind: str
    stage: str
    rung: int
    path: str
    due_at: datetime
    received_at: datetime
    holder_role: str
    holder_area_id: int
    holder_person_id: int | None
    holder_unit_id: int | None
    hidden_from: list[str] | None
    clock_id: int | None
    lapses: int | None
    urgency: str
    order_type: str
    limits_on: date | None

    @property
    def state(self) -> State:
        return State(
            self.stage,
            self.rung,
            self.holder_role,
            self.holder_area_id,
            self.holder_person_id,
            self.holder_unit_id,
        )


@dataclass
class _Batch:
    """What one transaction will write."""

    now: datetime
    events: list[Event] = field(default_factory=list)
    alerted: list[tuple[Any, ...]] = field(default_factory=list)
    stepped: list[tuple[Any, ...]] = field(default_factory=list)
    raised: list[tuple[Any, ...]] = field(default_factory=list)
    wound: list[tuple[Any, ...]] = field(default_factory=list)

    def write(self) -> None:
        with connection.cursor() as cursor:
            for sql, rows, first in (
                (ALERTED, self.alerted, ()),
                (STEPPED, self.stepped, ()),
                (RAISED, self.raised, (self.now,)),
                (WOUND, self.wound, (self.now,)),
            ):
                if rows:
                    cursor.execute(sql, (*first, *(list(column) for column in zip(*rows, strict=True))))
            if self.raised:
                cursor.execute(OVERTAKEN, (self.now, [row[0] for row in self.raised]))
        record_many(self.events, actor=SYSTEM, now=self.now)


def sweep(*, now: datetime, most: int = BATCH) -> int:
    """Take the limits that are over and do what the kinds say; gives how many rows were taken.

    Idempotent by construction: a taken row looks at the next step or at nothing, in the same transaction.
    """
    with scope(SYSTEM):
        with connection.cursor() as cursor:
            cursor.execute(DUE, (now, most))
            rows = [_Due(*row) for row in cursor.fetchall()]
        batch = _Batch(now)
        desks = cache(lambda kind, path, marks: desks_of(kind_of(kind), path, china_day(now), marks))
        for row in rows:
            _lapse(row, batch, desks(row.kind, row.path, tuple(row.hidden_from or ())))
        batch.write()
        asked, events = lapse_requests(now, most)
        outside = lapse_outside_duty(now, most)
        record_many([*events, *outside], actor=SYSTEM, now=now)
    return len(rows) + asked + len(outside)


def _lapse(row: _Due, batch: _Batch, desks: list[Desk | None]) -> None:
    kind = kind_of(row.kind)
    stage = kind.stage(row.stage)
    done = row.lapses or 0
    step = step_due(stage, done)
    if step is None or row.clock_id is None:
        batch.alerted.append((row.matter_id, None, 0))
        return
    if step.do == LapseDo.CLOSE:
        batch.events.append(_close(row, step, batch.now))
        return
    if step.do == LapseDo.HAND_UP:
        try:
            after = handed_up(kind, row.state, desks)
        except Refusal:
            _alert(row, batch, stage, step, done)  # nobody above: everybody above has been told already
        else:
            _raise(row, batch, kind, after, done)
        return
    _alert(row, batch, stage, step, done)


def _close(row: _Due, step: Lapse, now: datetime) -> MatterMoved:
    """A time that was somebody's to use, such as to ask for a review, is over unused: the kind's move ends it.

    Rare beside the rest, so one at a time; nobody was late.
    """
    case = case_of(Matter.objects.get(pk=row.matter_id), now)
    before = case.held(row.clock_id)
    after, move = moved(case.kind, case.state, step.move, case.desks)
    done = settle(case, after, now, move=move)
    return MatterMoved(
        subject_id=row.matter_id,
        area_path=row.path,
        move=Code(step.move),
        before=before,
        stage=Code(after.stage),
        holder_role=Code(after.holder_role),
        holder_area_id=after.holder_area_id,
        outcome=Code(case.matter.outcome),
        due_at=done.due_at,
    )


def _look(row: _Due, stage: Stage, due_at: datetime, done: int) -> datetime | None:
    work = work_time(row.path)

    def ends(start: datetime, span: Span) -> datetime:
        return work.due(start, span).at

    return next_look(stage, due_at, done, ends)


def _alert(row: _Due, batch: _Batch, stage: Stage, step: Lapse, done: int) -> None:
    batch.alerted.append((row.matter_id, _look(row, stage, row.due_at, done + 1), int(done == 0)))
    batch.stepped.append((row.clock_id, None))
    batch.events.append(
        MatterLapsed(
            subject_id=row.matter_id,
            area_path=row.path,
            stage=Code(row.stage),
            rung=row.rung,
            step=done,
            do=Code(step.do),
            holder_role=Code(row.holder_role),
            holder_area_id=row.holder_area_id,
            clock_id=row.clock_id or 0,
        )
    )


def _raise(row: _Due, batch: _Batch, kind: Kind, after: State, done: int) -> None:
    """The next level takes over, with a clock of its own from now."""
    stage = kind.stage(row.stage)
    on = row.limits_on or china_day(row.received_at)
    limit = limit_of(kind, row.stage, after.rung, row.path, on, row.urgency, row.order_type)
    assert limit is not None  # noqa: S101  a stage that lapses has a limit
    due = work_time(row.path).due(batch.now, limit.span)
    batch.raised.append(
        (
            row.matter_id,
            after.rung,
            after.holder_role,
            after.holder_area_id,
            due.at,
            due.provisional,
            _look(row, stage, due.at, 0),
            int(done == 0),
        )
    )
    batch.stepped.append((row.clock_id, batch.now))
    batch.wound.append(
        (
            row.matter_id,
            row.stage,
            after.rung,
            limit.span.code,
            limit.row_id,
            due.at,
            due.provisional,
            row.path,
        )
    )
    batch.events.append(
        MatterHandedUp(
            subject_id=row.matter_id,
            area_path=row.path,
            before=Held(
                Code(row.stage),
                row.rung,
                Code(row.holder_role),
                row.holder_area_id,
                row.holder_person_id,
                row.holder_unit_id,
                row.clock_id,
            ),
            rung=after.rung,
            holder_role=Code(after.holder_role),
            holder_area_id=after.holder_area_id,
            auto=True,
            due_at=due.at,
        )
    )


def sweep_all(*, now: datetime, batch: int = BATCH) -> int:
    """Sweep until nothing is due; gives how many rows were taken."""
    total = 0
    while taken := sweep(now=now, most=batch):
        total += taken
    return total
