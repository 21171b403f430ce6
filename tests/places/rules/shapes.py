"""Shapes to test with: rectangles, stars with holes, tilings whose neighbours share their corners."""

import random
from itertools import pairwise
from math import cos, pi, sin

from linli.places.rules.geometry import MultiPolygon, Point, Polygon, Ring

LON, LAT = 106.8, 39.65


def box_ring(west: float, south: float, east: float, north: float) -> Ring:
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def box(west: float, south: float, east: float, north: float) -> MultiPolygon:
    return ((box_ring(west, south, east, north),),)


def metres_box(east: float, north: float, width: float, height: float) -> MultiPolygon:
    """A rectangle placed and sized in metres from (LON, LAT)."""
    lon, lat = 85_830.0, 111_040.0  # metres a degree at this latitude, to a metre
    return box(LON + east / lon, LAT + north / lat, LON + (east + width) / lon, LAT + (north + height) / lat)


def star(
    seed: int, lon: float = LON, lat: float = LAT, size: float = 0.01, *, hole: bool = False
) -> MultiPolygon:
    """A jagged star without crossings; with a hole that is a smaller star around the same middle."""
    chance = random.Random(seed)
    polygon: Polygon = (_around(chance, lon, lat, size * 0.5, size),)
    if hole:
        polygon += (_around(chance, lon, lat, size * 0.1, size * 0.3),)
    return (polygon,)


def _around(chance: random.Random, lon: float, lat: float, least: float, most: float) -> Ring:
    count = chance.randint(8, 30)  # with fewer, a long edge could run through the hole
    turns = sorted(2 * pi * (step + 0.8 * chance.random()) / count for step in range(count))
    points = [
        (lon + reach * cos(turn), lat + reach * sin(turn))
        for turn in turns
        for reach in (least + (most - least) * chance.random(),)
    ]
    return (*points, points[0])


def tiling(seed: int, side: int = 4, size: float = 0.01) -> tuple[MultiPolygon, dict[str, MultiPolygon]]:
    """A parent and children that fill it: a bent lattice, one child with a hole that another child fills."""
    chance = random.Random(seed)
    corner = {
        (c, r): (LON + size * (c + 0.4 * chance.random()), LAT + size * (r + 0.4 * chance.random()))
        for c in range(side + 1)
        for r in range(side + 1)
    }
    along = {
        (a, b): _line(chance, corner[a], corner[b], 0.5)
        for a in corner
        for b in ((a[0] + 1, a[1]), (a[0], a[1] + 1))
        if b in corner
    }
    children: dict[str, MultiPolygon] = {}
    for c in range(side):
        for r in range(side):
            sw, se, nw, ne = (c, r), (c + 1, r), (c, r + 1), (c + 1, r + 1)
            ring = along[sw, se][:-1] + along[se, ne][:-1] + along[nw, ne][:0:-1] + along[sw, nw][::-1]
            children[f"{c}-{r}"] = ((tuple(ring),),)
    outline: list[Point] = []
    for c in range(side):
        outline += along[(c, 0), (c + 1, 0)][:-1]
    for r in range(side):
        outline += along[(side, r), (side, r + 1)][:-1]
    for c in reversed(range(side)):
        outline += along[(c, side), (c + 1, side)][:0:-1]
    for r in reversed(range(side)):
        outline += along[(0, r), (0, r + 1)][:0:-1]
    enclave = star(seed, LON + size * 0.7, LAT + size * 0.7, size * 0.1)
    children["0-0"] = ((children["0-0"][0][0], enclave[0][0][::-1]),)
    children["enclave"] = enclave
    return (((*outline, outline[0]),),), children


def _line(chance: random.Random, a: Point, b: Point, bend: float) -> list[Point]:
    shares = sorted(chance.random() for _ in range(chance.randint(0, 5)))
    between = []
    for share in shares:
        off = bend * share * (1 - share) * (chance.random() - 0.5)  # less near the ends, where lines meet
        between.append(
            (
                a[0] + (b[0] - a[0]) * share - off * (b[1] - a[1]),
                a[1] + (b[1] - a[1]) * share + off * (b[0] - a[0]),
            )
        )
    return [a, *between, b]


def corners(shape: MultiPolygon) -> list[Point]:
    return [point for polygon in shape for ring in polygon for point in ring[1:]]


def border_points(shape: MultiPolygon) -> list[Point]:
    """Corners and the (rounded) thirds and halves of all edges."""
    found = corners(shape)
    for polygon in shape:
        for ring in polygon:
            for (x1, y1), (x2, y2) in pairwise(ring):
                found += [(x1 + (x2 - x1) * s, y1 + (y2 - y1) * s) for s in (1 / 3, 0.5)]
    return found
