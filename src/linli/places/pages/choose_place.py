"""The lists for choosing a place, fetched anew after each choice where a page has nothing else to change."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor

from ..queries import Chosen, choosing


@page("place/lists/", needs=PUBLIC, methods=("GET",))
def choose_place(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The piece with the next list."""
    shown = {"where": choosing(Chosen.read(request.GET)), "url": "/place/lists/", "unfolded": True}
    return render(request, "places/_choose_place.html", shown)
