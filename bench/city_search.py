"""Search on a large city: how long, and whether it finds the very rows a scan finds; run as `python -m`.

Whole results are compared as the desk of a sub-district sees them, page after page; times are those of a first page.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import cycle
from statistics import median, quantiles
from typing import Any

from bench.city_words import questions
from linli.site.door.ground import ground

COMPARED = 20
"""So many questions are read to their end and compared; at most so many pages each."""
PAGES = 10
SCAN = """
select id from matters_matter where area_path ^@ %s and (received_at, id) >= (select received_at, id from matters_matter
    where id = %s union all select '-infinity', 0 limit 1) and not exists (select from unnest(%s::text[]) part
    where title not like part and place not like part and text not like part)
"""


def measured(how_many: int) -> dict[str, Any]:
    """In a process that has the home's database."""
    from django.conf import settings
    from django.db import connection

    from linli.kernel.scope import SYSTEM, Actor, Grant, scope
    from linli.kernel.search import fold
    from linli.matters.models import Matter
    from linli.matters.queries import Wanted, alike, inbox, matters_like, outlook, tabs
    from linli.matters.queries.words import words_in
    from linli.matters.rules.views import View
    from linli.places.queries import lineage, tree
    from linli.places.terms import Level

    now = datetime.now(settings.LINLI_ZONE)
    with scope(SYSTEM):
        rows = (
            Matter.objects.filter(kind="snapshot")
            .order_by("follow_token")
            .values_list("title", "place", "text")
        )
        asked = questions(list(rows[:2_000]), how_many)
        place = tree().within("/", Level.STREET)[3]
    desk = Actor(kind="person", person_id=1, grants=(Grant("matters.see", place.path),))

    def scan(query: str, least: int = 0) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(SCAN, (place.path, least, [f"%{part}%" for part in query.split()]))
            return {row[0] for row in cursor.fetchall()}

    def holds(query: str, ids: set[int]) -> bool:
        """Whether all of them hold the query when 三号楼 and 3号楼 are one."""
        rows = Matter.objects.filter(pk__in=ids).values_list("title", "place", "text")
        return all(all(any(fold(part) in fold(one) for one in row) for part in query.split()) for row in rows)

    def whole(query: str) -> list[int]:
        found, after = list[int](), ""
        for _page in range(PAGES):
            page = matters_like(desk, query, now, after=after)
            found += [line.row.id for line in page.lines]
            if not page.after:
                break
            after = page.after
        return found

    with scope(desk):
        seen = outlook(desk, place.id)
        assert seen is not None
        taken, cpu = _times(lambda query: matters_like(desk, query, now), asked)

        def inside(query: str) -> None:
            wanted = Wanted(seen=seen, view=View.OPEN, words=words_in(seen, query, running=True))
            inbox(wanted, now)
            tabs(wanted, now)

        within, _cpu = _times(inside, asked)
        grids = tree().within(place.path, Level.GRID)
        spots = cycle([spot for node in grids if (spot := lineage(node.id)) is not None])
        like, _cpu = _times(
            lambda text: alike(desk, next(spots), "", text, now), [row[2] for row in rows[:how_many]]
        )
        other, read, first = 0, 0, ""
        begun = time.perf_counter()
        for query in asked[:: max(1, len(asked) // COMPARED)]:
            found = whole(query)
            ours = set(found)
            theirs = scan(query, found[-1] if len(found) >= PAGES * 20 else 0)
            read += len(theirs)
            if theirs - ours or len(ours) < len(found) or not holds(query, ours - theirs):
                other, first = other + 1, first or f"{query}: {len(ours)} beside {len(theirs)}"
        scanned = [_ms(partial(scan, query)) for query in asked[:3]]
    return {
        **_spread(taken, ""), **_spread(within, "inside_"), **_spread(like, "like_"), "cpu": cpu, "scan": median(scanned), "other": other,
        "rows": read, "first_other": first, "asked": len(asked[:: max(1, len(asked) // COMPARED)]),
        "seconds": time.perf_counter() - begun,
    }  # fmt: skip


def _ms(act: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def _times(act: Callable[[str], Any], asked: list[str]) -> tuple[list[tuple[float, str]], float]:
    """Milliseconds of each question, and of our own processor time in the middle."""
    act(asked[0])
    begun = time.process_time()
    taken = [(_ms(partial(act, query)), query) for query in asked]
    return taken, (time.process_time() - begun) * 1000 / len(asked)


def _spread(taken: list[tuple[float, str]], name: str) -> dict[str, Any]:
    times = [one for one, _query in taken]
    slowest = max(taken)
    return {
        f"{name}p50": median(times), f"{name}p95": quantiles(times, n=20)[18], f"{name}worst": slowest[0],
        f"{name}worst_query" if not name else f"{name}query": slowest[1],
    }  # fmt: skip


if __name__ == "__main__":
    with ground(sys.argv[1]):
        print(json.dumps(measured(int(sys.argv[2])), ensure_ascii=False))
