"""Due dates by working time: through the public method, datetimes in and out, on one core."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random
from time import process_time
from typing import TypeVar

from bench import Figure, Run, at_least, at_most
from linli.kernel.days import shipped_days
from linli.kernel.hours import Days, Hours
from linli.kernel.spans import DAYS, HOURS, WORK_HOURS, Span, days, hours, work_days, work_hours
from linli.kernel.terms import DayKind
from linli.kernel.worktime import CHINA, WorkTime

T = TypeVar("T")

TARGET = 200_000
STARTS = 50_000
WALKS = 2_000
OFFICE = Hours.weekly("08:30-12:00 14:30-17:30").since(date(2026, 6, 1), "08:30-12:00 15:00-18:00")


def figures(run: Run) -> Iterable[Figure]:
    """Due dates a second for each unit, as a multiple of a loop over days; and the time to compile a table."""
    table = _shipped_table()
    time = WorkTime(table, OFFICE)
    chance = Random(20261123)
    begin = datetime(2024, 1, 1, tzinfo=UTC)
    starts = [
        begin + timedelta(seconds=chance.randrange(3 * 365 * 86_400))
        for _ in range(run.pick(STARTS, STARTS // 10))
    ]
    for span in (work_hours(4), work_days(5), hours(24), days(15)):
        rate = _rate(partial(time.due, span=span), starts)
        loop = _rate(partial(_walk, table=table, span=span), starts[: run.pick(WALKS, WALKS // 10)])
        yield _figure(f"due dates, {span.code}", rate, f"{rate / loop:.1f}x a loop over days")
    yield _figure(
        "due dates at once, 4wh",
        _rate(lambda some: time.due_many(some, work_hours(4)), [starts]) * len(starts),
    )
    compiled = 1000 / _rate(lambda _: WorkTime(table, OFFICE), [None])
    yield at_most("compiling 23 years", compiled, "ms", 50)


def _shipped_table() -> Days:
    sheet = shipped_days()
    dates = {kind: frozenset(row.on for row in sheet.rows if row.kind == kind) for kind in DayKind}
    return Days(dates[DayKind.REST], dates[DayKind.MAKE_UP], sheet.official)


def _figure(name: str, rate: float, ratio: str = "") -> Figure:
    return at_least(name, rate, "/s", TARGET, ratio)


def _rate(work: Callable[[T], object], pieces: Sequence[T]) -> float:
    """Pieces in a second of one core (its own time, not that of its neighbours), the best of five runs."""
    best = float("inf")
    for _ in range(5):
        begun = process_time()
        for piece in pieces:
            work(piece)
        best = min(best, process_time() - begun)
    return len(pieces) / best


def _walk(start: datetime, table: Days, span: Span) -> datetime:
    """The usual way: from day to day, each looked up and its shifts taken off."""
    at = start.astimezone(CHINA)
    if span.unit is HOURS:
        return at + timedelta(hours=span.n)
    if span.unit is WORK_HOURS:
        return _walk_hours(table, at, timedelta(hours=span.n))
    left, on = span.n, at.date()
    while True:
        on += timedelta(days=1)
        shifts = _shifts(table, on)
        left -= 1 if shifts or span.unit is DAYS else 0
        if left <= 0 and shifts:
            return shifts[-1][1]


def _walk_hours(table: Days, at: datetime, left: timedelta) -> datetime:
    on = at.date()
    while True:
        for opening, closing in _shifts(table, on):
            run = closing - max(at, opening)
            if run >= left:
                return max(at, opening) + left
            left -= max(run, timedelta())
        on += timedelta(days=1)


def _shifts(table: Days, on: date) -> list[tuple[datetime, datetime]]:
    if not table.works(on):
        return []
    week = [week for since, week in OFFICE.versions if since <= on][-1]
    midnight = datetime(on.year, on.month, on.day, tzinfo=CHINA)
    times = week[on.weekday() if on.weekday() < 5 else 0]
    return [(midnight + timedelta(minutes=a), midnight + timedelta(minutes=b)) for a, b in times]
