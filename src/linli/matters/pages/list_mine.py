"""我的事: what one reported, newest first, and what one joined; a number leads to its page."""

import re
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render

from linli.kernel.keyset import Slice
from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.search import fold
from linli.kernel.ui.parts import Pager

from ..queries import joined, matter_for, mine, mine_like, parcel

NUMBER = re.compile(r"\d{8}-\d{4,}")


@page("mine/", needs=PUBLIC, methods=("GET",))
def list_mine(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """A page of the list; guests are told how to follow without an account."""
    if actor.is_guest:
        return render(request, "matters/list_mine_guest.html")
    asked = request.GET.get("q", "").strip()[:80]
    number = NUMBER.fullmatch(fold(asked))
    if number and matter_for(actor, number[0]) is not None:
        return redirect(f"/matters/{number[0]}/")
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    part = Slice(mine_like(actor, asked), None, None) if asked else mine(actor, before=before, after=after)
    others = [] if asked or before or after else joined(actor)
    shown = {
        "parcels": [parcel(one, now) for one in part.rows],
        "joined": [parcel(one, now) for one in others],
        "pager": _pager(part.before, part.after),
        "asked": asked,
    }
    return render(request, "matters/list_mine.html", shown)


def _pager(before: str | None, after: str | None) -> Pager | None:
    if not before and not after:
        return None
    return Pager(
        prev_url=f"/mine/?before={before}" if before else "",
        next_url=f"/mine/?after={after}" if after else "",
    )
