"""Measures over facts: as a check of one fact, and as a condition of SQL. One meaning, said once."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from ..kinds import declared
from ..shape import Measure, Rate, RateSet, Says
from ..terms import Moment

FLAGS = frozenset(
    {
        "signed_late", "handled_late", "promise_late", "asked_late", "response_known", "connected", "reopened",
        "merged", "part", "not_dispatched", "last",
    }
)  # fmt: skip
NUMBERS = frozenset({"round", "level", "contact_minutes", "answer_minutes", "attempts", "ups", "returned", "extended", "paused"})  # fmt: skip
WORDS = frozenset({"kind", "source", "order_type", "outcome", "verdict", "satisfaction", "excluded"})
COLUMNS = FLAGS | NUMBERS | WORDS
OPS = frozenset({"is", "not", "in", "most", "least", "known"})
ADDED = frozenset({"answer_minutes", "contact_minutes"})


def faults(measure: Measure) -> list[str]:
    """What is wrong with a declaration, as sentences for whoever wrote it; empty when sound."""
    found = [] if measure.moment in Moment.values else [f"no moment {measure.moment}"]
    if measure.adds and measure.adds not in ADDED:
        found.append(f"{measure.adds} cannot be summed")
    for one in _all(measure):
        found += _said_wrongly(one)
    return found


def _all(measure: Measure) -> Iterable[Says]:
    yield from measure.where
    for group in measure.without:
        yield from group


def _said_wrongly(one: Says) -> list[str]:
    if one.column not in COLUMNS:
        return [f"no column {one.column}"]
    if one.op not in OPS:
        return [f"no operator {one.op}"]
    fits = {
        "known": isinstance(one.value, bool),
        "in": isinstance(one.value, tuple),
        "most": isinstance(one.value, int) and one.column in NUMBERS,
        "least": isinstance(one.value, int) and one.column in NUMBERS,
    }.get(one.op, _fits(one))
    return [] if fits else [f"{one.column} {one.op} does not go with {one.value!r}"]


def _fits(one: Says) -> bool:
    if one.column in FLAGS:
        return isinstance(one.value, bool)
    if one.column in NUMBERS:
        return isinstance(one.value, int) and not isinstance(one.value, bool)
    return isinstance(one.value, str)


def holds(measure: Measure, fact: Mapping[str, Any]) -> bool:
    """True when a fact counts. An unknown value fits no condition but `known`."""
    return all(_true(one, fact) for one in measure.where) and not any(
        all(_true(one, fact) for one in group) for group in measure.without
    )


def _true(one: Says, fact: Mapping[str, Any]) -> bool:
    value = fact[one.column]
    if one.op == "known":
        return (value is not None) is one.value
    if value is None:
        return False
    if one.op == "in":
        return value in one.value  # type: ignore[operator]
    if one.op == "most":
        return bool(value <= one.value)
    if one.op == "least":
        return bool(value >= one.value)
    return bool((value == one.value) is (one.op == "is"))


def condition(measure: Measure) -> str:
    """The measure as a condition of SQL; columns and operators are ours, words are quoted."""
    return (
        " and ".join([*map(_sql, measure.where), *(f"not ({_group(group)})" for group in measure.without)])
        or "true"
    )


def _group(group: tuple[Says, ...]) -> str:
    return " and ".join(map(_sql, group)) or "true"


def _sql(one: Says) -> str:
    if one.column not in COLUMNS or one.op not in OPS:
        raise ValueError(f"not a condition: {one!r}")
    if one.op == "known":
        return f"{one.column} is {'not ' if one.value else ''}null"
    if one.op == "in":
        words = ", ".join(_quoted(word) for word in one.value)  # type: ignore[union-attr]
        return f"coalesce({one.column} in ({words or 'null'}), false)"
    sign = {"is": "=", "not": "<>", "most": "<=", "least": ">="}[one.op]
    return f"coalesce({one.column} {sign} {_quoted(one.value)}, false)"


def _quoted(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("'", "''").replace("%", "%%") + "'"


def rate_faults(rate: Rate) -> list[str]:
    """What is wrong with a rate: its measures, a weight out of bounds, two reasons of one code."""
    wrong = faults(Measure(rate.moment, (*rate.over, *rate.of), tuple(out.where for out in rate.out)))
    if not 0 <= rate.weight <= 100:
        wrong.append("the weight is not between 0 and 100")
    if len({out.code for out in rate.out}) != len(rate.out):
        wrong.append("two reasons with one code")
    return [f"{rate.code}: {one}" for one in wrong]


@cache
def presets() -> dict[str, RateSet]:
    """The declared ways to count, by code; a faulty one stops the start."""
    wrong = [fault for preset in declared().values() for rate in preset.rates for fault in rate_faults(rate)]
    wrong += [
        f"{code} calls itself {preset.code}" for code, preset in declared().items() if code != preset.code
    ]
    if wrong:
        raise ValueError("; ".join(wrong))
    return declared()
