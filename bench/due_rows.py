"""Limits that are over: 10,000 due rows through the sweep, named holders and empty desks alike. Leaves nothing behind."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from time import perf_counter
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from bench import Figure
from linli.kernel.rows import Row, new_ids, put
from linli.kernel.scope import SYSTEM, reaching, scope
from linli.matters.commands import sweep_all
from linli.matters.models import Clock, Matter
from linli.people.queries import desk_people
from linli.places.commands import add_area
from linli.places.queries import Node, tree
from linli.places.terms import Level

DUE = 10_000
TARGET = 5.0
LATER = timedelta(days=3)


def figures() -> Iterable[Figure]:
    """Seconds to tell the level above of 10,000 limits, and to hand the same 10,000 up when nobody moved."""
    now = datetime.now(settings.LINLI_ZONE)
    with scope(SYSTEM):
        grids = tree().within("/", Level.GRID) or [_land(now)]
        _make(grids, now)
        alerts = _timed(now)
        ups = _timed(now + LATER)
        raw = _raw()
        transaction.set_rollback(True)
    yield Figure(
        "sweep, 10,000 limits over",
        alerts[0],
        "s",
        f"<= {TARGET:g}",
        alerts[0] <= TARGET,
        _ratio(alerts, raw),
    )
    yield Figure("sweep, 10,000 handed up", ups[0], "s", f"<= {TARGET:g}", ups[0] <= TARGET, _ratio(ups, raw))


def _ratio(timed: tuple[float, int], raw: float) -> str:
    return f"{timed[1]} rows, {timed[0] / raw:.1f}x one bare update and one bare insert of as many rows"


def _timed(now: datetime) -> tuple[float, int]:
    begun = perf_counter()
    taken = sweep_all(now=now)
    return round(perf_counter() - begun, 2), taken


def _land(now: datetime) -> Node:
    """A grid to lie in, where the database is empty."""
    parent = None
    for level, code in (
        (1, "990199000000"),
        (2, "990199001000"),
        (3, "990199001001"),
        (4, "990199001001001"),
    ):
        added = add_area(
            actor=SYSTEM, now=now, level=level, code=code, name=f"量一量{level}", short=f"量{level}", parent_id=parent,
            since=now.date(),
        )  # fmt: skip
        parent = added.subject_id
    assert parent is not None
    return tree()[parent]


def _make(grids: list[Node], now: datetime) -> None:
    """Reports whose first limit ran out one after the other in the last hour."""
    day = now.date()
    rows, clocks = [], []
    for at, pk in enumerate(new_ids(Matter, DUE)):
        grid = grids[at % len(grids)]
        due = now - timedelta(seconds=at % 3600 + 1)
        people = desk_people(grid.id, "grid_worker", day) if at % 2 else []
        rows.append(_matter(pk, grid, due, people[0] if people else None))
        clocks.append(
            {
                "matter_id": pk, "stage": "new", "rung": 0, "span": "4wh", "hours_id": None, "ended_at": None,
                "started_at": due - timedelta(hours=8), "due_at": due, "area_path": grid.path,
            }
        )  # fmt: skip
    with reaching("/"):
        put(Matter, rows)
        put(Clock, clocks)
    with connection.cursor() as cursor:
        cursor.execute("analyze matters_matter; analyze matters_clock")


def _matter(pk: int, grid: Node, due: datetime, person: int | None) -> Row:
    district, street, community, own = (int(part) for part in grid.path.strip("/").split("/")[:4])
    began = due - timedelta(hours=8)
    return {
        "id": pk, "number": f"bench-{pk}", "kind": "snapshot", "source": "app", "title": "量一量", "text": "量一量",
        "place": "", "area_id": grid.id, "area_path": grid.path, "district_id": district, "street_id": street,
        "community_id": community, "grid_id": own, "stage": "new", "rung": 0, "holder_role": "grid_worker",
        "holder_area_id": grid.id, "holder_person_id": person, "opened_at": began, "received_at": began,
        "staged_at": began, "due_at": due, "next_due_at": due, "follow_token": pk.to_bytes(16, "big"),
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
