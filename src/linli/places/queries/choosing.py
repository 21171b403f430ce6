"""Choosing a place step by step, with or without script: community, then grid or building, then unit."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import NamedTuple

from ..models import Area
from ..terms import Level
from .finding import Lineage, grid_at, lineage
from .tree import tree


class Choice(NamedTuple):
    """One entry of a list."""

    id: int
    short: str


class Group(NamedTuple):
    """Entries under one heading. whole: the heading itself as an entry, where it may be chosen."""

    label: str
    choices: list[Choice]
    whole: int | None = None


@dataclass(frozen=True)
class Choosing:
    """What is chosen so far, and the lists for the next step.

    spot: the deepest area chosen; title: its name as people say it; grid: the short name of its grid.
    streets: communities by street; grids: buildings by grid; units: those of the building chosen.
    lon, lat: a position given that lies in the chosen grid. outside: a position in no registered grid.
    """

    spot: Lineage | None
    title: str
    grid: str
    streets: list[Group]
    grids: list[Group] = field(default_factory=list)
    units: list[Choice] = field(default_factory=list)
    community_id: int | None = None
    building_id: int | None = None
    unit_id: int | None = None
    lon: float | None = None
    lat: float | None = None
    outside: bool = False

    @property
    def area_id(self) -> int | None:
        """The area chosen, to be stored."""
        return self.spot.area_id if self.spot else None


@dataclass(frozen=True)
class Chosen:
    """What somebody picked: ids as they came, right or wrong; `here` says that the position counts most."""

    community_id: int | None = None
    building_id: int | None = None
    unit_id: int | None = None
    lon: float | None = None
    lat: float | None = None
    here: bool = False

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Chosen":
        """What the lists of `places/_choose_place.html` say; anything that is no id or degree is nothing."""
        lon, lat = (_degrees(given.get(name, "")) for name in ("lon", "lat"))
        placed = lon is not None and lat is not None
        return cls(
            community_id=row_id(given.get("community", "")),
            building_id=row_id(given.get("building", "")),
            unit_id=row_id(given.get("unit", "")),
            lon=lon if placed else None,
            lat=lat if placed else None,
            here=placed and given.get("here") == "1",
        )

    @property
    def nothing(self) -> bool:
        """True when no list and no position was used."""
        return self.community_id is None and self.building_id is None and self.lon is None


def choosing(chosen: Chosen, *, otherwise: int | None = None) -> Choosing:
    """The place somebody picked, or the area `otherwise`, with the lists around it.

    What does not fit together (a building of another community after that was changed) gives way to the
    wider choice. At most six queries.
    """
    spot = _position(chosen) if chosen.here else _picked(chosen) or _position(chosen)
    if spot is None and chosen.nothing and otherwise is not None:
        spot = _not_a_home(lineage(otherwise))
    building, unit = _deeper(spot)
    inside = spot is not None and spot.grid_id is not None and _position_grid(chosen) == spot.grid_id
    node = tree().get(spot.grid_id) if spot else None
    return Choosing(
        spot=spot,
        title=_title(spot),
        grid=node.short if node else "",
        streets=_streets(),
        grids=buildings(spot.community_id) if spot and spot.community_id else [],
        units=units(spot.building_id) if spot and spot.building_id else [],
        community_id=spot.community_id if spot else None,
        building_id=building,
        unit_id=unit,
        lon=chosen.lon if inside else None,
        lat=chosen.lat if inside else None,
        outside=chosen.here and spot is None,
    )


def row_id(text: str) -> int | None:
    """A row's id as a form or an address says it; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _degrees(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) and abs(value) <= 180 else None


def _picked(chosen: Chosen) -> Lineage | None:
    """The deepest pick that fits the wider ones."""
    community = _at(chosen.community_id, Level.COMMUNITY)
    building = _at(chosen.building_id, Level.GRID, Level.BUILDING)
    unit = _at(chosen.unit_id, Level.UNIT)
    if building and community and building.community_id != community.area_id:
        building = None
    if building is None or (unit and unit.building_id != building.area_id):
        unit = None
    return unit or building or community


def _at(area_id: int | None, *levels: Level) -> Lineage | None:
    spot = lineage(area_id) if area_id is not None else None
    return spot if spot is not None and spot.level in levels else None


def _position(chosen: Chosen) -> Lineage | None:
    grid = _position_grid(chosen)
    return lineage(grid) if grid is not None else None


def _position_grid(chosen: Chosen) -> int | None:
    return grid_at(chosen.lon, chosen.lat) if chosen.lon is not None and chosen.lat is not None else None


def _not_a_home(spot: Lineage | None) -> Lineage | None:
    """A home's unit: what is reported is not in somebody's flat; nothing wider than a community is a place."""
    if spot is None or spot.level < Level.COMMUNITY:
        return None
    if spot.level == Level.HOME:
        return lineage(int(spot.path.strip("/").split("/")[-2]))
    return spot


def _deeper(spot: Lineage | None) -> tuple[int | None, int | None]:
    """The entries chosen in the list of buildings and in that of units."""
    if spot is None or spot.level < Level.GRID:
        return None, None
    return spot.building_id or spot.grid_id, spot.area_id if spot.level == Level.UNIT else None


def _title(spot: Lineage | None) -> str:
    """槐荫里2号楼2单元, 槐荫社区第3网格, 槐荫社区."""
    if spot is None:
        return ""
    community = tree().get(spot.community_id)
    if spot.level == Level.GRID and community is not None:
        return f"{community.short}{spot.name}"
    return spot.name


def place_title(area_id: int) -> str:
    """The name of an area as people say it; empty for one that has ended."""
    return _title(lineage(area_id))


def _streets() -> list[Group]:
    """All communities by street, from the tree in memory."""
    known = tree()
    return [
        Group(street.short, [Choice(one.id, one.short) for one in known.children(street.id)])
        for street in known.within("/", Level.STREET)
    ]


def buildings(community_id: int) -> list[Group]:
    """The buildings of a community by grid, in the order people count; one query."""
    grids = [node for node in tree().children(community_id) if node.level == Level.GRID]
    rows = Area.objects.filter(until=None, level=Level.BUILDING, parent_id__in=[one.id for one in grids])
    found: dict[int, list[Choice]] = {one.id: [] for one in grids}
    for pk, short, parent in rows.values_list("id", "short", "parent_id"):
        found[parent].append(Choice(pk, short))
    return [Group(one.short, _counted(found[one.id]), one.id) for one in grids]


def units(building_id: int) -> list[Choice]:
    """The units (单元) of a building; one query."""
    rows = Area.objects.filter(until=None, level=Level.UNIT, parent_id=building_id)
    return _counted(Choice(*row) for row in rows.values_list("id", "short"))


def _counted(choices: Iterable[Choice]) -> list[Choice]:
    """2号楼 before 10号楼."""
    return sorted(choices, key=lambda one: _parts(one.short))


def _parts(short: str) -> list[tuple[int, str]]:
    """Runs of digits as numbers."""
    return [(int(digits or 0), word) for digits, word in re.findall(r"([0-9]+)|([^0-9]+)", short)]
