"""定类别: what a matter is about, with what was suggested beside it."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes

from .. import access
from ..commands import sort_matter
from ..queries import alike_closed, category_choices, explained
from .desk_matter import matter_at


class SortForm(CommandForm):
    """Another category than the suggested ones."""

    category = forms.ChoiceField(label=gettext_lazy("类别"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)  # noqa: S101  declared above
        category.choices = category_choices()


@page("matters/<str:number>/sort/", needs=access.ACT)
def sort(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """GET shows what was suggested and all categories; POST decides."""
    matter = matter_at(actor, number)
    hint = explained(matter)
    first = matter.category.code if matter.category is not None else hint.default if hint is not None else ""
    usual = {"category": first} if first else {}
    form = SortForm(request.POST) if request.method == "POST" else SortForm(initial=usual)
    if form.is_bound and form.is_valid():
        category = form.cleaned_data["category"]
        event = form.attempt(sort_matter, actor=actor, now=now, matter_id=matter.pk, category=category)
        if event is not None:
            notes.say(request, "ok", _("类别已改。"))
            return redirect(f"/matters/{number}/")
    shown = {
        "matter": matter,
        "form": form,
        "hint": hint,
        "closed": alike_closed(actor, matter, now) if request.method == "GET" else [],
    }
    return render(request, "matters/sort_matter.html", shown, status=422 if form.errors else 200)
