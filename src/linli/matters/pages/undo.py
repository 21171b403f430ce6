"""Take back one's own last step, while nobody has acted on it."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page, refused
from linli.kernel.scope import Actor
from linli.kernel.ui import notes

from .. import access
from ..commands import undo
from ..queries import line_of
from .desk_matter import matter_at, told, way_back


@page("matters/<str:number>/undo/<int:event_id>/", needs=access.SEE, methods=("POST",))
def undo_step(request: Asked, *, actor: Actor, now: datetime, number: str, event_id: int) -> HttpResponse:
    """Undo, and say where the matter stands again."""
    matter = matter_at(actor, number)
    form = CommandForm(request.POST)
    form.is_valid()
    if form.attempt(undo, actor=actor, now=now, matter_id=matter.pk, event_id=event_id) is None:
        assert form.refusal is not None  # noqa: S101  attempt gives an event or keeps the refusal
        return refused(request, form.refusal)
    notes.say(request, "ok", told(matter.title, _("已撤销"), line_of(matter, now), now))
    return redirect(way_back(request, f"/matters/{number}/"))
