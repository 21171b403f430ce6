"""Hints while a clerk writes: which category it may be, what is alike already; nothing when there is none in time."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.places.queries import Chosen, choosing

from .. import access
from ..queries import alike, branches, categories_typed, hint_for, lines
from ..queries.place_hints import spots_read
from .in_sight import seen_from
from .looks import matter_row


@page("matters/new/hints/", needs=access.REGISTER, methods=("POST",))
def register_hints(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The pieces beside the text; what was written never stands in an address."""
    said = request.POST
    title, text = said.get("title", "")[:200], said.get("text", "")[:4000]
    where = choosing(Chosen.read(said))
    found = alike(actor, where.spot, said.get("category", ""), text, now, title=title) if text.strip() else []
    rows = lines([one.row for one in found], now)
    seen = seen_from(request)
    ground = where.community_id or (seen.area_id if seen is not None else None)
    spots = spots_read(f"{title}\n{text}", within=[ground] if ground else [])
    shown = {
        "spots": [one for one in spots if one.area_id not in (where.area_id, where.building_id)],
        "url": "/matters/new/place/",
        "besides": "[name=way]:checked",
        "hint": hint_for(title, text),
        "alike": [(matter_row(line), line.row.opened_at) for line in rows],
    }
    return render(request, "matters/_register_hints.html", shown)


@page("matters/new/category/", needs=access.REGISTER, methods=("GET",))
def register_category(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The categories that fit what was typed, by characters or initials, the best chosen; all where nothing is typed.

    With `code`, a tapped suggestion: all of them, that one chosen.
    """
    typed = request.GET.get("what", "")[:40].strip()
    found = [(one.code, f"{one.name}　{one.path}".strip("　")) for one in categories_typed(typed)]
    chosen = found[0][0] if found else request.GET.get("code", "")[:60]
    if not typed:
        found = [(one.code, one.indented) for one in branches()]
    shown = {
        "found": [*found, ("", _("说不清"))] if typed else [("", _("说不清")), *found],
        "category": chosen,
    }
    return render(request, "matters/_register_category.html", shown)
