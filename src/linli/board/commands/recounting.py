"""Counting everything anew: the facts of all matters, then the counts of all months; goes on where it stopped."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Max, Min

from linli.kernel.jobs import ending, task
from linli.kernel.scope import SYSTEM, scope
from linli.matters.queries import ids_after

from ..models import Cell, Fact, Recount
from ..queries.measured import measured
from ..terms import Moment
from .projecting import LOCK, all_filled, keep_facts, next_month, recount_month, register_measures

CHUNK = 5_000


class Done(NamedTuple):
    """How far it is: matters passed and months counted by this run."""

    matters: int
    months: int


@task("board.recount", lock="board.recount")
def recount_job(at: str) -> None:
    """Count everything anew in a worker; goes on later where this worker has to end."""
    for _done in recount(datetime.fromisoformat(at), afresh=False):
        if ending.is_set():
            recount_job.defer(at=at)
            return


def begin_recount(now: datetime) -> None:
    """From the beginning, whatever an earlier one left."""
    with scope(SYSTEM):
        fresh = {"last_id": 0, "month": None, "measures": 0, "started_at": now, "ended_at": None}
        Recount.objects.update_or_create(pk=1, defaults=fresh)


def recount(now: datetime, *, afresh: bool = True) -> Iterator[Done]:
    """Count everything anew, chunk by chunk, each in a transaction of its own.

    afresh: from the beginning; else go on where an earlier one was stopped. Reactions may run beside it: both
    make the same facts from the same rows, one after the other.
    """
    with scope(SYSTEM):
        stopped = Recount.objects.filter(pk=1, ended_at=None).exists()
        register_measures()
    if afresh or not stopped:
        begin_recount(now)
    matters = months = 0
    while passed := _next_facts():
        matters += passed
        yield Done(matters, months)
    while _next_month(now):
        months += 1
        yield Done(matters, months)


@contextmanager
def _at_work() -> Iterator[Recount]:
    """The state, locked, in a transaction that may take its time."""
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")
        cursor.execute(LOCK)
        state = Recount.objects.select_for_update().get(pk=1)
        yield state
        state.save()


def _next_facts() -> int:
    """The facts of the next chunk; 0 when all are passed and the months come."""
    with _at_work() as state:
        if state.month is not None or state.ended_at is not None:
            return 0
        ids = ids_after(state.last_id, CHUNK)
        if ids:
            keep_facts(ids)
            state.last_id = ids[-1]
            return len(ids)
        first, last = _months(state.started_at.date())
        Cell.objects.filter(start__lt=first).delete()
        Cell.objects.filter(start__gte=next_month(last)).delete()
        state.month, state.measures = first, len(measured().ordered)
        return 0


def _next_month(now: datetime) -> bool:
    """The counts of the next month; False when that was the last."""
    with _at_work() as state:
        if state.ended_at is not None or state.month is None:
            return False
        recount_month(state.month)
        state.month = next_month(state.month)
        if state.month > _months(state.started_at.date())[1]:
            all_filled(state.measures)
            state.ended_at = now
        return True


def _months(today: date) -> tuple[date, date]:
    """The first and the last month in which anything counts."""
    asked = {f"{moment}_most": Max(f"{moment}_on") for moment in Moment.values}
    found = Fact.objects.aggregate(least=Min("received_on"), **asked)
    days = [day for day in found.values() if day is not None] or [today]
    return min(days).replace(day=1), max(days).replace(day=1)
