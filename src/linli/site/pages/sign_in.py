"""The one address that asks to sign in: it leads to the page this browser used last."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor
from linli.people.terms import SignInHow

from ..sign_in.way_on import last_door, way_on


@page("sign-in/", needs=PUBLIC, methods=("GET",))
def sign_in(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Residents by telephone, staff by login name."""
    wanted = way_on(request)
    if not actor.is_guest:
        return redirect(wanted)
    door = "account_login" if last_door(request) == SignInHow.PASSWORD else "site.sign_in_phone"
    query = f"?{urlencode({'next': wanted})}" if wanted != "/" else ""
    return redirect(f"{reverse(door)}{query}")
