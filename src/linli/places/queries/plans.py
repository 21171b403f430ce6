"""Schematic plans from our own borders: the grid with its buildings, or the grids of a community."""

from typing import Any

from django.utils.translation import gettext as _

from linli.kernel.ui.plan import Plan, Point, Shape, draw

from ..models import Area
from ..terms import Level
from .finding import Lineage

_MOST = 120


def plan_around(spot: Lineage, lon: float | None = None, lat: float | None = None) -> Plan | None:
    """The plan around a place with the place itself marked; None where no borders are drawn.

    lon, lat: a position to mark with a pin. At most three queries.
    """
    shapes = _of_grid(spot.grid_id, spot.building_id) if spot.grid_id else []
    if not any(shape.kind == "block" for shape in shapes):
        shapes = _of_community(spot)
    if not shapes:
        return None
    pin = (lon, lat) if lon is not None and lat is not None else None
    return draw(shapes, says=_("示意图，已标出%(place)s") % {"place": spot.name}, pin=pin)


def _of_grid(grid_id: int, building_id: int | None) -> list[Shape]:
    """The grid as the ground, its buildings upon it."""
    rows = Area.objects.filter(until=None, pk=grid_id) | Area.objects.filter(
        until=None, parent_id=grid_id, level=Level.BUILDING
    )
    drawn = rows.exclude(polygon=None).order_by("level", "id").values_list("id", "level", "short", "polygon")
    return [
        Shape("", _ring(polygon), kind="green")
        if level == Level.GRID
        else Shape(short, _ring(polygon), on=pk == building_id)
        for pk, level, short, polygon in drawn[:_MOST]
    ]


def _of_community(spot: Lineage) -> list[Shape]:
    """The grids of the community, with buildings not drawn."""
    rows = Area.objects.filter(until=None, parent_id=spot.community_id, level=Level.GRID)
    drawn = rows.exclude(polygon=None).order_by("id").values_list("id", "short", "polygon")
    return [Shape(short, _ring(polygon), on=pk == spot.grid_id) for pk, short, polygon in drawn[:_MOST]]


def _ring(polygon: Any) -> list[Point]:
    """The outer ring of the first part: enough for a sketch."""
    return [(lon, lat) for lon, lat in polygon[0][0]]
