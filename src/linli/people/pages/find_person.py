"""查人: by a whole telephone or ID number, never by part of one; the number stays out of addresses, the search is kept."""

from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.places.queries import tree

from .. import access
from ..commands import look_up_person
from ..queries import PersonLine, persons_by_id


class NumberForm(CommandForm):
    """The whole number."""

    number = forms.CharField(
        label=gettext_lazy("完整的电话号码或身份证号"), max_length=40,
        widget=forms.TextInput({"inputmode": "text", "autocomplete": "off", "autofocus": ""}),
    )  # fmt: skip


@page("people/", needs=access.SEE_PERSON)
def find_person(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Ask, write the search down, show who in reach has this number."""
    form = NumberForm(request.POST or None)
    found: list[tuple[PersonLine, str]] | None = None
    if request.method == "POST" and form.is_valid():
        event = form.attempt(look_up_person, actor=actor, now=now, **form.values())
        if event is not None:
            found = [(one, tree().title(one.area_path)) for one in persons_by_id(actor, event.found)]
    return render(request, "people/find_person.html", {"form": form, "found": found})
