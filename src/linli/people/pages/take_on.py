"""Somebody new: person, posting, public card and account in one form; the first password is shown once."""

from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.worktime import CHINA
from linli.places.queries import Chosen, choosing

from .. import access
from ..commands import take_on as take
from ..rules.passwords import first_password
from ..terms import Role
from .choices import ROLES, DayField, IdField, areas, units


class NewcomerForm(CommandForm):
    """What an office knows of somebody who begins."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=50)
    phone = forms.CharField(label=gettext_lazy("本人手机"), max_length=30, required=False,
                            help_text=gettext_lazy("别人只看得到打星号的。"))  # fmt: skip
    work_phone = forms.CharField(label=gettext_lazy("工作电话"), max_length=30, required=False,
                                 help_text=gettext_lazy("会公布在楼栋和网页上，居民打得通。"))  # fmt: skip
    role = forms.ChoiceField(label=gettext_lazy("岗位"), choices=ROLES, initial=Role.GRID_WORKER)
    area_id = IdField(label=gettext_lazy("管哪里"))
    organisation_id = IdField(label=gettext_lazy("所在单位"), required=False)
    from_on = DayField(label=gettext_lazy("从哪天起"))
    to_on = DayField(label=gettext_lazy("到哪天止"), required=False)
    login = forms.CharField(label=gettext_lazy("登录名"), max_length=64,
                            help_text=gettext_lazy("字母、数字或者汉字，自己好记就行。"))  # fmt: skip


@page("admin/people/new/", needs=access.EDIT_POSTINGS)
def take_on(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Take on, then show what to hand over."""
    where = choosing(Chosen.read(request.GET))
    building = where.area_id if where.building_id else None
    form = NewcomerForm(
        request.POST or None, initial={"from_on": now.astimezone(CHINA).date(), "area_id": building}
    )
    form.fields["area_id"].choices = areas(actor, access.EDIT_POSTINGS, building)  # type: ignore[attr-defined]
    form.fields["organisation_id"].choices = units(actor)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        password = first_password()
        event = form.attempt(take, actor=actor, now=now, password=password, **form.values())
        if event is not None:
            handed = {
                "name": form.cleaned_data["name"],
                "login": form.cleaned_data["login"],
                "password": password,
            }
            return render(request, "people/first_password.html", {**handed, "person_id": event.subject_id})
    return render(request, "people/take_on.html", {"form": form, "where": where})
