"""拆分: one matter with several issues, a line for each part."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes

from .. import access
from ..commands import split
from .desk_matter import matter_at
from .joint_forms import SplitForm


@page("matters/<str:number>/split/", needs=access.SPLIT)
def split_matter(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """GET asks what the parts are, POST makes them."""
    matter = matter_at(actor, number)
    form = SplitForm(request.POST or None)
    if form.is_valid():
        event = form.attempt(split, actor=actor, now=now, matter_id=matter.pk, titles=form.lines)
        if event is not None:
            notes.say(
                request, "ok", _("拆成%(n)d件，都办完才能答复居民，只答复一次。") % {"n": len(event.parts)}
            )
            return redirect(f"/matters/{number}/")
    shown = {
        "matter": matter,
        "form": form,
        "title": _("拆分"),
        "icon": "list",
        "button": _("拆分"),
        "here": f"/matters/{number}/",
    }
    return render(request, "matters/joint_form.html", shown, status=422 if form.errors else 200)
