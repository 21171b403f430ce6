"""From a position or an area to its grid and everything above it."""

from collections.abc import Iterable
from dataclasses import dataclass

from linli.kernel.stamp import Kept

from ..models import Area
from ..rules.geometry import from_lists
from ..rules.grid_index import GridIndex
from ..terms import Level
from .tree import AREAS, tree


@dataclass(frozen=True)
class Lineage:
    """An area with everything above it, by level; `path` is the area's own."""

    area_id: int
    level: int
    path: str
    name: str
    district_id: int | None
    street_id: int | None
    community_id: int | None
    grid_id: int | None
    building_id: int | None


def _make() -> GridIndex[int]:
    rows = Area.objects.filter(until=None, level=Level.GRID).exclude(polygon=None).order_by("code")
    return GridIndex.build(
        (pk, from_lists(polygon)) for pk, polygon in rows.values_list("id", "polygon") if polygon
    )


_index = Kept(_make, AREAS)


def grid_at(lon: float, lat: float) -> int | None:
    """The grid a position (CGCS2000/WGS-84) lies in, or None; right at once after an edit."""
    return _index.get().at(lon, lat)


def lineage(area_id: int) -> Lineage | None:
    """An area in force and its ancestors; one query only for what lies below the grids."""
    known = tree()
    node = known.get(area_id)
    building = None
    if node is None:
        row = (
            Area.objects.filter(pk=area_id, until=None)
            .values_list("id", "level", "path", "short", "parent_id")
            .first()
        )
        if row is None:
            return None
        _id, level, path, name, _parent = row
        if level >= Level.BUILDING:
            building = int(path.strip("/").split("/")[-1 - (level - Level.BUILDING)])
    else:
        level, path, name = node.level, node.path, node.short
    above = known.on_path(path)
    ids = {one: above[one].id if one in above else None for one in Level}
    return Lineage(
        area_id,
        level,
        path,
        name,
        ids[Level.DISTRICT],
        ids[Level.STREET],
        ids[Level.COMMUNITY],
        ids[Level.GRID],
        building,
    )


def place_of(lon: float, lat: float) -> Lineage | None:
    """The lineage of the grid at a position."""
    grid = grid_at(lon, lat)
    return lineage(grid) if grid is not None else None


def names(area_ids: Iterable[int]) -> dict[int, str]:
    """Short names by id, of ended areas too; one query only for those that ended or lie below the grids."""
    wanted, known = set(area_ids), tree()
    found = {pk: node.short for pk in wanted if (node := known.get(pk)) is not None}
    if missing := wanted - found.keys():
        found |= dict(Area.objects.filter(pk__in=missing).values_list("pk", "short"))
    return found
