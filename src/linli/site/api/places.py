"""Places over the API: the tree, the grid at a position; and the categories."""

from typing import Annotated

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _

from linli.kernel.page import Asked
from linli.kernel.refusal import Refusal
from linli.matters.queries import branches
from linli.places.queries import Node, Tree, place_of, tree
from linli.places.rules.crs import Crs, to_wgs84

from . import shapes
from .describing import asked_in, operation
from .wire import Id, answer_once


class AreasAsked(msgspec.Struct, forbid_unknown_fields=True):
    """below: only this area and what lies in it."""

    below: Id | None = None


@operation("GET", "/areas", asks=AreasAsked, gives=shapes.Areas, refuses="area_unknown (404)")
def list_areas(request: Asked) -> HttpResponse:
    """The tree of areas in force, from the district down to the grids."""
    asked: AreasAsked = asked_in(request, AreasAsked)
    known = tree()
    top = list(known.children(None)) if asked.below is None else [known.get(asked.below)]
    nodes = [node for node in top if node is not None]
    if asked.below is not None and not nodes:
        raise Refusal("area_unknown", _("没有这个区域，或者它已经停用。"), status=404)
    return answer_once(request, shapes.Areas([_area(known, node) for node in nodes]))


def _area(known: Tree, node: Node) -> shapes.Area:
    below = [_area(known, child) for child in known.children(node.id)]
    return shapes.Area(node.id, node.level, node.code, node.name, node.short, node.kind, below)


class GridAsked(msgspec.Struct, forbid_unknown_fields=True):
    """A position in degrees."""

    lon: Annotated[float, msgspec.Meta(ge=-180, le=180)]
    lat: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    crs: shapes.Crs = "wgs84"


@operation("GET", "/places/grid", asks=GridAsked, gives=shapes.GridAt, refuses="place_outside (404)")
def grid_at_position(request: Asked) -> HttpResponse:
    """The grid at a position, with everything above it."""
    asked: GridAsked = asked_in(request, GridAsked)
    spot = place_of(*to_wgs84(asked.lon, asked.lat, Crs(asked.crs)))
    if spot is None:
        raise Refusal("place_outside", _("这个位置不在任何已登记的网格里。"), status=404)
    return answer_once(
        request,
        shapes.GridAt(spot.area_id, spot.name, spot.community_id, spot.street_id, spot.district_id),
    )


@operation("GET", "/categories", gives=shapes.Categories)
def list_categories(request: Asked) -> HttpResponse:
    """The categories in force."""
    above: list[str] = []
    found = []
    for branch in branches():
        del above[branch.depth :]
        found.append(
            shapes.CategoryNode(branch.code, branch.name, above[-1] if above else None, branch.depth)
        )
        above.append(branch.code)
    return answer_once(request, shapes.Categories(found))
