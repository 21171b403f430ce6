"""给选中的记一笔: the same words into the course of several matters, one command each; what was refused says why."""

from datetime import datetime
from functools import partial
from uuid import uuid5

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes

from .. import access
from ..commands import note
from ..queries import assignable, last_event_ids, lines
from .desk_matter import way_back
from .inbox_assign import Tried, each_one, picked_ids
from .looks import matter_row


class NoteManyForm(CommandForm):
    """The words, and whether the reporters see them."""

    text = WordsField(label=gettext_lazy("记一笔"), most=2000, widget=forms.Textarea(attrs={"rows": 3}))
    public = forms.BooleanField(label=gettext_lazy("居民能看到"), required=False)


@page("inbox/note/", needs=access.ASSIGN, methods=("POST",))
def note_many(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """First the words, then one command for each matter, under ids drawn from the form's."""
    back = way_back(request, "/inbox/")
    ids = picked_ids(request, actor, now, back)
    chosen = assignable(actor, ids) if ids else []
    if not chosen:
        notes.say(request, "info", _("请先在左边勾选诉求。"))
        return redirect(back)
    form = NoteManyForm(request.POST if "text" in request.POST else None)
    rows = [matter_row(line) for line in lines(chosen, now)]
    shown = {"form": form, "rows": rows, "back": back}
    if not form.is_bound or not form.is_valid():
        return render(request, "matters/note_many.html", shown, status=422 if form.errors else 200)
    asked = {
        "actor": actor,
        "now": now,
        "text": form.cleaned_data["text"],
        "public": form.cleaned_data["public"],
    }
    acts = (
        (row.id, partial(note.once(uuid5(form.given_id, f"note {row.id}")), **asked, matter_id=row.id))
        for row in chosen
    )
    refusals = dict(each_one(form, acts))
    tried = [Tried(row, refusals[int(row.key)]) for row in rows]
    done = [int(one.row.key) for one in tried if not one.refusal]
    inner = not form.cleaned_data["public"]  # what reporters see may have been read
    shown |= {
        "done": [one for one in tried if not one.refusal],
        "refused": [one for one in tried if one.refusal],
        "undo": [f"{matter}:{event}" for matter, event in last_event_ids(done).items()] if inner else [],
    }
    return render(request, "matters/noted_many.html", shown)
