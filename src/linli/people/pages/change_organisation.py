"""Change an organisation's name and telephone, or set its last day."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes
from linli.places.queries import tree

from .. import access
from ..commands import change_organisation as change
from ..queries import organisation_line
from .choices import DayField


class OrganisationForm(CommandForm):
    """What may change; kind and place do not."""

    name = forms.CharField(label=gettext_lazy("全称"), max_length=60)
    short = forms.CharField(label=gettext_lazy("简称"), max_length=20, required=False)
    phone = forms.CharField(label=gettext_lazy("对外电话"), max_length=30, required=False)
    until = DayField(
        label=gettext_lazy("停用日期"),
        required=False,
        help_text=gettext_lazy("从这天起不能再选它；在任的人照旧。"),
    )


@page("admin/organisations/<int:organisation_id>/", needs=access.EDIT_POSTINGS)
def change_organisation(request: Asked, *, actor: Actor, now: datetime, organisation_id: int) -> HttpResponse:
    """Ask, change, back to the list."""
    line = organisation_line(actor, organisation_id)
    if line is None:
        raise Http404
    kept = {"name": line.name, "short": line.short, "phone": line.phone, "until": line.until}
    form = OrganisationForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid() and form.attempt(
        change, actor=actor, now=now, organisation_id=organisation_id, **form.values()
    ):  # fmt: skip
        notes.say(request, "ok", _("已改好。"))
        return redirect("people.list_organisations")
    shown = {
        "form": form, "heading": _("改单位"), "button": _("改好了"), "cancel": "/admin/organisations/",
        "lead": f"{line.kind_label}·{tree().title(line.area_path)}",
    }  # fmt: skip
    return render(request, "people/desk_form.html", shown)
