"""Measures counted for a place and a period: from the counts of months and days, a few hundred rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from linli.places.queries import Node
from linli.places.terms import Level

from ..rules.measures import condition
from ..rules.periods import Period
from ..shape import Measure, written
from ..terms import Axis
from .measured import measured

PLACE = {Level.DISTRICT: "district_id", Level.STREET: "street_id", Level.COMMUNITY: "place_id"}
"""The column of a level; a grid has no counts of its own and is counted from the facts."""

CELLS = """
select {by}, {sums} from board_cell
where {place} = %(place)s and axis = %(axis)s and (({spans})){more} group by 1
"""

FROM_FACTS = """
select {by}, {sums} from board_fact fact {axes} where {place} = %(place)s and {within}{more} group by 1
"""

KEYS = {
    Axis.KIND: "fact.kind",
    Axis.CATEGORY: "coalesce(fact.category_id::text, '')",
    Axis.UNIT: "coalesce(fact.unit_id::text, '')",
}

Counted = dict[Any, tuple[int, ...]]
"""By what they were divided: the counts in the order of the measures."""


def counted(
    measures: Sequence[Measure],
    seen: Node,
    period: Period,
    *,
    by: str = "",
    axis: str = Axis.ALL,
    key: str = "",
) -> Counted:
    """How much of each measure there is at a place in a period; one query.

    by: "" for one row (under None), "below" by the place right below, "day" by day, "key" by the values of the axis.
    key: only this value of the axis. A measure whose counts are not complete so far is taken from the facts.
    """
    wanted = [written(one) for one in measures]
    places = measured().filled
    if (
        seen.level < Level.GRID
        and not (by == "below" and seen.level == Level.COMMUNITY)
        and all(one in places for one in wanted)
    ):
        return _from_cells([places[one] for one in wanted], seen, period, by, axis, key)
    return _from_facts(measures, seen, period, by, axis, key)


def total(
    measures: Sequence[Measure], seen: Node, period: Period, *, axis: str = Axis.ALL, key: str = ""
) -> tuple[int, ...]:
    """The counts of a place as one row."""
    found = counted(measures, seen, period, axis=axis, key=key)
    return next(iter(found.values()), (0,) * len(measures))


def _from_cells(ordinals: list[int], seen: Node, period: Period, by: str, axis: str, key: str) -> Counted:
    spans, values = _spans(period, whole=by != "day")
    below = {Level.DISTRICT: "street_id", Level.STREET: "place_id"}.get(Level(seen.level), "place_id")
    words = {"": "null", "below": below, "day": "start", "key": "key"}[by]
    statement = CELLS.format(
        by=words,
        sums=", ".join(f"coalesce(sum(counts[{at + 1}]), 0)::bigint" for at in ordinals) or "0",
        place=PLACE[Level(seen.level)],
        spans=") or (".join(spans),
        more=" and key = %(key)s" if key else "",
    )
    return _ask(statement, {**values, "place": seen.id, "axis": axis, "key": key})


def _spans(period: Period, *, whole: bool) -> tuple[list[str], dict[str, Any]]:
    """Whole months by the counts of months, the rest by those of days."""
    months, loose = period.parts() if whole else (None, [(period.first, period.last)])
    spans, values = list[str](), dict[str, date]()
    if months is not None:
        spans.append("span = 2 and start >= %(month_first)s and start < %(month_end)s")
        values |= {"month_first": months[0], "month_end": months[1]}
    for at, (first, last) in enumerate(loose):
        spans.append(f"span = 1 and start >= %(first{at})s and start <= %(last{at})s")
        values |= {f"first{at}": first, f"last{at}": last}
    return spans, values


def _from_facts(
    measures: Sequence[Measure], seen: Node, period: Period, by: str, axis: str, key: str
) -> Counted:
    """The same, by looking at every fact; each measure on its own day."""
    below = {Level.DISTRICT: "street_id", Level.STREET: "place_id", Level.COMMUNITY: "grid_id"}
    column = {**PLACE, Level.GRID: "grid_id"}[Level(seen.level)]
    found: dict[Any, list[int]] = {}
    for moment in dict.fromkeys(one.moment for one in measures):
        own = [at for at, one in enumerate(measures) if one.moment == moment]
        words = {
            "": "null", "below": below.get(Level(seen.level), "grid_id"), "day": f"{moment}_on",
            "key": KEYS.get(Axis(axis), "''"),
        }[by]  # fmt: skip
        statement = FROM_FACTS.format(
            by=words,
            axes="",
            sums=", ".join(_sum(measures[at]) for at in own),
            place=column,
            within=f"{moment}_on >= %(first)s and {moment}_on <= %(last)s",
            more=f" and {KEYS[Axis(axis)]} = %(key)s" if key else "",
        )
        values = {"place": seen.id, "first": period.first, "last": period.last, "key": key}
        for under, row in _ask(statement, values).items():
            counts = found.setdefault(under, [0] * len(measures))
            for at, value in zip(own, row, strict=True):
                counts[at] = value
    return {under: tuple(counts) for under, counts in found.items()}


def _sum(measure: Measure) -> str:
    what = f"sum(fact.{measure.adds})" if measure.adds else "count(*)"
    return f"coalesce({what} filter (where {condition(measure)}), 0)::bigint"


def _ask(statement: str, values: dict[str, Any]) -> Counted:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {row[0]: row[1:] for row in cursor.fetchall()}
