"""The town's land: the schematic town as rows of the one tree, down to the homes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from linli.kernel import stamp
from linli.kernel.event import Event
from linli.kernel.pinyin import pinyin_key
from linli.places.events import AreaAdded
from linli.places.models import Area
from linli.places.queries import AREAS
from linli.places.rules.codes import child_code, short_name
from linli.places.rules.geometry import bounding_box, to_lists
from linli.places.rules.schematic import Place, rooms, schematic_town
from linli.places.terms import ChangeReason, GridKind, Level

from .rows import Row, ids, put


@dataclass(frozen=True, slots=True)
class Spot:
    """An area as the rest of the sample needs it. floors: of a building."""

    id: int
    level: Level
    path: str
    code: str
    short: str
    lon: float | None = None
    lat: float | None = None
    estate: str = ""
    floors: int = 0


@dataclass
class Land:
    """All areas by level, in code order, and the buildings of each grid."""

    by_level: dict[Level, list[Spot]] = field(default_factory=lambda: {level: [] for level in Level})
    buildings_of: dict[int, list[Spot]] = field(default_factory=dict)

    def at(self, level: Level, place: int) -> Spot:
        """The n-th area of a level."""
        return self.by_level[level][place]

    def over(self, spot: Spot, level: Level) -> Spot:
        """The area of a level that a spot lies in."""
        return next(one for one in self.by_level[level] if spot.path.startswith(one.path))


def sizes(households: int) -> tuple[int, int, int]:
    """Communities, grids in each, buildings in each grid: 4, 4, 6 for 600 households; 10, 10, 8 for 20,000."""
    grids = max(16, round(households / 200))
    communities = max(4, round(grids / 10))
    return communities, -(-grids // communities), 6 if households <= 2_000 else 8


def settle_land(households: int, since: date) -> tuple[Land, list[Event]]:
    """Write the whole tree; gives it with the events of its areas."""
    communities, grids, buildings = sizes(households)
    town = schematic_town(communities=communities, grids=grids, buildings=buildings, households=households)
    land, rows, fresh = Land(), list[Row](), ids(Area)
    known: dict[str, Spot] = {}
    for place in (town.district, town.street, *town.communities, *town.grids, *town.buildings):
        above = known.get(place.parent)
        short = short_name(place.name)
        full = f"{above.short}{place.name}" if place.level == Level.GRID and above else place.name
        spot = known[place.code] = Spot(
            (own := next(fresh)), place.level, f"{above.path if above else '/'}{own}/", place.code, short,
            place.lon, place.lat, place.estate, place.floors,
        )  # fmt: skip
        land.by_level[place.level].append(spot)
        rows.append(_row(spot, above, full, since) | _outline(place))
        if place.level == Level.BUILDING and above:
            land.buildings_of.setdefault(above.id, []).append(spot)
            rows += _homes(place, spot, land, fresh, since)
    put(Area, rows)
    stamp.bump(AREAS)
    return land, [_added(spot, rows[at]["parent_id"]) for at, spot in enumerate(_in_order(land, rows))]


def _in_order(land: Land, rows: list[Row]) -> Iterator[Spot]:
    spots = {spot.id: spot for level in land.by_level.values() for spot in level}
    return (spots[row["id"]] for row in rows)


def _added(spot: Spot, parent_id: int | None) -> AreaAdded:
    return AreaAdded(subject_id=spot.id, area_path=spot.path, level=int(spot.level), parent_id=parent_id)


def _row(spot: Spot, above: Spot | None, full: str, since: date) -> Row:
    return {
        "id": spot.id, "parent_id": above.id if above else None, "level": int(spot.level),
        "kind": GridKind.BASE.value, "code": spot.code, "name": full, "short": spot.short,
        "pinyin": pinyin_key(spot.short), "path": spot.path, "since": since,
        "reason": ChangeReason.OPENED.value, "polygon": None, "west": None, "south": None, "east": None,
        "north": None, "lon": spot.lon, "lat": spot.lat, "source_crs": "wgs84", "floors": spot.floors or None,
        "homes": None, "local": True,
    }  # fmt: skip


def _outline(place: Place) -> Row:
    box = bounding_box(place.shape)
    return {
        "polygon": to_lists(place.shape), "west": box.west, "south": box.south, "east": box.east,
        "north": box.north, "kind": place.kind or GridKind.BASE.value, "homes": place.homes or None,
    }  # fmt: skip


def _homes(place: Place, building: Spot, land: Land, fresh: Iterator[int], since: date) -> Iterator[Row]:
    """Units and homes of a building."""
    unit, doors = None, 0
    for number, _floor, room in rooms(place):
        if unit is None or unit.code != child_code(building.code, number):
            unit, doors = (
                _below(building, Level.UNIT, number, f"{building.short}{number}单元", next(fresh)),
                0,
            )
            land.by_level[Level.UNIT].append(unit)
            yield _row(unit, building, unit.short, since)
        doors += 1
        home = _below(unit, Level.HOME, doors, room, next(fresh))
        land.by_level[Level.HOME].append(home)
        yield _row(home, unit, f"{unit.short}{room}室", since)


def _below(above: Spot, level: Level, number: int, short: str, own: int) -> Spot:
    return Spot(
        own,
        level,
        f"{above.path}{own}/",
        child_code(above.code, number),
        short,
        above.lon,
        above.lat,
        above.estate,
    )
