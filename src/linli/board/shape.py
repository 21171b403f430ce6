"""What a rate is made of: a numerator, a denominator and what is left out, each said over the columns of facts."""

from typing import Any

import msgspec

Value = bool | int | str | tuple[str, ...] | None


class Says(msgspec.Struct, frozen=True, array_like=True):
    """One condition: a column of the facts, an operator (is, not, in, most, least, known), a value."""

    column: str
    op: str
    value: Value = None


class Out(msgspec.Struct, frozen=True):
    """What a denominator leaves out, and why in a word of two to six characters. The first that holds counts."""

    code: str
    label: str
    where: tuple[Says, ...]


class Rate(msgspec.Struct, frozen=True):
    """One rate. moment: the day it is counted on; over: denominator; of: numerator within it; weight: per cent.

    what: the noun after the fraction; says: one sentence that explains it to a reader.
    """

    code: str
    label: str
    moment: str
    over: tuple[Says, ...]
    of: tuple[Says, ...]
    out: tuple[Out, ...] = ()
    weight: int = 0
    what: str = ""
    says: str = ""


class RateSet(msgspec.Struct, frozen=True):
    """A way to count, as one place does it, with the line it comes from."""

    code: str
    label: str
    source: str
    rates: tuple[Rate, ...]


class Count(msgspec.Struct, frozen=True):
    """A plain count of facts on their day; adds: a column that is summed instead."""

    code: str
    label: str
    moment: str
    where: tuple[Says, ...] = ()
    adds: str = ""


class Measure(msgspec.Struct, frozen=True):
    """What is counted day by day: facts of a moment for which all conditions hold, and for none of `without`."""

    moment: str
    where: tuple[Says, ...] = ()
    without: tuple[tuple[Says, ...], ...] = ()
    adds: str = ""


LEAST_ANSWERS = 10
"""Under so many answers there is no rate, only the counts."""


def base(rate: Rate) -> Measure:
    """The denominator: what the rate is about, without what is left out."""
    return Measure(rate.moment, rate.over, tuple(out.where for out in rate.out))


def hits(rate: Rate) -> Measure:
    """The numerator, always within the denominator."""
    return Measure(rate.moment, (*rate.over, *rate.of), tuple(out.where for out in rate.out))


def left_out(rate: Rate, at: int) -> Measure:
    """What the reason at this place takes out; an earlier reason goes first, so nothing is left out twice."""
    before = tuple(out.where for out in rate.out[:at])
    return Measure(rate.moment, (*rate.over, *rate.out[at].where), before)


def measures_of(rate: Rate) -> tuple[Measure, ...]:
    """Denominator, numerator, then each reason to leave out."""
    return (base(rate), hits(rate), *(left_out(rate, at) for at in range(len(rate.out))))


def measure_of(count: Count) -> Measure:
    """A plain count as a measure."""
    return Measure(count.moment, count.where, (), count.adds)


def written(value: Any) -> str:
    """A declaration as it is stored and compared."""
    return msgspec.json.encode(value, order="deterministic").decode()
