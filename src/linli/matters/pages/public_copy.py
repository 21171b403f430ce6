"""公开文本: what everybody may read of a matter, and what a person hides or shows besides the rules."""

import re
from datetime import datetime
from uuid import uuid5

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.kernel.ui import notes

from .. import access
from ..commands import change_mask
from ..models import Matter
from ..queries import public_copy
from ..terms import WordsOf
from .desk_matter import matter_at

MOST = 20
"""So many places are hidden at once; the same again hides the rest."""


class HideForm(CommandForm):
    """Words to hide, as they stand in the original."""

    stretch = WordsField(label=gettext_lazy("要隐去的字"), most=200, line=True)


class ShowForm(CommandForm):
    """A stretch that is hidden and may be read."""

    words = forms.ChoiceField(choices=WordsOf.choices)
    begin = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)


@page("matters/<str:number>/public/", needs=access.EDIT_MASK)
def public(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """GET shows copy and original; POST hides words, or shows a hidden stretch."""
    matter = matter_at(actor, number)
    form: CommandForm = HideForm()
    if request.method == "POST":
        form = ShowForm(request.POST) if "begin" in request.POST else HideForm(request.POST)
        if form.is_valid() and _changed(form, matter, actor, now):
            notes.say(request, "ok", _("公开文本已改。"))
            return redirect(f"/matters/{number}/public/")
    copy = public_copy(actor, matter)
    if copy is None and matter.closed_at is not None and request.method == "POST":
        raise Http404
    labels = {str(words): str(words.label) for words in WordsOf}
    parts = (
        [(labels[words], words, pieces) for words, pieces in copy.pieces.items() if pieces] if copy else []
    )
    shown = {
        "matter": matter,
        "copy": copy,
        "parts": parts,
        "form": form if isinstance(form, HideForm) else HideForm(),
    }
    return render(request, "matters/public_copy.html", shown, status=422 if form.errors else 200)


def _changed(form: CommandForm, matter: Matter, actor: Actor, now: datetime) -> bool:
    said = form.cleaned_data
    if isinstance(form, ShowForm):
        return bool(
            form.attempt(
                change_mask, actor=actor, now=now, matter_id=matter.pk, words=said["words"], begin=said["begin"],
                end=said["end"], hide=False,
            )
        )  # fmt: skip

    def hide() -> object:
        stretch = said["stretch"]
        places = _stands(matter, stretch)
        for words, begin in places:
            change_mask.once(uuid5(form.given_id, f"{words}:{begin}"))(
                actor=actor,
                now=now,
                matter_id=matter.pk,
                words=words,
                begin=begin,
                end=begin + len(stretch),
                hide=True,
            )
        return places

    return form.tell(hide) is not None


def _stands(matter: Matter, stretch: str) -> list[tuple[str, int]]:
    """Wherever the words stand: in title, text and place. Refuses stretch_outside."""
    found = [
        (str(words), at.start())
        for words in WordsOf
        for at in re.finditer(re.escape(stretch), getattr(matter, words))
    ]
    if not found:
        raise Refusal("stretch_outside", _("原文里没有这些字，请照原文填写。"), facts={"field": "stretch"})
    return found[:MOST]
