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


@page("report/nearby/", needs=PUBLIC)
def report_nearby(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The hint alone, fetched when the category changes and while one writes; words are posted, never in an address."""
    given = request.POST if request.method == "POST" else request.GET
    words = request.POST.get("text", "")
    found = similar(actor, choosing(Chosen.read(given)), given.get("category", ""), now, words)
    return render(request, "matters/_nearby.html", {"nearby": found, "looked": True})


def similar(actor: Actor, where: Choosing, category: str, now: datetime, text: str = "") -> list[Hint]:
    """Up to three open reports: of the same kind of thing at the same building or in the grid, or in like words."""
    code = next((chip.id for chip in chips() if chip.code == category), None)
    if where.spot is None or where.spot.community_id is None:
        return []
    found = nearby(where.spot, code, now, text=text[:600])
    own = own_numbers(actor, [one.matter_id for one in found])
    return [Hint(one, one.matter_id in own) for one in found]
