"""The lines of a made-up town: winding borders across, uprights between them, and the cells they enclose.

The town is a stack of strips. A band of strips holds communities side by side; each community has one row of
grids in every strip of its band. Lengths in metres from the south-west corner, degrees rounded to a
centimetre at the end, so that neighbours share their corners exactly.
"""

from collections.abc import Iterable
from itertools import pairwise
from math import isqrt, pi, sin
from random import Random

from .geometry import Point, Ring, metres_per_degree

LON, LAT = 106.8, 39.65  # the middle of the town
_WIDE, _HIGH = 300.0, 240.0  # of a grid
_STEP = 70.0  # between the corners of a winding border
_WAVE, _SWING, _RIVER_SWING = 900.0, 13.0, 16.0  # twice the swing stays clear of the buildings


class Plan:
    """Where each grid lies; communities and the grids in each are numbered from 0."""

    def __init__(self, chance: Random, communities: int, grids: int) -> None:
        """Communities fill as many bands as make the town roughly square, grids rows likewise."""
        self._chance = chance
        rows = _shared_out(grids, max(1, isqrt(grids)))
        bands = _shared_out(communities, max(1, round(communities**0.5)))
        self.width = max(bands) * max(rows) * _WIDE
        self.height = len(bands) * len(rows) * _HIGH
        self._spans: dict[tuple[int, int], tuple[int, float, float]] = {}  # grid: strip, west, east
        self._cuts: list[list[float]] = []  # by strip, as shares of the width
        self.divides: list[tuple[int, int, float]] = []  # between communities: first strip, last strip, share
        first = 0
        for members in bands:
            edges = self._edges(0.0, 1.0, members)
            self.divides += [(len(self._cuts), len(self._cuts) + len(rows), edge) for edge in edges[1:-1]]
            self._fill_band(first, edges, rows)
            first += members
        self.band_lines = [band * len(rows) for band in range(len(bands) + 1)]
        strips = len(self._cuts)
        self._shifts = [(chance.uniform(-20, 20), chance.random()) for _ in range(strips + 1)]
        self._across = [self._winding(line) for line in range(strips + 1)]
        self._uprights = {
            (strip, share): self._upright(strip, share)
            for strip, cuts in enumerate(self._cuts)
            for share in cuts
        }

    def quad(self, community: int, grid: int) -> tuple[Point, Point, Point, Point]:
        """The corners of a grid in metres: south-west, south-east, north-west, north-east."""
        strip, west, east = self._spans[community, grid]
        low, high = strip, strip + 1
        return self._spot(low, west), self._spot(low, east), self._spot(high, west), self._spot(high, east)

    def ring(self, community: int, grid: int) -> Ring:
        """The border of a grid in degrees."""
        strip, west, east = self._spans[community, grid]
        path = self._between(strip, west, east)
        path += self._uprights[strip, east]
        path += self._between(strip + 1, west, east)[::-1]
        path += self._uprights[strip, west][::-1]
        return self.degrees(path)

    def line(self, number: int) -> tuple[Point, ...]:
        """A border across the whole town in degrees, from the southernmost, number 0."""
        return tuple(map(self._placed, (self._spot(number, share) for share in self._across[number])))

    def divide(self, first: int, last: int, share: float) -> tuple[Point, ...]:
        """The border between two communities of a band in degrees."""
        path = [point for strip in range(first, last) for point in self._uprights[strip, share]]
        return tuple(dict.fromkeys(map(self._placed, path)))

    def degrees(self, path: Iterable[Point]) -> Ring:
        """A closed ring of degrees from metres, no corner twice in a row."""
        corners = list(dict.fromkeys(map(self._placed, path)))
        return (*corners, corners[0])

    def _placed(self, spot: Point) -> Point:
        east, north = metres_per_degree(LAT)
        return round(LON + (spot[0] - self.width / 2) / east, 7), round(
            LAT + (spot[1] - self.height / 2) / north, 7
        )

    def _fill_band(self, first: int, edges: list[float], rows: list[int]) -> None:
        """Cut each strip of a band at the edges of its communities and between their grids."""
        seen = 0
        for columns in rows:
            cuts = set(edges)
            for member, (west, east) in enumerate(pairwise(edges)):
                inner = self._edges(west, east, columns)
                cuts.update(inner)
                for column in range(columns):
                    span = (len(self._cuts), inner[column], inner[column + 1])
                    self._spans[first + member, seen + column] = span
            self._cuts.append(sorted(cuts))
            seen += columns

    def _edges(self, west: float, east: float, parts: int) -> list[float]:
        """Shares that cut a stretch into unequal parts."""
        wide = (east - west) / parts
        inner = [west + wide * (part + self._chance.uniform(-0.12, 0.12)) for part in range(1, parts)]
        return [west, *inner, east]

    def _winding(self, line: int) -> list[float]:
        """The shares at which a border across has corners: where uprights meet it, and every few steps."""
        steps = int(self.width / _STEP)
        shares = {step / steps for step in range(steps + 1)}
        for strip in (line - 1, line):
            if 0 <= strip < len(self._cuts):
                shares.update(self._cuts[strip])
        return sorted(shares)

    def _spot(self, line: int, share: float) -> Point:
        shift, phase = self._shifts[line]
        swing = _SWING if line else _RIVER_SWING
        along = share * self.width
        return along + shift, line * _HIGH + swing * sin(2 * pi * (along / _WAVE + phase))

    def _between(self, line: int, west: float, east: float) -> list[Point]:
        return [self._spot(line, share) for share in self._across[line] if west <= share <= east]

    def _upright(self, strip: int, share: float) -> list[Point]:
        """From one border across to the next, slightly bent."""
        (x1, y1), (x2, y2) = self._spot(strip, share), self._spot(strip + 1, share)
        bends = [(part, self._chance.uniform(-9, 9)) for part in (0.35, 0.7)]
        middle = [(x1 + (x2 - x1) * part + bend, y1 + (y2 - y1) * part) for part, bend in bends]
        return [(x1, y1), *middle, (x2, y2)]


def _shared_out(total: int, parts: int) -> list[int]:
    """So many parts that differ by one at most, the larger ones first."""
    return [total // parts + (part < total % parts) for part in range(parts)]
