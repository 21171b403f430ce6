"""One line of a measurement."""

from typing import Any

import msgspec

from linli.plan.outcome import gap


class Row(msgspec.Struct, frozen=True):
    """best: best known value, None if nobody said one; gap in percent of it; faults: what the checker found."""

    family: str
    instance: str
    value: float | None
    best: float | None
    gap: float | None
    bound: float | None
    seconds: float
    seed: int
    steps: int
    faults: list[str]
    more: dict[str, Any] = {}


def row(
    family: str, instance: str, value: float, best: float | None, *, bound: float | None = None, seconds: float,
    seed: int, steps: int, faults: list[str], **more: Any,
) -> Row:  # fmt: skip
    """The line with its gap; a value without end means that nothing was found."""
    found = value < float("inf")
    value, bound = (
        float(value),
        None if bound is None else float(bound),
    )  # solvers give numbers of their own kinds
    apart = None if best is None or not found else round(gap(value, best) or 0.0, 4)
    said = round(value, 4) if found else None
    return Row(family, instance, said, best, apart, bound, round(seconds, 3), seed, steps, faults, more)
