"""A row of small bars as SVG coordinates: one a day, on a zero base. Values in, rectangles out."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GAP, LEAST = 4, 24, 1, 2


@dataclass(frozen=True)
class Bar:
    """One bar; whole units of the drawing. n: what it counts."""

    x: int
    y: int
    height: int
    n: int


@dataclass(frozen=True)
class Bars:
    """The drawing. most: of one bar, 0 where there is nothing."""

    bars: tuple[Bar, ...]
    width: int
    most: int
    height: int = HEIGHT


def bars_of(counts: Sequence[int]) -> Bars:
    """Bars for counts of 0 and more; anything above nothing can be seen."""
    most = max(counts, default=0)
    drawn = []
    for at, n in enumerate(counts):
        tall = max(LEAST, round(n / most * HEIGHT)) if n > 0 else 0
        drawn.append(Bar(at * (WIDTH + GAP), HEIGHT - tall, tall, n))
    return Bars(tuple(drawn), max(1, len(counts) * (WIDTH + GAP) - GAP), most)
