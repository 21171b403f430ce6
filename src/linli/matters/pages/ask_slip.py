"""凭登记单号查: whoever holds the paper sees whether it has arrived and how the matter stands; none of its words."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor

from ..queries import holder_of, parcel
from ..queries.slips import SlipTold, slip_told
from ..rules.slip_numbers import grouped
from .follow import kept_private


@page("s/", needs=PUBLIC, methods=("GET",))
def ask_slip(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The field for the number, and what it says."""
    return _told(request, request.GET.get("number", "")[:40], now)


@page("s/<str:slip>/", needs=PUBLIC, methods=("GET",))
def show_slip(request: Asked, *, actor: Actor, now: datetime, slip: str) -> HttpResponse:
    """What the code on the paper leads to."""
    return _told(request, slip[:40], now)


def _told(request: Asked, typed: str, now: datetime) -> HttpResponse:
    found: SlipTold | None = slip_told(typed) if typed else None
    matter = found.matter if found is not None else None
    told = parcel(matter, now) if matter is not None else None
    shown = {
        "typed": typed, "found": found, "number": grouped(found.number) if found else "", "parcel": told, "matter": matter,
        "holder": holder_of(matter, now) if matter is not None and told is not None and not told.closed else None,
    }  # fmt: skip
    return kept_private(render(request, "matters/ask_slip.html", shown))
