"""我的: who I am here, where I serve, how it looks, how I sign in, who looked at my numbers."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.worktime import CHINA
from linli.matters.queries.looked_at import own_looks
from linli.people.queries import Served, own_record, own_tokens, postings_of
from linli.places.queries import lineage, place_title, tree

from ..menu import by_phone

FRAMES = {"staff": "ui/staff.html", "worker": "ui/worker.html", "resident": "ui/resident.html"}


@page("me/", needs=SIGNED_IN, methods=("GET",))
def me(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """One page in the frame its reader is used to."""
    own = own_record(actor)
    today = now.astimezone(CHINA).date()
    serves = [one for one in postings_of(actor.person_id or 0) if one.to_on is None or one.to_on >= today]
    place = "resident" if not actor.is_staff else "worker" if by_phone(actor) else "staff"
    shown = {
        "frame": FRAMES[place],
        "headed": place != "worker",
        "own": own,
        "home": _home(own.area_path),
        "serves": [(one, _where(one)) for one in serves],
        "tokens": [(one, one.state(now)) for one in own_tokens(actor)],
        "looks": own_looks(actor),
    }
    return render(request, "site/me.html", shown)


def _home(path: str) -> str:
    """The own building in words; nothing where no place is known."""
    parts = path.strip("/").split("/")
    spot = lineage(int(parts[-1])) if parts[-1] else None
    return place_title(spot.building_id or spot.area_id) if spot is not None else ""


def _where(one: Served) -> str:
    return tree().title(one.area_path)
