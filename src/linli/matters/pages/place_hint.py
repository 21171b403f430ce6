"""看起来在哪里: places read from words while they are written, and the one tap that takes or refuses a kept one."""

from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.kernel.forms import CommandForm
from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes
from linli.places.queries import Chosen, choosing

from .. import access
from ..commands import refuse_places, take_place
from ..queries.place_hints import spots_read
from .desk_matter import matter_at
from .reporting import usual_place


class TakeForm(CommandForm):
    """Which place is right; none where none is."""

    area_id = forms.IntegerField(required=False, widget=forms.HiddenInput)


@page("report/seen/", needs=PUBLIC, methods=("POST",))
def report_seen(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The places that a resident's words seem to speak of, each a button; what was written stands in no address."""
    where = choosing(Chosen.read(request.POST), otherwise=usual_place(request))
    text = request.POST.get("text", "")
    spots = spots_read(text, within=[where.community_id] if where.community_id else [])
    exact = where.building_id or where.community_id
    shown = {
        "spots": [one for one in spots if one.area_id not in (exact, where.area_id)],
        "url": "/report/places/",
        "besides": "[name=category]:checked",
    }
    return render(request, "matters/_seen_places.html", shown)


@page("matters/<str:number>/place/", needs=access.ACT, methods=("POST",))
def answer_place(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """One tap: it is there, or it is none of them."""
    matter = matter_at(actor, number)
    form = TakeForm(request.POST)
    if form.is_valid():
        area_id = form.cleaned_data["area_id"]
        who = {"actor": actor, "now": now, "matter_id": matter.pk}
        done = (
            form.attempt(take_place, **who, area_id=area_id)
            if area_id is not None
            else form.attempt(refuse_places, **who)
        )
        if done is not None:
            notes.say(request, "ok", _("地点已改。") if area_id is not None else _("好，地点不变。"))
        elif form.refusal is not None:
            notes.say(request, "late", form.refusal.sentence)
    return redirect(f"/matters/{number}/")
