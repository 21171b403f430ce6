"""Point to grid: look-ups a second over 10,000 polygons, beside a scan of all bounding boxes."""

import random
import tracemalloc
from collections.abc import Iterator
from math import sin
from time import process_time

from bench import Figure, Run, at_least, at_most
from linli.places.rules.crs import Crs, from_wgs84, to_wgs84
from linli.places.rules.geometry import MultiPolygon, Point, bounding_box, contains
from linli.places.rules.grid_index import GridIndex

SIDE = 100  # polygons along each side of the square
CELL = 0.004  # degrees, about 400 m
WEST, SOUTH = 106.6, 39.4
LOOKUPS = 200_000
SCANS = 200


def figures(run: Run) -> list[Figure]:
    """Build time, memory, look-ups a second on a mixed set of points, and conversions a second."""
    polygons = list(tiling(SIDE, seed=7))
    begun = process_time()
    index = GridIndex.build(polygons)
    built = process_time() - begun
    points = list(some_points(run.pick(LOOKUPS, LOOKUPS // 10), seed=11))
    rate = _rate(index, points)
    scan = _scan_rate(polygons, points[:SCANS], index)
    megabytes = _memory(polygons)
    corners = sum(len(shape[0][0]) - 1 for _, shape in polygons) / len(polygons)
    name = f"point to grid, {len(polygons):,} polygons of {corners:.0f} corners"
    return [
        at_least(name, rate, "/s", 50_000, f"{rate / scan:,.0f}x a scan of bounding boxes"),
        at_most("building that index", built, "s", 3),
        at_most("memory of that index", megabytes, "MB", 60),
        _conversion(points[:20_000]),
    ]


def tiling(side: int, seed: int) -> Iterator[tuple[int, MultiPolygon]]:
    """A square of side * side polygons of 20 to 60 corners that share every border corner for corner."""
    chance = random.Random(seed)
    across = [[_wavy(chance, c, r, c + 1, r) for c in range(side)] for r in range(side + 1)]
    up = [[_wavy(chance, c, r, c, r + 1) for c in range(side + 1)] for r in range(side)]
    for row in range(side):
        for column in range(side):
            bottom, right = across[row][column], up[row][column + 1]
            top, left = across[row + 1][column], up[row][column]
            ring = bottom[:-1] + right[:-1] + top[:0:-1] + left[::-1]
            yield row * side + column, ((tuple(ring),),)


def some_points(count: int, seed: int) -> Iterator[Point]:
    """Points anywhere over the square and a little beyond."""
    chance = random.Random(seed)
    reach = (SIDE + 2) * CELL
    for _ in range(count):
        yield WEST - CELL + chance.random() * reach, SOUTH - CELL + chance.random() * reach


def _wavy(chance: random.Random, c1: int, r1: int, c2: int, r2: int) -> list[Point]:
    """A border from one lattice corner to the next, with 4 to 14 corners between them."""
    (x1, y1), (x2, y2) = _corner(c1, r1), _corner(c2, r2)
    count = chance.randint(5, 15)
    line = [(x1, y1)]
    for step in range(1, count):
        share = step / count
        bend = (chance.random() - 0.5) * CELL * 0.4 * share * (1 - share)  # less where borders meet
        line.append((x1 + (x2 - x1) * share + bend * (r2 - r1), y1 + (y2 - y1) * share + bend * (c2 - c1)))
    return [*line, (x2, y2)]


def _corner(column: int, row: int) -> Point:
    tilt = CELL * 0.2
    return (
        WEST + column * CELL + tilt * sin(column * 1.7 + row * 2.9),
        SOUTH + row * CELL + tilt * sin(column * 2.3 - row * 1.3),
    )


def _rate(index: GridIndex[int], points: list[Point]) -> float:
    """Look-ups in a second of one core (its own time, not that of its neighbours), the best of three runs."""
    at, best = index.at, float("inf")
    for _again in range(3):
        begun = process_time()
        for lon, lat in points:
            at(lon, lat)
        best = min(best, process_time() - begun)
    return len(points) / best


def _scan_rate(polygons: list[tuple[int, MultiPolygon]], points: list[Point], index: GridIndex[int]) -> float:
    """The plain way: every bounding box, then the polygon. Its answers must be the index's."""
    boxed = [(key, bounding_box(shape), shape) for key, shape in polygons]
    answers = []
    begun = process_time()
    for lon, lat in points:
        answers.append(
            next(
                (
                    key
                    for key, box, shape in boxed
                    if box.west <= lon <= box.east
                    and box.south <= lat <= box.north
                    and contains(shape, lon, lat)
                ),
                None,
            )
        )
    rate = len(points) / (process_time() - begun)
    assert answers == [index.at(lon, lat) for lon, lat in points]
    return rate


def _memory(polygons: list[tuple[int, MultiPolygon]]) -> float:
    """Megabytes (10^6 bytes) held by an index, the shapes themselves not counted."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        index = GridIndex.build(polygons)
        held = tracemalloc.get_traced_memory()[0] - before
        assert len(index) == len(polygons)
    finally:
        tracemalloc.stop()
    return held / 1e6


def _conversion(points: list[Point]) -> Figure:
    """GCJ-02 and BD-09 to WGS-84, with the largest error of the way there and back."""
    shifted = [from_wgs84(lon, lat, Crs.BD09) for lon, lat in points]
    begun = process_time()
    back = [to_wgs84(lon, lat, Crs.BD09) for lon, lat in shifted]
    rate = len(points) / (process_time() - begun)
    worst = max(
        abs(a - b) for one, other in zip(points, back, strict=True) for a, b in zip(one, other, strict=True)
    )
    metres = worst * 111_320
    return Figure(
        "BD-09 to WGS-84", round(rate), "/s", "error <= 0.5 m", metres <= 0.5, f"worst error {metres:.0e} m"
    )
