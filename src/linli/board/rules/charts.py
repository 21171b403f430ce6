"""Small charts as SVG coordinates: lines on one scale with a zero base, bars as shares. Values in, paths out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

LEFT, RIGHT, TOP = 30, 504, 10


@dataclass(frozen=True)
class Line:
    """A line with its end: SVG path, and where its last value stands."""

    path: str
    x: float
    y: float
    label_y: float
    last: int


@dataclass(frozen=True)
class Tick:
    """A mark on an axis."""

    at: float
    label: str

    @property
    def text_y(self) -> float:
        """Where its label stands beside a line across."""
        return self.at + 4


@dataclass(frozen=True)
class Plot:
    """Two lines over days, ready for the template; height of the sheet."""

    lines: tuple[Line, Line]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    height: int

    @property
    def foot(self) -> int:
        """Where the days stand."""
        return self.height - 5


def nice_top(most: int) -> int:
    """The end of a scale of three equal steps: 30 for 24, 6 for 5."""
    step = max(1, -(-most // 3))
    scale = int("1".ljust(len(str(step)), "0"))
    return next(one for one in (scale, 2 * scale, 5 * scale, 10 * scale) if one >= step) * 3


def plot(days: Mapping[date, Sequence[int]], height: int = 226) -> Plot | None:
    """The first two counts of each day as lines; None for fewer than two days."""
    if len(days) < 2:
        return None
    base = height - 24
    ordered = sorted(days)
    top = nice_top(max(max(days[day][:2]) for day in ordered))
    wide = (RIGHT - LEFT) / (len(ordered) - 1)

    def y(value: int) -> float:
        return base - value * (base - TOP) / top

    ends = [y(days[ordered[-1]][at]) for at in (0, 1)]
    shift = max(0.0, 18 - abs(ends[0] - ends[1])) / 2
    lines = []
    for at in (0, 1):
        points = " L".join(f"{LEFT + wide * n:.1f} {y(days[day][at]):.1f}" for n, day in enumerate(ordered))
        above = ends[at] < ends[1 - at] or (ends[0] == ends[1] and at == 0)
        lines.append(
            Line(
                f"M{points}",
                RIGHT,
                ends[at],
                ends[at] + 5 + (-shift if above else shift),
                days[ordered[-1]][at],
            )
        )
    up = tuple(Tick(y(top * step // 3), f"{top * step // 3:,}") for step in range(4))
    return Plot((lines[0], lines[1]), _across(ordered, wide), up, height)


def _across(ordered: Sequence[date], wide: float) -> tuple[Tick, ...]:
    """Days under the axis: the first, each fifth and the last of a month, or the first of each month."""
    if len(ordered) <= 31:
        last = len(ordered) - 1
        chosen = [
            at for at, day in enumerate(ordered) if (day.day % 5 == 0 and last - at >= 3) or at in (0, last)
        ]
        return tuple(Tick(LEFT + wide * at, str(ordered[at].day)) for at in chosen)
    chosen = [at for at, day in enumerate(ordered) if day.day == 1]
    return tuple(Tick(LEFT + wide * at, f"{ordered[at].month}") for at in chosen)


def share(part: int, whole: int) -> int:
    """A share in whole per cent; nothing of nothing is 0."""
    return round(part * 100 / whole) if whole else 0


def step_of(value: int, bounds: Sequence[int]) -> int:
    """The depth of colour of a value: 0 up to the first bound, 4 above the last."""
    return sum(value > bound for bound in bounds)


def bounds_of(values: Sequence[int]) -> tuple[int, int, int, int]:
    """Four bounds for five depths of colour, by the size of the largest value."""
    most = max(values, default=0)
    unit = max(1, -(-most // 20))
    return 5 * unit, 8 * unit, 11 * unit, 15 * unit
