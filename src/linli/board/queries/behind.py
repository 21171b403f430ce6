"""The matters behind a figure: the same conditions that counted them, page by page, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from linli.kernel.keyset import Slice, cut, read_mark
from linli.kernel.scope import Actor
from linli.matters.queries import Line, lines_by_ids
from linli.places.queries import Node
from linli.places.terms import Level

from ..rules.measures import condition
from ..rules.periods import Period, month_end
from ..shape import Measure
from ..terms import Axis
from .counting import KEYS

SIZE = 50
COLUMN = {
    Level.DISTRICT: "district_id", Level.STREET: "street_id", Level.COMMUNITY: "place_id", Level.GRID: "grid_id",
}  # fmt: skip

# By stretches of a month, newest first, so that a year of a district is not sorted for one page.
PAGE = """
select matter_id, round, {moment}_on, verdict, satisfaction, excluded from board_fact fact
where {place} = %(place)s and {moment}_on >= %(first)s and {moment}_on <= %(last)s and ({condition}){more}{beyond}
order by {moment}_on {way}, matter_id {way}, round {way} limit %(most)s
"""


class Behind(NamedTuple):
    """One counted round of a matter."""

    matter_id: int
    round: int
    on: date
    verdict: str
    satisfaction: str
    excluded: str


@dataclass(frozen=True)
class Behinds:
    """A page: the counted rounds, the matters among them that are in reach, and how many are not."""

    found: Slice[Behind]
    lines: dict[int, Line]

    @property
    def out_of_reach(self) -> int:
        """Counted, but not for this reader's eyes."""
        return sum(one.matter_id not in self.lines for one in self.found.rows)


def matters_behind(
    actor: Actor,
    measure: Measure,
    seen: Node,
    period: Period,
    now: datetime,
    *,
    axis: str = Axis.ALL,
    key: str = "",
    before: str = "",
    after: str = "",
    size: int = SIZE,
) -> Behinds:
    """One page of what a measure counted at a place. Refuses page_mark_unreadable."""
    mark = read_mark(before or after, (date, int, int)) if before or after else None
    rows = list[Behind]()
    for stretch in _stretches(period, mark[0] if mark else None, backwards=bool(before)):
        rows += _page(measure, seen, stretch, axis, key, mark, bool(before), size + 1 - len(rows))
        if len(rows) > size:
            break
    found = cut(
        rows, size, lambda row: (row.on, row.matter_id, row.round), backwards=bool(before), inner=bool(after)
    )
    lines = lines_by_ids(actor, list(dict.fromkeys(row.matter_id for row in found.rows)), now)
    return Behinds(found, {line.row.id: line for line in lines})


def _stretches(period: Period, mark: date | None, *, backwards: bool) -> Iterator[Period]:
    """The months of a period from the mark on: back in time, or forward for the page before."""
    months = list[Period]()
    first = period.first
    while first <= period.last:
        last = min(month_end(first), period.last)
        months.append(Period(first, last))
        first = date.fromordinal(last.toordinal() + 1)
    for one in months if backwards else reversed(months):
        if mark is None or (one.last >= mark if backwards else one.first <= mark):
            yield one


def _page(
    measure: Measure,
    seen: Node,
    stretch: Period,
    axis: str,
    key: str,
    mark: tuple[Any, ...] | None,
    backwards: bool,
    most: int,
) -> list[Behind]:
    beyond = ""
    if mark is not None:
        sign = ">" if backwards else "<"
        beyond = f" and ({measure.moment}_on, matter_id, round) {sign} (%(on)s, %(matter)s, %(round)s)"
    statement = PAGE.format(
        moment=measure.moment,
        place=COLUMN[Level(seen.level)],
        condition=condition(measure),
        more=f" and {KEYS[Axis(axis)]} = %(key)s" if axis != Axis.ALL else "",
        beyond=beyond,
        way="asc" if backwards else "desc",
    )
    values = {
        "place": seen.id, "first": stretch.first, "last": stretch.last, "key": key, "most": most,
        **(dict(zip(("on", "matter", "round"), mark, strict=True)) if mark else {}),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Behind(*row) for row in cursor.fetchall()]
