"""One file per promise of speed: each gives figures, none fails on a slow machine."""

from dataclasses import dataclass
from pathlib import Path

NAMES = (
    "worktime", "urgency", "places", "start", "town", "home", "pages", "sweep", "create", "orders", "memory", "city", "assist",
)  # fmt: skip
"""In the order in which they run: those that read a large history come before those that add to it."""


@dataclass(frozen=True)
class Run:
    """What a run was asked for.

    quick: a small town and short measurements, to see that everything runs; its figures promise nothing.
    home: keeps the loaded large town from one run to the next. orders: the sheet of orders to import.
    """

    quick: bool = False
    home: Path | None = None
    orders: Path | None = None

    @property
    def matters(self) -> int:
        """So many lie in the town that is measured."""
        return 5_000 if self.quick else 100_000

    def pick(self, whole: int, quick: int) -> int:
        """A length of the whole form or of the quick one."""
        return quick if self.quick else whole


@dataclass(frozen=True)
class Figure:
    """A measured figure beside its target and its ratio to a peer or to the raw limit of the same run."""

    name: str
    value: float
    unit: str
    target: str
    ok: bool
    ratio: str = ""


def at_most(name: str, value: float, unit: str, most: float, ratio: str = "") -> Figure:
    """A figure that should not be above `most`."""
    return Figure(name, _short(value), unit, f"<= {most:g}", value <= most, ratio)


def at_least(name: str, value: float, unit: str, least: float, ratio: str = "") -> Figure:
    """A figure that should not be below `least`."""
    return Figure(name, _short(value), unit, f">= {least:g}", value >= least, ratio)


def told(name: str, value: float, unit: str, ratio: str = "") -> Figure:
    """A figure without a target of its own."""
    return Figure(name, _short(value), unit, "", True, ratio)


def _short(value: float) -> float:
    """Three digits; more would be noise. Whole numbers stay whole."""
    return float(f"{value:.3g}") if abs(value) < 1_000 else round(value)
