"""一队一室一家四平台: the units of a place as desks, each with its own list; never by person, in the order set up."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor

from .. import access
from ..queries.unit_desks import asked_of_unit, held_by_unit, unit_desks
from .in_sight import choose
from .looks import matter_row


@page("units/", needs=access.SEE_UNITS, methods=("GET",))
def list_units(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """What lies with each unit and what it is asked: open and late."""
    seen = choose(request)
    return render(
        request, "matters/list_units.html", {"seen": seen, "units": unit_desks(actor, seen.path, now)}
    )


@page("units/<int:organisation_id>/", needs=access.SEE_UNITS, methods=("GET",))
def show_unit(request: Asked, *, actor: Actor, now: datetime, organisation_id: int) -> HttpResponse:
    """One unit's list: matters in its hands and asks, what runs out first on top."""
    seen = choose(request)
    unit = next((one for one in unit_desks(actor, seen.path, now) if one.pk == organisation_id), None)
    if unit is None:
        raise Http404
    shown = {
        "seen": seen,
        "unit": unit,
        "rows": [matter_row(line) for line in held_by_unit(actor, organisation_id, now)],
        "asks": asked_of_unit(actor, organisation_id, seen.path),
    }
    return render(request, "matters/show_unit.html", shown)
