"""Polygons as plain tuples of (lon, lat) in WGS-84 degrees: containment, area, middle, distance.

Shape of the values (as in GeoJSON, RFC 7946): a ring is closed, its first point repeated at the end; a
polygon is its outer ring followed by its holes; a multipolygon is a tuple of polygons.

Borders: a point on a border belongs to the polygon that lies east or north of it, so the west and south
borders of a polygon are its own and the east and north borders are its neighbour's. The test is exact, no
rounding is involved; where children share the vertices of their borders and fill their parent, every point
of the parent therefore belongs to exactly one child.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import atanh, cos, hypot, inf, radians, sin, sqrt
from typing import NamedTuple

Point = tuple[float, float]
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]
MultiPolygon = tuple[Polygon, ...]

AXIS_M = 6378137.0  # CGCS2000, the same in WGS-84
_FLATTENING = 1 / 298.257222101
_E2 = _FLATTENING * (2 - _FLATTENING)
_E = sqrt(_E2)
# Shewchuk (1997): a cross product in floats has the right sign when it exceeds this share of its terms
_SURE = 3.3306690738754716e-16


class Box(NamedTuple):
    """Bounding box in degrees."""

    west: float
    south: float
    east: float
    north: float

    def touches(self, other: "Box") -> bool:
        """True when the closed boxes have a point in common."""
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )


def rings(shape: MultiPolygon) -> Iterator[Ring]:
    """All rings, outer ones and holes."""
    for polygon in shape:
        yield from polygon


def bounding_box(shape: MultiPolygon) -> Box:
    """The smallest box around all outer rings. Refuses nothing; an empty shape is a ValueError."""
    lons = [lon for polygon in shape for lon, _ in polygon[0]]
    lats = [lat for polygon in shape for _, lat in polygon[0]]
    return Box(min(lons), min(lats), max(lons), max(lats))


def is_closed(ring: Sequence[Point]) -> bool:
    """Ends where it begins and has at least three different corners."""
    return len(ring) >= 4 and ring[0] == ring[-1]


def side(x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> float:
    """Where (x, y) lies from the line (x1, y1) to (x2, y2): above 0 left, below 0 right, 0 exactly on it."""
    one, other = (x2 - x1) * (y - y1), (y2 - y1) * (x - x1)
    cross = one - other
    if abs(cross) > _SURE * (abs(one) + abs(other)) + 1e-300:
        return cross
    return exact_side(x1, y1, x2, y2, x, y)


def exact_side(x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> float:
    """The answer of `side` in rational arithmetic: -1.0, 0.0 or 1.0. Ten times slower, never wrong."""
    if x == x1 and (y == y1 or x1 == x2):  # a corner, an upright edge: the common cases
        return 0.0
    left, low = Fraction(x1), Fraction(y1)
    cross = (Fraction(x2) - left) * (Fraction(y) - low) - (Fraction(y2) - low) * (Fraction(x) - left)
    return float((cross > 0) - (cross < 0))


def contains(shape: MultiPolygon, lon: float, lat: float) -> bool:
    """True inside, and on west and south borders; false in holes, on east and north borders.

    Counts the edges strictly east of the point; each edge owns its lower end and not its upper one. A hole's
    border follows the same rule, so what fills the hole and what surrounds it never both own a point.
    """
    inside = False
    for ring in rings(shape):
        x1, y1 = ring[-1]
        for x2, y2 in ring:
            # always from the lower to the upper end: both neighbours compute the same
            if (y1 <= lat < y2 and side(x1, y1, x2, y2, lon, lat) > 0) or (
                y2 <= lat < y1 and side(x2, y2, x1, y1, lon, lat) > 0
            ):
                inside = not inside
            x1, y1 = x2, y2
    return inside


def turns_left(ring: Ring) -> bool:
    """Counter-clockwise, as an outer ring should run (RFC 7946)."""
    lon0, lat0 = ring[0]
    return (
        sum((x1 - lon0) * (y2 - lat0) - (x2 - lon0) * (y1 - lat0) for (x1, y1), (x2, y2) in _edges(ring)) > 0
    )


def tidy(shape: MultiPolygon) -> MultiPolygon:
    """The same area with outer rings counter-clockwise, holes clockwise, no point twice in a row."""
    return tuple(
        tuple(_wound(_without_repeats(ring), left=number == 0) for number, ring in enumerate(polygon))
        for polygon in shape
    )


def area_m2(shape: MultiPolygon) -> float:
    """Square metres on the CGCS2000 ellipsoid, holes taken off; exact but for the bend of long edges."""
    return sum(
        abs(_ring_area(polygon[0])) - sum(abs(_ring_area(hole)) for hole in polygon[1:]) for polygon in shape
    )


def centroid(shape: MultiPolygon) -> Point:
    """Centre of gravity in degrees. It may lie outside a bent shape or in a hole: see `inner_point`."""
    lon0, lat0 = shape[0][0][0]
    total = east = north = 0.0
    for ring in rings(tidy(shape)):
        for (x1, y1), (x2, y2) in _edges(ring):
            cross = (x1 - lon0) * (y2 - lat0) - (x2 - lon0) * (y1 - lat0)
            total += cross
            east += cross * (x1 + x2 - 2 * lon0)
            north += cross * (y1 + y2 - 2 * lat0)
    if total == 0:
        return lon0, lat0
    return lon0 + east / (3 * total), lat0 + north / (3 * total)


def inner_point(shape: MultiPolygon) -> Point:
    """A point well inside, for a label or a pin.

    Of the middles of all stretches along eleven parallels the one farthest from the border.
    """
    box = bounding_box(shape)
    best, place = -1.0, centroid(shape)
    for step in range(1, 12):
        lat = box.south + (box.north - box.south) * step / 12
        crossings = sorted(_crossings(shape, lat))
        for west, east in zip(crossings[::2], crossings[1::2], strict=False):
            middle = (west + east) / 2
            room = border_distance_m(shape, middle, lat)
            if room > best and contains(shape, middle, lat):
                best, place = room, (middle, lat)
    return place


def metres_per_degree(lat: float) -> Point:
    """Length in metres of one degree of longitude and one of latitude at this latitude."""
    curve = 1 - _E2 * sin(radians(lat)) ** 2
    east = AXIS_M / sqrt(curve) * cos(radians(lat))
    return radians(east), radians(AXIS_M * (1 - _E2) / curve**1.5)


def distance_m(one: Point, other: Point) -> float:
    """Metres between two points a few kilometres apart (error under 0.1 % at 50 km)."""
    east, north = metres_per_degree((one[1] + other[1]) / 2)
    return hypot((one[0] - other[0]) * east, (one[1] - other[1]) * north)


def border_distance_m(shape: MultiPolygon, lon: float, lat: float) -> float:
    """Metres to the nearest border, of a hole as well, from inside or outside; good near the point."""
    east, north = metres_per_degree(lat)
    edges = ((x1, y1, x2, y2) for ring in rings(shape) for (x1, y1), (x2, y2) in _edges(ring))
    return nearest_edge(edges, lon, lat, east, north)


def nearest_edge(
    edges: Iterable[tuple[float, float, float, float]], x: float, y: float, x_unit: float, y_unit: float
) -> float:
    """Distance from (x, y) to the nearest edge (x1, y1, x2, y2), in units of x_unit and y_unit per degree."""
    best = inf
    for x1, y1, x2, y2 in edges:
        ax, ay = (x1 - x) * x_unit, (y1 - y) * y_unit
        dx, dy = (x2 - x1) * x_unit, (y2 - y1) * y_unit
        length2 = dx * dx + dy * dy
        along = -(ax * dx + ay * dy) / length2 if length2 else 0.0
        along = 0.0 if along < 0.0 else min(along, 1.0)
        ax, ay = ax + along * dx, ay + along * dy
        best = min(best, ax * ax + ay * ay)
    return sqrt(best)


def equal_area_height(lat: float) -> float:
    """Height of a parallel in metres on the equal-area cylinder that touches the ellipsoid at the equator."""
    s = sin(radians(lat))
    return AXIS_M * (1 - _E2) / 2 * (s / (1 - _E2 * s * s) + atanh(_E * s) / _E)


def from_lists(lists: Sequence[Sequence[Sequence[Sequence[float]]]]) -> MultiPolygon:
    """The stored form, nested lists as in the coordinates of a GeoJSON MultiPolygon, as tuples."""
    return tuple(
        tuple(tuple((float(point[0]), float(point[1])) for point in ring) for ring in polygon)
        for polygon in lists
    )


def to_lists(shape: MultiPolygon) -> list[list[list[list[float]]]]:
    """The form to store, exact: JSON keeps every digit of a float."""
    return [[[list(point) for point in ring] for ring in polygon] for polygon in shape]


def _edges(ring: Ring) -> Iterator[tuple[Point, Point]]:
    return pairwise(ring)


def _without_repeats(ring: Ring) -> Ring:
    return tuple(point for number, point in enumerate(ring) if number == 0 or point != ring[number - 1])


def _wound(ring: Ring, *, left: bool) -> Ring:
    return ring if turns_left(ring) is left else ring[::-1]


def _ring_area(ring: Ring) -> float:
    lon0, height0 = ring[0][0], equal_area_height(ring[0][1])
    flat = [(radians(lon - lon0) * AXIS_M, equal_area_height(lat) - height0) for lon, lat in ring]
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(flat)) / 2


def _crossings(shape: MultiPolygon, lat: float) -> Iterator[float]:
    for ring in rings(shape):
        for (x1, y1), (x2, y2) in _edges(ring):
            if (y1 <= lat) is not (y2 <= lat):
                yield x1 + (lat - y1) * (x2 - x1) / (y2 - y1)
