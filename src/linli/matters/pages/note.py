"""记一笔: something written into the course of a matter, inside or for the reporter to see."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes

from .. import access
from ..commands import note
from .desk_matter import matter_at
from .reporting import uuid_in
from .show_matter import sheet
from .step_forms import NoteForm


@page("matters/<str:number>/note/", needs=access.ACT, methods=("POST",))
def write_note(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """Write it down; what was refused stays in its field on the matter's page."""
    matter = matter_at(actor, number)
    here = redirect(f"/matters/{number}/")
    command_id = uuid_in(request.POST.get("command_id", ""))
    if command_id is not None and note.answered(command_id):
        return here
    form = NoteForm(request.POST, request.FILES)
    form.keep_photos(request.POST, actor=actor, claim="", now=now)
    if form.is_valid():
        said = form.cleaned_data
        event = form.attempt(
            note, actor=actor, now=now, matter_id=matter.pk, text=said["text"], public=said["public"],
            photos=form.uids,
        )  # fmt: skip
        if event is not None:
            told = _("已记下，居民能看到。") if event.public else _("已记下，只有工作人员能看到。")
            notes.say(request, "ok", told)
            return here
    shown = {**sheet(matter, actor, now, public_only=False), "note_form": form}
    return render(request, "matters/show_matter.html", shown, status=422)
