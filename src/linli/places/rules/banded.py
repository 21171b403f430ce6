"""One polygon cut into horizontal bands, so that a point is held against a handful of edges."""

from array import array
from collections.abc import Iterator

from .geometry import MultiPolygon, bounding_box, exact_side, metres_per_degree, nearest_edge, rings

_EDGES_A_BAND = 4
_MOST_BANDS = 4096


class Banded:
    """A shape prepared for many questions. Answers as `geometry.contains` does, borders included.

    Edges lie in packed arrays (32 bytes each, about 1.6 copies); the shape itself is not kept.
    """

    __slots__ = ("_bands", "_doubt", "_scale", "east", "north", "south", "west")

    def __init__(self, shape: MultiPolygon) -> None:
        self.west, self.south, self.east, self.north = bounding_box(shape)
        edges = list(_rising_edges(shape))
        height, width = self.north - self.south, self.east - self.west
        count = _band_count(edges, height)
        self._scale = count / height if height else 0.0
        if self._scale > 1e300:  # flatter than any polygon of this world
            count, self._scale = 1, 0.0
        # rounding of both products of a cross product stays under this for a point in the bounding box
        self._doubt = 1e-15 * width * height + 1e-300
        bands = [array("d") for _ in range(count)]
        for edge in edges:
            first, last = self._band(edge[1]), self._band(edge[3])
            for number in range(min(first, count - 1), min(last, count - 1) + 1):
                bands[number].extend(edge)
        bands.append(bands[-1])  # rounding may lead one past the top
        self._bands = bands

    def contains(self, lon: float, lat: float) -> bool:
        """True inside, and on west and south borders."""
        if not (self.south <= lat < self.north and self.west <= lon < self.east):
            return False
        inside = False
        doubt = self._doubt
        floats = iter(self._bands[int((lat - self.south) * self._scale)])
        for x1, y1, x2, y2 in zip(floats, floats, floats, floats, strict=True):
            if y1 <= lat < y2:
                cross = (x2 - x1) * (lat - y1) - (y2 - y1) * (lon - x1)
                if cross > doubt or (cross >= -doubt and exact_side(x1, y1, x2, y2, lon, lat) > 0):
                    inside = not inside
        return inside

    def edges(self, south: float, north: float) -> Iterator[tuple[float, float, float, float]]:
        """The edges (x1, y1, x2, y2) near these parallels; some come twice."""
        top = len(self._bands) - 2
        first, last = (min(max(self._band(lat), 0), top) for lat in (south, north))
        for number in range(first, last + 1):
            floats = iter(self._bands[number])
            yield from zip(floats, floats, floats, floats, strict=True)

    def distance_m(self, lon: float, lat: float, most: float) -> float:
        """Metres from the point to the shape, 0 inside; more than `most` may come out too large."""
        if self.contains(lon, lat):
            return 0.0
        east, north = metres_per_degree(lat)
        reach = most / north
        return nearest_edge(self.edges(lat - reach, lat + reach), lon, lat, east, north)

    def _band(self, lat: float) -> int:
        return int((lat - self.south) * self._scale)


def _rising_edges(shape: MultiPolygon) -> Iterator[tuple[float, float, float, float]]:
    """Every edge from its lower to its upper end."""
    for ring in rings(shape):
        x1, y1 = ring[0]
        for x2, y2 in ring[1:]:
            yield (x1, y1, x2, y2) if y1 <= y2 else (x2, y2, x1, y1)
            x1, y1 = x2, y2


def _band_count(edges: list[tuple[float, float, float, float]], height: float) -> int:
    """Bands of about four edges, fewer where tall edges would be copied into very many of them."""
    climb = sum(y2 - y1 for _, y1, _, y2 in edges)
    if not height or not climb:
        return 1
    copies = int(2 * len(edges) * height / climb)
    return max(1, min(len(edges) // _EDGES_A_BAND, copies, _MOST_BANDS))
