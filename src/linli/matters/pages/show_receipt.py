"""已收到: number, link and code, who comes by when; and the same on paper."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor

from ..models import Matter
from ..queries import holder_of, parcel
from .follow import by_token, kept_private


@page("f/<str:token>/received/", needs=PUBLIC, methods=("GET",))
def show_receipt(request: Asked, *, actor: Actor, now: datetime, token: str) -> HttpResponse:
    """What somebody sees right after reporting."""
    matter = by_token(token)
    own = actor.person_id is not None and matter.reporter_person_id == actor.person_id
    shown = {**receipt(request, matter, token, now), "own": own}
    return kept_private(render(request, "matters/show_receipt.html", shown))


def receipt(request: Asked, matter: Matter, token: str, now: datetime) -> dict[str, object]:
    """What a receipt says, on the screen and on paper."""
    return {
        "matter": matter,
        "parcel": parcel(matter, now),
        "holder": holder_of(matter, now),
        "token": token,
        "address": request.build_absolute_uri(f"/f/{token}/"),
    }
