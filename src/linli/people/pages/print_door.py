"""谁管这栋楼 as a sheet for the hallway, with a code that leads to the page of the day."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.worktime import CHINA

from .show_door import door


@page("doors/<int:area_id>/print/", needs=PUBLIC, methods=("GET",))
def print_door(request: Asked, *, actor: Actor, now: datetime, area_id: int) -> HttpResponse:
    """The same cards as a table."""
    shown = door(area_id, now.astimezone(CHINA).date())
    back = reverse("people.show_door", args=[area_id])
    frame = {
        "heading": _("谁管这栋楼"),
        "area": shown["title"],
        "address": request.build_absolute_uri(back),
        "printed_by": actor.name,
        "back": back,
    }
    return render(request, "people/print_door.html", {**shown, **frame})
