"""A schematic plan drawn from our own polygons: lon/lat in, positions on a small sheet out. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

Point = tuple[float, float]
WIDTH = 340
_EDGE = 10
_TALLEST, _LOWEST = 420, 110
_GLYPH = 13.0


@dataclass(frozen=True, slots=True)
class Shape:
    """An area on the plan. ring: lon/lat points. kind: block, cell, green. on: the one it is about.

    step: 0 to 4, the depth of colour of a cell (how many). figure: a number under the label.
    """

    label: str
    ring: Sequence[Point]
    kind: str = "block"
    on: bool = False
    step: int | None = None
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A shape in sheet coordinates: SVG path, place of its label (none when it would not fit)."""

    path: str
    css: str
    label: str
    figure: str
    x: float
    y: float

    @property
    def figure_y(self) -> float:
        """The figure stands a line below the label."""
        return self.y + 17


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan ready for the template `ui/plan.html`. says: one sentence with what the picture shows.

    edges: an outline for each group of shapes.
    """

    width: int
    height: int
    ground: Sequence[Drawn]
    roads: Sequence[str]
    shapes: Sequence[Drawn]
    pin: str
    says: str
    edges: Sequence[str] = ()


def draw(
    shapes: Sequence[Shape],
    *,
    says: str,
    roads: Iterable[Sequence[Point]] = (),
    pin: Point | None = None,
    groups: Iterable[Sequence[Sequence[Point]]] = (),
) -> Plan | None:
    """A plan with north up, true to scale within the sheet; None without any shape. groups: rings outlined as one."""
    points = [point for shape in shapes for point in shape.ring]
    if not points:
        return None
    sheet = _Sheet(points)
    return Plan(
        width=WIDTH,
        height=sheet.height,
        ground=tuple(_drawn(shape, sheet) for shape in shapes if shape.kind == "green"),
        shapes=tuple(_drawn(shape, sheet) for shape in shapes if shape.kind != "green"),
        roads=tuple(sheet.path(road) for road in roads),
        pin=_pin(sheet.place(pin)) if pin else "",
        says=says,
        edges=tuple("".join(sheet.path(line) for line in outline(rings)) for rings in groups),
    )


def outline(rings: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """The lines around rings that lie side by side: every side that no second ring has, joined where they meet.

    Sides are the same when their corners are; neighbours drawn apart keep the border between them.
    """
    once: dict[frozenset[Point], tuple[Point, Point]] = {}
    for ring in rings:
        for side in pairwise([*ring, ring[0]]):
            key = frozenset(side)
            if len(key) == 2 and once.pop(key, None) is None:
                once[key] = side
    lines: list[list[Point]] = []
    for begin, end in once.values():
        if lines and lines[-1][-1] == begin:
            lines[-1].append(end)
        else:
            lines.append([begin, end])
    return lines


class _Sheet:
    """Equirectangular projection of a small area onto the sheet."""

    def __init__(self, points: Sequence[Point]):
        lons, lats = [p[0] for p in points], [p[1] for p in points]
        self.squeeze = cos(radians((min(lats) + max(lats)) / 2))
        wide = (max(lons) - min(lons)) * self.squeeze or 1e-9
        tall = max(lats) - min(lats) or 1e-9
        self.scale = min((WIDTH - 2 * _EDGE) / wide, (_TALLEST - 2 * _EDGE) / tall)
        self.height = max(round(tall * self.scale) + 2 * _EDGE, _LOWEST)
        self.west, self.north = min(lons), max(lats)
        self.left = (WIDTH - wide * self.scale) / 2
        self.top = (self.height - tall * self.scale) / 2

    def place(self, point: Point) -> Point:
        lon, lat = point
        return (
            self.left + (lon - self.west) * self.squeeze * self.scale,
            self.top + (self.north - lat) * self.scale,
        )

    def path(self, points: Sequence[Point]) -> str:
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(self.place, points))


def _drawn(shape: Shape, sheet: _Sheet) -> Drawn:
    ring = [sheet.place(point) for point in shape.ring]
    x, y = _centre(ring)
    fits = _width(shape.label) <= max(p[0] for p in ring) - min(p[0] for p in ring)
    lift = -4 if shape.figure else 5
    return Drawn(
        sheet.path(shape.ring) + "z", _css(shape), shape.label if fits else "", shape.figure, x, y + lift
    )


def _css(shape: Shape) -> str:
    css = {"block": "blk", "cell": "cell", "green": "green"}[shape.kind]
    step = "" if shape.step is None else f" g{shape.step}"
    return f"{css}{step}{' on' if shape.on else ''}"


def _centre(ring: Sequence[Point]) -> Point:
    """Centre of area; the mean of the corners when the ring has no area."""
    sum_x = sum_y = area = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area += cross
        sum_x += (x1 + x2) * cross
        sum_y += (y1 + y2) * cross
    if abs(area) < 1e-6:
        return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)
    return sum_x / (3 * area), sum_y / (3 * area)


def _width(label: str) -> float:
    """Rough width of a label: a Chinese character is as wide as high, others a little over half."""
    return sum(_GLYPH if ord(ch) > 0x2E80 else _GLYPH * 0.6 for ch in label)


def _pin(point: Point) -> str:
    """The drop whose tip touches the point."""
    return f"M{point[0]:.1f} {point[1]:.1f}c7-8 11-13 11-18.5a11 11 0 0 0-22 0c0 5.5 4 10.5 11 18.5z"
