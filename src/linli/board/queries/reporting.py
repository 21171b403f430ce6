"""What a daily or monthly report says: the same figures as the pages, for the area, its places, units, categories."""

from dataclasses import dataclass
from datetime import date, timedelta

from linli.matters.queries import category_names
from linli.people.queries import unit_names
from linli.places.queries import Node

from ..rules.counts import BY_CODE
from ..rules.periods import Period, month_of
from ..shape import LEAST_ANSWERS, measure_of
from ..terms import Axis, ReportSpan
from .choices import Rates, rates_at
from .counting import counted
from .figures import Counts, figures_by, figures_of
from .reach import places_below

BEGINNING = date(2000, 1, 1)
COLUMNS = (
    "received", "dispatched", "answered_in_time", "answered_late", "asked", "connected", "solved", "satisfied",
    "unsatisfied", "reopened", "returned", "extended", "excluded", "closed",
)  # fmt: skip
"""The counters of a month report, in their order."""


@dataclass(frozen=True)
class Line:
    """One line of a report: a name, its counters, what is open at the end, its rates with their fractions."""

    name: str
    counts: tuple[int, ...]
    open: int | None
    rates: tuple[tuple[int, int], ...]

    @property
    def rate_words(self) -> list[str]:
        """95.3%, empty under ten, as the page says it; a dash where there was nothing at all."""
        return [
            "—"
            if not whole
            else ""
            if whole < LEAST_ANSWERS
            else "100%"
            if part == whole
            else f"{part * 100 / whole:.1f}%"
            for part, whole in self.rates
        ]


@dataclass(frozen=True)
class Told:
    """A report as values."""

    node: Node
    span: str
    period: Period
    rates: Rates
    whole: Line
    before: Line
    year_before: Line
    places: list[Line]
    units: list[Line]
    categories: list[Line]


def period_of(span: str, start: date) -> Period:
    """The days a report is about."""
    return month_of(start) if span == ReportSpan.MONTHLY else Period(start, start)


def report_told(node: Node, span: str, start: date) -> Told:
    """Everything a report says; a dozen queries, none of which looks at single matters."""
    period = period_of(span, start)
    rates = rates_at(node.path, period.last)
    earlier = period.last_month() if span == ReportSpan.MONTHLY else _day_before(period)
    running = _open_by(node, period)
    below = figures_by(node, period, rates, "below")
    units = figures_by(node, period, rates, "key", axis=Axis.UNIT)
    categories = figures_by(node, period, rates, "key", axis=Axis.CATEGORY)
    known_units = unit_names({int(key) for key in units if key})
    known_categories = category_names([int(key) for key in categories if key])
    whole = figures_of(node, period, rates)
    return Told(
        node, span, period, rates,
        _line(node.short, whole, rates, sum(running.values())),
        _line("", figures_of(node, earlier, rates), rates, None),
        _line("", figures_of(node, period.last_year(), rates), rates, None),
        [_line(one.short, below.get(one.id), rates, running.get(one.id, 0)) for one in places_below(node)],
        sorted(
            (_line(known_units[int(key)], one, rates, None) for key, one in units.items() if key and int(key) in known_units),
            key=lambda line: line.name,
        ),
        sorted(
            (
                _line(known_categories[int(key)], one, rates, None)
                for key, one in categories.items()
                if key and int(key) in known_categories
            ),
            key=lambda line: line.name,
        ),
    )  # fmt: skip


def _day_before(period: Period) -> Period:
    day = period.first - timedelta(days=1)
    return Period(day, day)


def _open_by(node: Node, period: Period) -> dict[int | None, int]:
    """What was open at the end of the last day, by the places below: all that came, less all that was closed."""
    measures = [measure_of(BY_CODE["received"]), measure_of(BY_CODE["closed"])]
    found = counted(measures, node, Period(BEGINNING, period.last), by="below")
    return {place: came - went for place, (came, went) in found.items()}


def _line(name: str, one: Counts | None, rates: Rates, running: int | None) -> Line:
    if one is None:
        return Line(name, (0,) * len(COLUMNS), running, ((0, 0),) * len(rates.rates))
    return Line(
        name,
        tuple(one.counts[code] for code in COLUMNS),
        running,
        tuple((f.part, f.whole) for f in one.figures),
    )
