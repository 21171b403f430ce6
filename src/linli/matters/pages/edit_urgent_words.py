"""紧急词: the fixed core, which nobody can take away, and a district's own words by their days."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.notes import say
from linli.places.queries import Node, tree
from linli.places.terms import Level

from .. import access
from ..commands import add_urgent_word, end_urgent_word
from ..queries.urgent_words import urgent_word_rows
from ..rules.urgency import CORE, LONGEST
from ..terms import WordFamily


class WordForm(CommandForm):
    """A word, which danger, from when to when, why."""

    area = forms.TypedChoiceField(label=gettext_lazy("哪个地方"), coerce=int)
    word = WordsField(label=gettext_lazy("词"), most=LONGEST, line=True)
    family = forms.ChoiceField(label=gettext_lazy("险情"), choices=WordFamily.choices)
    since = forms.DateField(
        label=gettext_lazy("从哪天起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("到哪天止"), required=False, help_text=gettext_lazy("不填就一直有效。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    source = WordsField(label=gettext_lazy("依据"), most=200, line=True, required=False)

    def __init__(self, *args: Any, areas: list[Node], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["area"].choices = [(node.id, node.short) for node in areas]  # type: ignore[attr-defined]


@page("admin/urgent-words/", needs=access.EDIT_URGENT_WORDS)
def edit_urgent_words(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The core by danger, the district's own rows, a new word."""
    paths = tuple(grant.path for grant in actor.grants if grant.permission == access.EDIT_URGENT_WORDS)
    nodes = (node for node in tree().nodes.values() if node.level == Level.DISTRICT)
    areas = sorted((node for node in nodes if node.path.startswith(paths)), key=lambda node: node.path)
    form = WordForm(request.POST or None, areas=areas, initial={"since": now.date()})
    if form.is_valid():
        said = form.values()
        event = form.attempt(add_urgent_word, actor=actor, now=now, area_id=said.pop("area"), **said)
        if event is not None:
            say(request, "ok", _("加了一个紧急词，从生效那天起新来的诉求按它算。"))
            return redirect("/admin/urgent-words/")
    shown = {
        "rows": urgent_word_rows(actor),
        "core": [(family.label, words.split()) for family, words in CORE.items()],
        "today": now.date(),
        "form": form,
    }
    return render(request, "matters/edit_urgent_words.html", shown, status=422 if form.errors else 200)


@page("admin/urgent-words/<int:word_id>/end/", needs=access.EDIT_URGENT_WORDS, methods=("POST",))
def end_word(request: Asked, *, actor: Actor, now: datetime, word_id: int) -> HttpResponse:
    """End a district's own word."""
    form = CommandForm(request.POST)
    if form.is_valid() and form.attempt(end_urgent_word, actor=actor, now=now, word_id=word_id) is not None:
        say(request, "ok", _("这个词从今天起不再算。"))
    return redirect("/admin/urgent-words/")
