"""谁管这栋楼: which building? One that is known already opens at once."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render

from linli.kernel import browser
from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor
from linli.places.queries import Choosing, Chosen, choosing
from linli.places.terms import Level

from ..queries import own_entry


@page("doors/", needs=PUBLIC, methods=("GET",))
def show_doors(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The lists, or on to the door; `?change=1` asks even where a building is known."""
    chosen = Chosen.read(request.GET)
    where = choosing(chosen, otherwise=_usual(request, actor))
    if _is_door(where) and "look" not in request.GET and not (chosen.nothing and "change" in request.GET):
        return redirect("people.show_door", area_id=where.area_id)
    return render(request, "people/show_doors.html", {"where": where})


def _is_door(where: Choosing) -> bool:
    """A grid has somebody who covers it; anything wider is too wide."""
    return where.spot is not None and where.spot.level >= Level.GRID


def _usual(request: Asked, actor: Actor) -> int | None:
    """The place this browser looks at, else the own home."""
    own = own_entry(actor.person_id) if actor.person_id is not None and not actor.is_staff else None
    return browser.remembered_area(request) or (own.home_id if own else None)
