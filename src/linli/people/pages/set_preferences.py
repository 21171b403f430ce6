"""Type size and single-key shortcuts, kept in the account."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect

from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor

from ..commands import set_preferences as prefer

YES = {"yes": True, "no": False}


@page("me/preferences/", needs=SIGNED_IN, methods=("POST",))
def set_preferences(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """What the form names is changed; large type is shown at once in this browser too."""
    large_type = YES.get(request.POST.get("large_type", ""))
    prefer(actor=actor, now=now, large_type=large_type, shortcuts=YES.get(request.POST.get("shortcuts", "")))
    look = {True: "?ui=elder", False: "?ui=resident", None: ""}[large_type]
    return redirect(f"/me/{look}")
