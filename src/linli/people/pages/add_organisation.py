"""Hang a new organisation on an area."""

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

from .. import access
from ..commands import add_organisation as add
from ..terms import OrganisationKind
from .choices import IdField, areas, units


class NewOrganisationForm(CommandForm):
    """What it is called, what it is, where it hangs."""

    name = forms.CharField(label=gettext_lazy("全称"), max_length=60)
    short = forms.CharField(label=gettext_lazy("简称"), max_length=20, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("类型"), choices=OrganisationKind.choices)
    area_id = IdField(label=gettext_lazy("在哪里"))
    parent_id = IdField(label=gettext_lazy("上级单位"), required=False)
    phone = forms.CharField(label=gettext_lazy("对外电话"), max_length=30, required=False)


@page("admin/organisations/new/", needs=access.EDIT_POSTINGS)
def add_organisation(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Ask, add, back to the list."""
    form = NewOrganisationForm(request.POST or None)
    form.fields["area_id"].choices = areas(actor, access.EDIT_POSTINGS)  # type: ignore[attr-defined]
    form.fields["parent_id"].choices = units(actor)  # type: ignore[attr-defined]
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(add, actor=actor, now=now, **form.values())
    ):
        notes.say(request, "ok", _("已加上。"))
        return redirect("people.list_organisations")
    shown = {"form": form, "heading": _("加一个单位"), "button": _("加上"), "cancel": "/admin/organisations/"}
    return render(request, "people/desk_form.html", shown)
