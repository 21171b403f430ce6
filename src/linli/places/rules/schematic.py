"""A made-up town for samples and tests: a river, streets, grids that fill them, buildings in rows.

Deterministic: the same numbers give the same town. Its borders belong to no real place. Neighbours share
every corner, so grids fill their community but for a park, and communities fill the street.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise
from math import ceil, cos, hypot, pi, sin, sqrt
from random import Random

from linli.places.terms import GridKind, Level

from .codes import child_code, parent_of
from .geometry import MultiPolygon, Point, Ring, inner_point
from .schematic_names import DISTRICT, NORTH_ROAD, RIVER, STREET, community_stems, estate_names
from .schematic_plan import Plan
from .union import joined, without_holes

CODE = "159901001000"  # a street in a county whose number nobody has
_BUILDINGS_AN_ESTATE = 6
_LONGEST, _DEEPEST = 64.0, 14.0  # a slab of flats, metres
_HOMES_A_FLOOR, _MOST_UNITS, _FLOORS = 2, 5, (6, 11, 18, 26, 33)

_Quad = tuple[Point, Point, Point, Point]


@dataclass(frozen=True, slots=True)
class Place:
    """One node of the tree with its border; lon and lat lie inside. kind: of a grid; estate: of a building."""

    level: Level
    code: str
    name: str
    parent: str
    shape: MultiPolygon
    lon: float
    lat: float
    kind: str = ""
    estate: str = ""
    floors: int = 0
    units: int = 0
    homes: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """A river or a road to draw; borders follow it."""

    name: str
    river: bool
    line: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Town:
    """The area of one street office. park: inside the first community, in none of its grids."""

    district: Place
    street: Place
    communities: tuple[Place, ...]
    grids: tuple[Place, ...]
    buildings: tuple[Place, ...]
    park_name: str
    park: MultiPolygon
    ways: tuple[Way, ...]


def schematic_town(
    seed: int = 1,
    *,
    communities: int = 4,
    grids: int = 4,
    buildings: int = 6,
    households: int = 600,
    code: str = CODE,
) -> Town:
    """So many communities, grids in each community, buildings in each grid; their homes make the households.

    code: of the street, 12 digits. Every count is at least 1; up to 199 communities.
    """
    chance = Random(seed)  # noqa: S311  nothing secret about a town for show
    plan = Plan(chance, communities, grids)
    homes = iter(_homes(households, communities * grids * buildings, chance))
    stems = list(islice(community_stems(), communities))
    found: dict[Level, list[Place]] = {Level.COMMUNITY: [], Level.GRID: [], Level.BUILDING: []}
    for number, stem in enumerate(stems):
        own = f"{code[:9]}{number + 1:03d}"
        estates = estate_names(stem)
        members = []
        for place in range(grids):
            with_park = (number, place) == (0, grids - 1)
            grid = _grid(
                plan, own, number, place, with_park=with_park, dedicated=(number, place) == (1, grids - 1)
            )
            members.append(grid)
            rows = _Rows(plan.quad(number, place), buildings, half=with_park)
            found[Level.BUILDING] += _buildings(plan, rows, grid, estates, homes, chance)
        found[Level.GRID] += members
        outline = without_holes(joined(grid.shape for grid in members))
        found[Level.COMMUNITY].append(_place(Level.COMMUNITY, own, f"{stem}社区居民委员会", code, outline))
    whole = joined(community.shape for community in found[Level.COMMUNITY])
    return Town(
        district=_place(Level.DISTRICT, parent_of(code), DISTRICT, "", whole),
        street=_place(Level.STREET, code, STREET, parent_of(code), whole),
        communities=tuple(found[Level.COMMUNITY]),
        grids=tuple(found[Level.GRID]),
        buildings=tuple(found[Level.BUILDING]),
        park_name=f"{stems[0]}公园",
        park=((_park(plan, plan.quad(0, grids - 1)),),),
        ways=tuple(_ways(plan, stems)),
    )


def rooms(building: Place) -> Iterator[tuple[int, int, str]]:
    """Unit, floor and room number of each home: 1, 3, "302"; unit by unit, the last one not always full."""
    left = building.homes
    for unit in range(1, building.units + 1):
        for floor in range(1, building.floors + 1):
            for door in range(1, _HOMES_A_FLOOR + 1):
                if left:
                    left -= 1
                    yield unit, floor, f"{floor}{door:02d}"


def _place(level: Level, code: str, name: str, parent: str, shape: MultiPolygon) -> Place:
    return Place(level, code, name, parent, shape, *inner_point(shape))


def _grid(plan: Plan, community: str, number: int, place: int, *, with_park: bool, dedicated: bool) -> Place:
    ring = plan.ring(number, place)
    shape: MultiPolygon = ((ring, _park(plan, plan.quad(number, place))[::-1]),) if with_park else ((ring,),)
    return Place(
        Level.GRID,
        child_code(community, place + 1),
        f"第{place + 1}网格",
        community,
        shape,
        *inner_point(shape),
        kind=(GridKind.DEDICATED if dedicated else GridKind.BASE).value,
    )


def _park(plan: Plan, quad: _Quad) -> Ring:
    """A lopsided octagon in the northern half of a grid."""
    turns = [(turn * pi / 4, 0.11 + 0.02 * (turn % 3)) for turn in range(8)]
    return plan.degrees(
        [_within(quad, 0.5 + 0.24 * cos(turn), 0.7 + reach * sin(turn)) for turn, reach in turns]
    )


def _within(quad: _Quad, east: float, north: float) -> Point:
    """The spot at these shares of the way across a four-cornered cell."""
    sw, se, nw, ne = quad
    south = (sw[0] + (se[0] - sw[0]) * east, sw[1] + (se[1] - sw[1]) * east)
    top = (nw[0] + (ne[0] - nw[0]) * east, nw[1] + (ne[1] - nw[1]) * east)
    return south[0] + (top[0] - south[0]) * north, south[1] + (top[1] - south[1]) * north


class _Rows:
    """Buildings in rows inside a cell, clear of its winding borders; in its southern half beside a park."""

    def __init__(self, quad: _Quad, count: int, *, half: bool) -> None:
        self.count = count
        self._quad = quad
        self._columns = ceil(sqrt(count * (3 if half else 1.5)))
        self._rows = ceil(count / self._columns)
        self._high = 0.34 if half else 0.72

    def slab(self, number: int, chance: Random) -> list[Point]:
        """Four corners in metres, counter-clockwise."""
        column, row = number % self._columns, number // self._columns
        across, up = 0.8 / self._columns, self._high / self._rows
        east = 0.1 + across * (column + 0.5 + chance.uniform(-0.06, 0.06))
        north = 0.14 + up * (row + 0.5 + chance.uniform(-0.06, 0.06))
        middle = _within(self._quad, east, north)
        right, top = _within(self._quad, east + across / 2, north), _within(self._quad, east, north + up / 2)
        dx, dy = right[0] - middle[0], right[1] - middle[1]
        wide = hypot(dx, dy)
        along = min(_LONGEST / 2, wide * 0.72) / wide
        deep = min(_DEEPEST / 2, hypot(top[0] - middle[0], top[1] - middle[1]) * 0.5) / wide
        corners = ((-along, -deep), (along, -deep), (along, deep), (-along, deep))
        return [(middle[0] + a * dx - d * dy, middle[1] + a * dy + d * dx) for a, d in corners]


def _buildings(
    plan: Plan, rows: _Rows, grid: Place, estates: Iterator[str], homes: Iterator[int], chance: Random
) -> Iterator[Place]:
    """The buildings of a grid, numbered within their estate."""
    estate = ""
    for number in range(rows.count):
        door = number % _BUILDINGS_AN_ESTATE + 1
        estate = next(estates) if door == 1 else estate
        shape: MultiPolygon = ((plan.degrees(rows.slab(number, chance)),),)
        lived_in = next(homes)
        floors, units = _storeys(lived_in)
        yield Place(
            Level.BUILDING,
            child_code(grid.code, number + 1),
            f"{estate}{door}号楼",
            grid.code,
            shape,
            *inner_point(shape),
            estate=estate,
            floors=floors,
            units=units,
            homes=lived_in,
        )


def _storeys(homes: int) -> tuple[int, int]:
    """Floors and units that hold so many homes, as low as five units allow."""
    for floors in _FLOORS:
        units = max(1, ceil(homes / (floors * _HOMES_A_FLOOR)))
        if units <= _MOST_UNITS:
            break
    return floors, units


def _homes(households: int, parts: int, chance: Random) -> list[int]:
    """The households over so many buildings, unevenly, none lost."""
    weights = [chance.uniform(0.7, 1.3) for _ in range(parts)]
    so_far = list(accumulate(weights))
    marks = [0, *(round(households * weight / so_far[-1]) for weight in so_far)]
    return [high - low for low, high in pairwise(marks)]


def _ways(plan: Plan, stems: list[str]) -> Iterator[Way]:
    """The river in the south, a road between bands of communities, a street between two communities."""
    names = [RIVER, *(f"{stem}路" for stem in stems[: len(plan.band_lines) - 2]), NORTH_ROAD]
    for number, name in zip(plan.band_lines, names, strict=True):
        yield Way(name, number == 0, plan.line(number))
    for stem, (first, last, share) in zip(stems[::-1], plan.divides, strict=False):
        yield Way(f"{stem}街", False, plan.divide(first, last, share))
