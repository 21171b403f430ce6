"""办好后怎么回访您: the reporter chooses the way."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.forms import ChipRadio
from linli.kernel.ui.notes import say

from ..commands import choose_follow_up as choose_verb
from ..kinds import kind_of
from ..models import Matter
from ..terms import Via
from .own_matter import own_matter

ICONS = {"phone": "phone", "wechat": "talk", "visit": "door"}


class ChooseForm(CommandForm):
    """One of the kind's ways; the one-time link is sent by the desk, not chosen here."""

    via = forms.ChoiceField(label=gettext_lazy("办好后怎么回访您"), widget=ChipRadio)

    def __init__(self, ways: Sequence[tuple[str, str]], chosen: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        via = self.fields["via"]
        assert isinstance(via, forms.ChoiceField)  # noqa: S101  declared above
        via.choices = ways
        via.widget = ChipRadio(choices=ways, icons=ICONS)
        via.initial = chosen


def ways(matter: Matter) -> list[tuple[str, str]]:
    """The ways of follow-up that a reporter chooses from."""
    return [(str(via), str(Via(via).label)) for via in kind_of(matter.kind).asking.via if via != Via.LINK]


@page("matters/<str:number>/follow-up/", needs=SIGNED_IN)
def choose_follow_up(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """The choice on a page of its own; the matter's page carries the same form."""
    matter = own_matter(actor, number)
    form = ChooseForm(ways(matter), matter.follow_via, request.POST or None)
    if form.is_valid():
        event = form.attempt(choose_verb, actor=actor, now=now, matter_id=matter.pk, **form.values())
        if event is not None:
            say(
                request, "ok", _("记下了，办好后%(via)s回访您。") % {"via": str(Via(event.via).label).lower()}
            )
            return redirect(f"/matters/{number}/")
    shown = {"form": form, "matter": matter, "heading": _("怎么回访您"), "button": _("就这样")}
    return render(request, "matters/own_form.html", shown, status=422 if form.errors else 200)
