"""The menu as a page of its own, for narrow screens; the way between areas stands here too."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor


@page("menu/", needs=SIGNED_IN, methods=("GET",))
def show_menu(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Places and groups of the left column, drawn from the frame itself."""
    return render(request, "ui/menu.html")
