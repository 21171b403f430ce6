"""Figures, the recount and the month report of a city and a year, as an ordinary user; see `city`."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from bench import Figure, at_most
from linli.site.door.ground import ground

TIMES = 7


def figures_at(home: Path, matters: int) -> Iterator[Figure]:
    """What is measured on a home with so many matters."""
    from bench.city import child

    found = child("bench.board", str(home))
    scale = f"{matters:,} matters, {found['cells']:,} counts kept"
    yield at_most("rebuild of the projection", found["recount"], "s", 600 * max(matters, 1) / 1_000_000,
                  f"{scale}; the facts {found['facts']:.1f} s")  # fmt: skip
    yield at_most("rates of a street and a month", found["street"], "ms", 100,
                  f"{found['raw_street']:.1f} ms from the facts, behind the wall")  # fmt: skip
    yield at_most("rates of a city and a year", found["city"], "ms", 500,
                  f"{found['raw_city']:.0f} ms from the facts, behind the wall")  # fmt: skip
    yield at_most("the same by sub-district", found["by_street"], "ms", 500)
    yield at_most("first page behind a figure of the city", found["behind"], "ms", 100)
    yield at_most("month report, workbook and sheet", found["report"], "s", 10)


def _ms(act: Callable[[], Any]) -> float:
    act()
    taken = []
    for _time in range(TIMES):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    return median(taken)


def measured() -> dict[str, float]:
    """In a process that has the home's database: a recount, then reads as the desk of a sub-district and the leader."""
    from datetime import datetime

    from django.conf import settings

    from linli.board.commands import recount
    from linli.board.commands.reporting import as_values, as_workbook, made_said
    from linli.board.models import Cell
    from linli.board.queries import counted, figures_by, figures_of, matters_behind, rates_at
    from linli.board.queries.counting import _from_facts
    from linli.board.queries.reporting import report_told
    from linli.board.rules.periods import Period, month_of
    from linli.board.rules.printing import printed
    from linli.board.shape import base, measures_of
    from linli.kernel.scope import SYSTEM, Actor, Grant, scope
    from linli.places.queries import tree
    from linli.places.terms import Level

    now = datetime.now(settings.LINLI_ZONE)
    begun = time.perf_counter()
    facts = 0.0
    for done in recount(now):
        if not done.months:
            facts = time.perf_counter() - begun
    found: dict[str, float] = {"recount": time.perf_counter() - begun, "facts": facts}
    with scope(SYSTEM):
        found["cells"] = Cell.objects.count()
        district = tree().within("/", Level.DISTRICT)[0]
        street = tree().within("/", Level.STREET)[3]
    month = month_of(
        date(now.year, now.month, 1)
        if now.day > 20
        else date(now.year - (now.month == 1), (now.month - 2) % 12 + 1, 1)
    )
    year = Period(date.fromordinal(now.date().toordinal() - 364), now.date())

    def seen_by(path: str) -> Actor:
        return Actor(
            kind="person", person_id=1, grants=(Grant("board.see", path), Grant("matters.see", path))
        )

    with scope(seen_by(street.path)):
        rates = rates_at(street.path, now.date())
        found["street"] = _ms(lambda: figures_of(street, month, rates))
        measures = [one for rate in rates.rates for one in measures_of(rate)]
        found["raw_street"] = _ms(lambda: _from_facts(measures, street, month, "", "all", ""))
        assert counted(measures, street, month) == _from_facts(measures, street, month, "", "all", "")
    leader = seen_by(district.path)
    with scope(leader):
        found["city"] = _ms(lambda: figures_of(district, year, rates))
        found["by_street"] = _ms(lambda: figures_by(district, year, rates, "below"))
        begun = time.perf_counter()
        _from_facts(measures, district, year, "", "all", "")
        found["raw_city"] = (time.perf_counter() - begun) * 1000
        found["behind"] = _ms(lambda: matters_behind(leader, base(rates.rates[1]), district, year, now))
        begun = time.perf_counter()
        told_ = report_told(district, "monthly", month.first)
        made = made_said(now.date())
        as_workbook(told_, made)
        printed(as_values(told_, made))
        found["report"] = time.perf_counter() - begun
    return found


if __name__ == "__main__":
    with ground(sys.argv[1]):
        print(json.dumps(measured()))
