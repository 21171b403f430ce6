"""回执: a slip of paper with the number and the code to follow it by."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor

from .follow import by_token, kept_private
from .show_receipt import receipt


@page("f/<str:token>/slip/", needs=PUBLIC, methods=("GET",))
def slip(request: Asked, *, actor: Actor, now: datetime, token: str) -> HttpResponse:
    """One A5 sheet."""
    shown = {**receipt(request, by_token(token), token, now), "back": f"/f/{token}/received/"}
    return kept_private(render(request, "matters/slip.html", shown))
