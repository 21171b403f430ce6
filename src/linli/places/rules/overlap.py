"""How much two polygons overlap, and how far one reaches out of another.

Both are laid on a plane in metres and cut along every parallel on which a corner lies or two borders cross. Between two cuts all borders are straight and do not cross, so the common part is a row of trapezoids
whose area is height times width in the middle. Nothing degenerates: shared and touching borders give
trapezoids of no width. The plane is true at the middle of the first shape; 50 km north or south of it areas
are 1 % off. What is straight in degrees stays straight, so long borders do not drift apart.
"""

from collections.abc import Callable, Iterator
from heapq import nlargest
from itertools import pairwise
from typing import NamedTuple

from .banded import Banded
from .geometry import MultiPolygon, Point, bounding_box, metres_per_degree, nearest_edge, rings

_SAMPLES = 8  # the largest trapezoids speak for the depth
_CLOSE_M = 5.0  # corners up to here are measured one by one, cheaply
_MOST_FAR = 200  # of those farther out so many are measured: each costs a look at every edge

_Edge = tuple[float, float, float, float, bool]  # from its lower to its upper end; of the second shape?
_Span = tuple[float, float, bool]  # x at the lower and the upper cut; of the second shape?


class Overlap(NamedTuple):
    """What two shapes have in common. depth_m: how far its middle lies from the borders of both."""

    area_m2: float
    depth_m: float

    def beyond(self, tolerance_m: float) -> bool:
        """True for a real overlap, false for the slivers of borders drawn twice by hand."""
        return self.area_m2 > tolerance_m * tolerance_m and self.depth_m > tolerance_m


class Excess(NamedTuple):
    """What of a shape lies outside another. reach_m: how far out; share: of the shape's own area."""

    area_m2: float
    share: float
    reach_m: float

    def beyond(self, tolerance_m: float) -> bool:
        """True when the shape leaves the other by more than the tolerance, be it only with one corner."""
        return self.reach_m > tolerance_m


def overlap(one: MultiPolygon, other: MultiPolygon) -> Overlap:
    """The part that belongs to both."""
    box, other_box = bounding_box(one), bounding_box(other)
    if not box.touches(other_box):
        return Overlap(0.0, 0.0)
    plane = _Plane(one)
    south, north = (plane.height(lat) for lat in (max(box[1], other_box[1]), min(box[3], other_box[3])))
    edges = plane.edges(one, second=False) + plane.edges(other, second=True)
    parts = [part for part in _trapezoids(edges, south, north, _in_both) if part[0] > 0]
    depth = max(
        (nearest_edge(_plain(edges), x, y, 1, 1) for _, x, y in nlargest(_SAMPLES, parts)), default=0.0
    )
    return Overlap(sum(part[0] for part in parts), depth)


def excess(inner: MultiPolygon, outer: MultiPolygon) -> Excess:
    """The part of `inner` that lies outside `outer`; all of it where they are apart."""
    plane = _Plane(inner)
    own, others = plane.edges(inner, second=False), plane.edges(outer, second=True)
    box = bounding_box(inner)
    south, north = plane.height(box.south), plane.height(box.north)
    parts = [part for part in _trapezoids(own + others, south, north, _in_first_only) if part[0] > 0]
    whole = sum(part[0] for part in _trapezoids(own, south, north, _in_first_only))
    near, far = _corners_outside(inner, outer)
    places = [(x, y) for _, x, y in nlargest(_SAMPLES, parts)] + [plane.lay(corner) for corner in far]
    reach = max((nearest_edge(_plain(others), x, y, 1, 1) for x, y in places), default=0.0)
    area = sum(part[0] for part in parts)
    return Excess(area, area / whole if whole else 0.0, max(near, reach))


def _in_both(first: bool, second: bool) -> bool:
    return first and second


def _in_first_only(first: bool, second: bool) -> bool:
    return first and not second


class _Plane:
    """Degrees stretched to metres, as long as they are in the middle of a shape."""

    def __init__(self, shape: MultiPolygon) -> None:
        self._origin = bounding_box(shape)
        self._east, self._north = metres_per_degree((self._origin.south + self._origin.north) / 2)

    def height(self, lat: float) -> float:
        return (lat - self._origin.south) * self._north

    def lay(self, point: Point) -> Point:
        return (point[0] - self._origin.west) * self._east, self.height(point[1])

    def edges(self, shape: MultiPolygon, *, second: bool) -> list[_Edge]:
        laid = (
            (*a, *b, second) if a[1] <= b[1] else (*b, *a, second)
            for ring in rings(shape)
            for a, b in pairwise(map(self.lay, ring))
        )
        return sorted(laid, key=lambda edge: edge[1])


def _plain(edges: list[_Edge]) -> Iterator[tuple[float, float, float, float]]:
    return (edge[:4] for edge in edges)


def _corners_outside(inner: MultiPolygon, outer: MultiPolygon) -> tuple[float, list[Point]]:
    """How far out the corners close to the border of `outer` are, in metres; and a choice of those farther out."""
    banded = Banded(outer)
    shared = {corner for ring in rings(outer) for corner in ring}
    near = 0.0
    far = []
    for corner in {corner for ring in rings(inner) for corner in ring} - shared:
        distance = banded.distance_m(*corner, _CLOSE_M)
        if distance <= _CLOSE_M:
            near = max(near, distance)
        else:
            far.append(corner)
    far.sort()
    return near, far[:: len(far) // _MOST_FAR + 1]


def _trapezoids(
    edges: list[_Edge], south: float, north: float, wanted: Callable[[bool, bool], bool]
) -> Iterator[tuple[float, float, float]]:
    """Area and middle (x, y) of each wanted trapezoid between two heights."""
    edges = sorted((edge for edge in edges if edge[3] > south and edge[1] < north), key=lambda edge: edge[1])
    ends = {y for edge in edges for y in (edge[1], edge[3]) if south < y < north}
    cuts = sorted(ends | {south, north})
    standing: list[_Edge] = []
    upcoming = 0
    for low, high in pairwise(cuts):
        standing = [edge for edge in standing if edge[3] > low]
        while upcoming < len(edges) and edges[upcoming][1] <= low:
            if edges[upcoming][3] > low:
                standing.append(edges[upcoming])
            upcoming += 1
        spans = [(_x_at(edge, low), _x_at(edge, high), edge[4]) for edge in standing]
        shares = [0.0, *sorted(_crossing_shares(spans)), 1.0]
        for begin, end in pairwise(shares):
            yield from _row(spans, low, high, begin, end, wanted)


def _row(
    spans: list[_Span],
    low: float,
    high: float,
    begin: float,
    end: float,
    wanted: Callable[[bool, bool], bool],
) -> Iterator[tuple[float, float, float]]:
    """The trapezoids between two neighbouring cuts, given as shares of the height from low to high."""
    middle = (begin + end) / 2
    across = sorted((bottom + (top - bottom) * middle, second) for bottom, top, second in spans)
    inside = [False, False]
    for (west, second), (east, _) in pairwise(across):
        inside[second] = not inside[second]
        if wanted(inside[0], inside[1]):
            yield (
                (east - west) * (high - low) * (end - begin),
                (west + east) / 2,
                low + (high - low) * middle,
            )


def _x_at(edge: _Edge, y: float) -> float:
    x1, y1, x2, y2, _ = edge
    return x1 if y <= y1 else x2 if y >= y2 else x1 + (y - y1) * (x2 - x1) / (y2 - y1)


def _crossing_shares(spans: list[_Span]) -> set[float]:
    """At which shares of the height a border of one shape crosses one of the other."""
    shares = set()
    placed: list[_Span] = []
    for span in sorted(spans):
        place = len(placed)
        while place and placed[place - 1][1] > span[1]:  # order turned around: they cross
            place -= 1
            other = placed[place]
            apart, after = span[0] - other[0], other[1] - span[1]
            if other[2] is not span[2] and apart > 0:
                shares.add(apart / (apart + after))
        placed.insert(place, span)
    return shares
