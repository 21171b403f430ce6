"""Rates and counts of a place and a period, with numerator, denominator and what was left out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from linli.places.queries import Node

from ..rules.counts import COUNTS
from ..rules.periods import Period
from ..shape import LEAST_ANSWERS, Measure, Rate, measure_of, measures_of
from ..terms import Axis
from .choices import Rates
from .counting import counted


@dataclass(frozen=True)
class Figure:
    """One rate as counted. out: how many each reason left out, by its code."""

    rate: Rate
    whole: int
    part: int
    out: dict[str, int] = field(default_factory=dict)

    @property
    def enough(self) -> bool:
        """Whether there are answers enough for a rate."""
        return self.whole >= LEAST_ANSWERS

    @property
    def value(self) -> float | None:
        """In per cent; None under ten answers."""
        return self.part * 100 / self.whole if self.enough else None

    @property
    def left_out(self) -> int:
        """All that was left out."""
        return sum(self.out.values())


@dataclass(frozen=True)
class Counts:
    """The rates and the plain counts of one place, day or value."""

    figures: tuple[Figure, ...]
    counts: dict[str, int]

    def figure(self, code: str) -> Figure | None:
        """One rate by its code."""
        return next((one for one in self.figures if one.rate.code == code), None)

    @property
    def weighed(self) -> float | None:
        """The rates by their weights; None where one is missing or they are not weighted."""
        if sum(one.rate.weight for one in self.figures) != 100:
            return None
        values = [(one.value, one.rate.weight) for one in self.figures if one.rate.weight]
        if any(value is None for value, _weight in values):
            return None
        return sum((value or 0) * weight for value, weight in values) / 100


def _measures(rates: Rates, plain: bool) -> list[Measure]:
    found = [measure for rate in rates.rates for measure in measures_of(rate)]
    return [*found, *(measure_of(count) for count in COUNTS)] if plain else found


def _counts(rates: Rates, row: Sequence[int], plain: bool) -> Counts:
    figures, at = list[Figure](), 0
    for rate in rates.rates:
        whole, part, *out = row[at : at + 2 + len(rate.out)]
        figures.append(Figure(rate, whole, part, {one.code: n for one, n in zip(rate.out, out, strict=True)}))
        at += 2 + len(rate.out)
    counts = {count.code: row[at + place] for place, count in enumerate(COUNTS)} if plain else {}
    return Counts(tuple(figures), counts)


def figures_of(
    seen: Node, period: Period, rates: Rates, *, axis: str = Axis.ALL, key: str = "", plain: bool = True
) -> Counts:
    """The figures of a place in a period; one query."""
    measures = _measures(rates, plain)
    found = counted(measures, seen, period, axis=axis, key=key)
    return _counts(rates, next(iter(found.values()), (0,) * len(measures)), plain)


def figures_by(
    seen: Node, period: Period, rates: Rates, by: str, *, axis: str = Axis.ALL, plain: bool = True
) -> dict[Any, Counts]:
    """The same by "below" (places), "day" or "key" (values of an axis); one query."""
    found = counted(_measures(rates, plain), seen, period, by=by, axis=axis)
    return {under: _counts(rates, row, plain) for under, row in found.items()}


def daily(seen: Node, period: Period, codes: Sequence[str]) -> dict[date, tuple[int, ...]]:
    """Plain counts day by day, days of nothing with noughts."""
    chosen = [measure_of(count) for code in codes for count in COUNTS if count.code == code]
    found = counted(chosen, seen, period, by="day")
    return {day: found.get(day, (0,) * len(chosen)) for day in period.days()}
