"""The tree of areas: the keeper's home, street by street, and one area with all that hangs on it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.places.queries import (
    Node,
    area_to_edit,
    became,
    came_from,
    children_of,
    own_tops,
    plan_below,
    tree,
)
from linli.places.terms import Level

from ..queries import desk_people, who_covers
from ..terms import Role

if TYPE_CHECKING:
    from linli.places.models import Area

EDIT_AREAS = "places.edit_areas"


@page("admin/areas/", needs=EDIT_AREAS, methods=("GET",))
def list_areas(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Streets with their communities; whoever keeps one street or community only begins there."""
    tops = own_tops(actor)
    if len(tops) == 1 and tops[0].level > Level.DISTRICT:
        return redirect("people.show_area", area_id=tops[0].id)
    lines = [line for top in tops for line in _lines(top, now)]
    return render(request, "people/list_areas.html", {"tops": tops, "lines": lines})


def _lines(top: Node, now: datetime) -> list[tuple[Node, int, int, int]]:
    """Streets and communities below, each with how many grids, grids without a worker, and workers."""
    known = tree()
    found = []
    for node in known.within(top.path, Level.STREET) + known.within(top.path, Level.COMMUNITY):
        grids = known.within(node.path, Level.GRID)
        workers = {grid.id: desk_people(grid.id, Role.GRID_WORKER, now.date()) for grid in grids}
        people = {person for held in workers.values() for person in held}
        found.append((node, len(grids), sum(not held for held in workers.values()), len(people)))
    return sorted(found, key=lambda line: line[0].code)


@page("admin/areas/<int:area_id>/", needs=EDIT_AREAS, methods=("GET",))
def show_area(request: Asked, *, actor: Actor, now: datetime, area_id: int) -> HttpResponse:
    """What it is, what lies below, who serves there, where it came from."""
    area = area_to_edit(actor, area_id)
    if area is None:
        raise Http404
    children = children_of(area) if area.until is None else []
    serving = who_covers([area.pk, *(child.area.pk for child in children)], now.date())
    posted: dict[int, list[object]] = {}
    for card in serving:
        posted.setdefault(card.area_id, []).append(card)
    shown = {
        "area": area,
        "level": Level(area.level),
        "trail": _trail(area),
        "children": [(child, posted.get(child.area.pk, [])) for child in children],
        "below": Level(area.level + 1) if area.level < Level.HOME else None,
        "plan": plan_below(area, children),
        "here": posted.get(area.pk, []),
        "came_from": came_from(area.pk),
        "became": became([area.pk]).get(area.pk, []),
        "is_community": area.level == Level.COMMUNITY,
        "is_street": area.level == Level.STREET,
        "levels": Level,
    }
    return render(request, "people/show_area.html", shown)


def _trail(area: "Area") -> list[Node]:
    """The areas above, top first."""
    known = tree().on_path(area.path)
    return [known[level] for level in sorted(known) if known[level].id != area.pk]
