"""Post somebody who is known already: find by the beginning of the name, then role, area, days."""

from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes
from linli.kernel.worktime import CHINA
from linli.places.queries import Chosen, choosing

from .. import access
from ..commands import post
from ..queries import staff_named
from ..terms import Role
from .choices import ROLES, DayField, IdField, areas, units


class PostingForm(CommandForm):
    """Who, as what, where, from when to when."""

    person_id = IdField(label=gettext_lazy("谁"))
    role = forms.ChoiceField(label=gettext_lazy("岗位"), choices=ROLES)
    area_id = IdField(label=gettext_lazy("管哪里"))
    organisation_id = IdField(label=gettext_lazy("所在单位"), required=False)
    from_on = DayField(label=gettext_lazy("从哪天起"))
    to_on = DayField(
        label=gettext_lazy("到哪天止"), required=False, help_text=gettext_lazy("不填就是一直到另行通知。")
    )

    def offer(self, people: list[tuple[int, str, str]], places: object, organisations: object) -> None:
        """The choices of this administrator."""
        self.fields["person_id"].choices = [(str(pk), f"{name}　{mark}") for pk, name, mark in people]  # type: ignore[attr-defined]
        self.fields["area_id"].choices = places  # type: ignore[attr-defined]
        self.fields["organisation_id"].choices = organisations  # type: ignore[attr-defined]


@page("admin/postings/new/", needs=access.EDIT_POSTINGS)
def post_person(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """First the name (and a building, for its head), then the rest."""
    name = request.GET.get("name", "").strip()
    where = choosing(Chosen.read(request.GET))
    building = where.area_id if where.building_id else None
    initial = {"from_on": now.astimezone(CHINA).date(), "area_id": building, "role": Role.GRID_WORKER}
    # The building's lists stand on the same page and have ids of their own.
    form = PostingForm(request.POST or None, initial=initial, auto_id="id_post_%s")
    people = staff_named(actor, name)
    form.offer(people, areas(actor, access.EDIT_POSTINGS, building), units(actor))
    if request.method == "POST" and form.is_valid():
        event = form.attempt(post, actor=actor, now=now, **form.values())
        if event is not None:
            notes.say(request, "ok", _("已任职。他下次打开页面就有新岗位的权限。"))
            return redirect("people.list_postings")
    shown = {"form": form, "name": name, "people": people, "where": where}
    return render(request, "people/post_person.html", shown)
