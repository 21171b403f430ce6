"""谁管这栋楼 (一格多员): who covers a door, with work telephones; public, since the law wants it posted."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.worktime import CHINA
from linli.places.queries import Lineage, lineage, place_title, tree
from linli.places.terms import Level

from ..queries import Card, door_cards


@page("doors/<int:area_id>/", needs=PUBLIC, methods=("GET",))
def show_door(request: Asked, *, actor: Actor, now: datetime, area_id: int) -> HttpResponse:
    """The cards of a grid, building, unit or home, nearest first."""
    return render(request, "people/show_door.html", door(area_id, now.astimezone(CHINA).date()))


def door(area_id: int, on: date) -> dict[str, Any]:
    """What the page and the sheet show; 404 for what is no door."""
    spot = lineage(area_id)
    if spot is None or spot.level < Level.GRID:
        raise Http404
    return {
        "spot": spot,
        "title": place_title(area_id),
        "under": tree().title(spot.path),
        "cards": [(card, _place(card)) for card in door_cards(spot, _between(spot), on)],
        "on": on,
    }


def _place(card: Card) -> str:
    node = tree().get(card.area_id)
    return node.short if node is not None else _("这栋楼")


def _between(spot: Lineage) -> list[int]:
    """The unit and home between a door and its building."""
    parts = [int(part) for part in spot.path.strip("/").split("/")]
    return parts[parts.index(spot.building_id) + 1 :] if spot.building_id in parts else []
