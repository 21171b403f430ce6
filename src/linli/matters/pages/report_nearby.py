"""What others reported at the same place, shown before one writes it again."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor
from linli.places.queries import Choosing, Chosen, choosing

from ..queries import Nearby, chips, nearby, own_numbers


@dataclass(frozen=True)
class Hint:
    """A report that may be the same; one's own leads to its page, another's can be joined."""

    near: Nearby
    own: bool


@page("report/nearby/", needs=PUBLIC, methods=("GET",))
def report_nearby(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The hint alone, fetched when the category changes."""
    found = similar(actor, choosing(Chosen.read(request.GET)), request.GET.get("category", ""), now)
    return render(request, "matters/_nearby.html", {"nearby": found, "looked": True})


def similar(actor: Actor, where: Choosing, category: str, now: datetime) -> list[Hint]:
    """Up to three open reports of the same kind of thing at the same building, or outdoors in the grid."""
    code = next((chip.id for chip in chips() if chip.code == category), None)
    if where.spot is None or code is None:
        return []
    found = nearby(building_id=where.spot.building_id, grid_id=where.spot.grid_id, category_id=code, now=now)
    own = own_numbers(actor, [one.matter_id for one in found])
    return [Hint(one, one.matter_id in own) for one in found]
