"""So many matters whose limit is over, swept in one transaction that is taken back: nothing is left behind."""

from datetime import datetime, timedelta
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from bench.machine import cpu
from linli.kernel.rows import Row, new_ids, put
from linli.kernel.scope import SYSTEM, reaching, scope
from linli.matters.commands import sweep_all
from linli.matters.models import Clock, Matter
from linli.people.queries import desk_people
from linli.places.queries import Node, tree
from linli.places.terms import Level

LATER = timedelta(days=3)


def measured(due: int) -> dict[str, Any]:
    """Seconds and rows of the sweep that tells, of the one that hands up, and seconds of the floor."""
    now = datetime.now(settings.LINLI_ZONE)
    with scope(SYSTEM):
        unassigned = _make(tree().within("/", Level.GRID), now, due)
        found = {"alerts": _timed(now), "ups": _timed(now + LATER), "raw": _raw(), "unassigned": unassigned}
        transaction.set_rollback(True)
    return found


def _timed(now: datetime) -> dict[str, float]:
    begun, before = perf_counter(), _spent()
    taken = sweep_all(now=now)
    return {"seconds": perf_counter() - begun, "cpu": _spent() - before, "taken": taken}


def _spent() -> float:
    """Processor time of this process and of its part of the database."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return process_time() + cpu(cursor.fetchall()[0][0])


def _make(grids: list[Node], now: datetime, due: int) -> int:
    """Reports whose first limit ran out one after the other in the last hour; gives how many nobody has by name.

    All others are left in peace, so that the figures are those of these.
    """
    day = now.date()
    people = {grid.id: desk_people(grid.id, "grid_worker", day) for grid in grids}
    rows, clocks = [], []
    for at, pk in enumerate(new_ids(Matter, due)):
        grid = grids[at // 2 % len(grids)]
        over = now - timedelta(seconds=at % 3600 + 1)
        named = people[grid.id] if at % 2 else []
        rows.append(_matter(pk, grid, over, named[0] if named else None))
        clocks.append(
            {
                "matter_id": pk, "stage": "new", "rung": 0, "span": "4wh", "hours_id": None, "ended_at": None,
                "started_at": over - timedelta(hours=8), "due_at": over, "area_path": grid.path,
            }
        )  # fmt: skip
    with reaching("/"):
        put(Matter, rows)
        put(Clock, clocks)
    with connection.cursor() as cursor:
        cursor.execute(
            "update matters_matter set next_due_at = null where next_due_at is not null and number not like 'bench-%'"
        )
        cursor.execute("analyze matters_matter; analyze matters_clock")
    return sum(row["holder_person_id"] is None for row in rows)


def _matter(pk: int, grid: Node, over: datetime, person: int | None) -> Row:
    district, street, community, own = (int(part) for part in grid.path.strip("/").split("/")[:4])
    began = over - timedelta(hours=8)
    return {
        "id": pk, "number": f"bench-{pk}", "kind": "snapshot", "source": "app", "title": "量一量", "text": "量一量",
        "place": "", "area_id": grid.id, "area_path": grid.path, "district_id": district, "street_id": street,
        "community_id": community, "grid_id": own, "stage": "new", "rung": 0, "holder_role": "grid_worker",
        "holder_area_id": grid.id, "holder_person_id": person, "opened_at": began, "received_at": began,
        "staged_at": began, "due_at": over, "next_due_at": over, "follow_token": pk.to_bytes(16, "big"),
        "follow_sealed": b"", "follow_uid": UUID(int=pk), "search": [],
    }  # fmt: skip


def _raw() -> float:
    """The same number of rows updated and inserted by one bare statement each."""
    begun = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("update matters_matter set lates = lates + 1 where number like 'bench-%'")
        cursor.execute(
            "insert into kernel_event (code, at, actor_kind, door, area_path, subject, subject_id, facts)"
            " select 'matters.lapsed', now(), 'system', 'bench', area_path, 'matter', id, '{}' from matters_matter"
            " where number like 'bench-%'"
        )
    return perf_counter() - begun
