"""The place part of a report, fetched anew after each choice; with it the hint and who will come."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor
from linli.places.queries import Choosing, Chosen, choosing, plan_around

from ..kinds import kind_of
from ..queries import coming
from .report_nearby import similar


@page("report/places/", needs=PUBLIC, methods=("GET",))
def report_places(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The pieces that change with the place."""
    where = choosing(Chosen.read(request.GET))
    nearby = similar(actor, where, request.GET.get("category", ""), now)
    shown = {**place_context(where, now), "nearby": nearby, "looked": True}
    return render(request, "matters/_report_place.html", shown)


def place_context(where: Choosing, now: datetime) -> dict[str, Any]:
    """The place chosen so far, its plan, and who comes by when."""
    return {
        "where": where,
        "plan": plan_around(where.spot, where.lon, where.lat) if where.spot else None,
        "coming": coming(kind_of("snapshot"), where.spot.path, now) if where.spot else None,
    }
