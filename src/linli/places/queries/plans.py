"""Schematic plans from our own borders: the buildings of a grid, or the grids of a community."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from linli.kernel.stamp import KeptEach
from linli.kernel.ui.plan import Plan, Point, Shape, draw

from ..models import Area
from ..terms import Level
from .finding import Lineage
from .tree import AREAS

_MOST = 120


def plan_around(spot: Lineage, lon: float | None = None, lat: float | None = None) -> Plan | None:
    """The plan around a place with the place itself marked; None where no borders are drawn.

    lon, lat: a position to mark with a pin. Two queries at most, none where somebody looked there lately.
    """
    pin = (lon, lat) if lon is not None and lat is not None else None
    shapes = _of_grid(spot.grid_id, spot.building_id, pin) if spot.grid_id else []
    shapes = shapes or _of_community(spot)
    return draw(shapes, says=_("示意图，已标出%(place)s") % {"place": spot.name}, pin=pin)


def _of_grid(grid_id: int, building_id: int | None, pin: Point | None) -> list[Shape]:
    """The buildings of a grid on a lawn that reaches a little around them and the pin."""
    drawn = _borders.get((grid_id, Level.BUILDING))
    blocks = [Shape(_number(short), ring, on=pk == building_id) for pk, short, ring in drawn]
    corners = [point for block in blocks for point in block.ring]
    return [_lawn([*corners, *([pin] if pin else [])]), *blocks] if blocks else []


def _lawn(points: list[Point]) -> Shape:
    """The ground under some buildings, an eighth wider than they are."""
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    wide, tall = (east - west) / 8, (north - south) / 8
    west, east, south, north = west - wide, east + wide, south - tall, north + tall
    return Shape("", [(west, south), (east, south), (east, north), (west, north)], kind="green")


class Block(NamedTuple):
    """A grid on a plan of many: its border as lon/lat points, and the community it lies in."""

    id: int
    community_id: int | None
    ring: Sequence[Point]


def grid_blocks(path: str, most: int = 600) -> list[Block]:
    """The grids below a place that have borders, in code order; one query."""
    rows = Area.objects.filter(until=None, path__startswith=path, level=Level.GRID)
    drawn = rows.exclude(polygon=None).order_by("code").values_list("id", "parent_id", "polygon")
    return [Block(pk, parent, _ring(polygon)) for pk, parent, polygon in drawn[:most]]


def _number(short: str) -> str:
    """2号楼 of 槐荫里2号楼: all that fits on a small plan."""
    found = re.search(r"[0-9A-Za-z]+[号栋幢座]楼?$", short)
    return found[0] if found else short


def _of_community(spot: Lineage) -> list[Shape]:
    """The grids of the community, with buildings not drawn."""
    if spot.community_id is None:
        return []
    drawn = _borders.get((spot.community_id, Level.GRID))
    return [Shape(short, ring, on=pk == spot.grid_id) for pk, short, ring in drawn]


def _read(under: tuple[int, Level]) -> list[tuple[int, str, list[Point]]]:
    """Id, short name and border of what is drawn of one level right below an area; one query."""
    parent_id, level = under
    rows = Area.objects.filter(until=None, parent_id=parent_id, level=level).exclude(polygon=None)
    drawn = rows.order_by("id").values_list("id", "short", "polygon")[:_MOST]
    return [(pk, short, _ring(polygon)) for pk, short, polygon in drawn]


_borders = KeptEach(_read, 200, AREAS)


def _ring(polygon: Any) -> list[Point]:
    """The outer ring of the first part: enough for a sketch."""
    return [(lon, lat) for lon, lat in polygon[0][0]]
