"""Hints about an answer while it is being written: shown beside the form, never in its way."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from linli.kernel import browser, files
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor

from .. import access
from ..queries.replies import photo_hints, reply_hints
from .desk_matter import matter_at
from .reporting import photo_owner, uuid_in


@page("matters/<str:number>/reply-check/", needs=access.ACT, methods=("POST",))
def reply_check(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """The hints alone, about words and about photos that were just put in; nothing before anything is written."""
    matter = matter_at(actor, number)
    text = request.POST.get("text", "")[:4000]
    kept = [uid for name in request.POST.getlist("kept") if (uid := uuid_in(name)) is not None]
    claim = browser.photo_claim(request)
    fresh = files.waiting(kept, actor=photo_owner(actor), claim=claim) if kept else []
    told = reply_hints(matter, text, now) if text.strip() else []
    told += photo_hints(matter, fresh, now)
    shown = {"reply_hints": told}
    return render(request, "matters/_reply_hints.html", shown)
