"""A part of a photo that must not be seen by everybody."""

from collections.abc import Iterable
from typing import NamedTuple


class Box(NamedTuple):
    """In pixels from the upper left corner; right and bottom are the first pixels outside. sure: 0 to 1."""

    kind: str
    left: int
    top: int
    right: int
    bottom: int
    sure: float


class Line(NamedTuple):
    """Words read on a photo, how sure, and where they stand."""

    text: str
    sure: float
    left: int
    top: int
    right: int
    bottom: int


class Reading(NamedTuple):
    """What was found on one photo."""

    lines: list[Line]
    boxes: list[Box]


def within(box: Box, width: int, height: int, margin: float = 0.0) -> Box | None:
    """The box with a margin of its own size around, cut to the picture; None where nothing is left."""
    wide, high = (box.right - box.left) * margin, (box.bottom - box.top) * margin
    left, top = max(0, int(box.left - wide)), max(0, int(box.top - high))
    right, bottom = min(width, int(box.right + wide + 0.999)), min(height, int(box.bottom + high + 0.999))
    if left >= right or top >= bottom:
        return None
    return box._replace(left=left, top=top, right=right, bottom=bottom)


def overlap(one: Box, other: Box) -> float:
    """How much of the smaller one lies in the other, 0 to 1."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    if wide <= 0 or high <= 0:
        return 0.0
    least = min(_area(one), _area(other))
    return wide * high / least


def _area(box: Box) -> int:
    return max(1, (box.right - box.left) * (box.bottom - box.top))


def distinct(boxes: Iterable[Box], same: float = 0.6) -> list[Box]:
    """Boxes of several looks at one photo, each part once: the surer first."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda one: -one.sure):
        if all(box.kind != other.kind or overlap(box, other) < same for other in kept):
            kept.append(box)
    return sorted(kept, key=lambda one: (one.top, one.left))
