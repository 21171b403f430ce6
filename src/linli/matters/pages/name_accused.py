"""被反映人: a desk writes down whom a matter accuses; from then on it is not there for them."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor, may
from linli.kernel.ui.notes import say

from .. import access
from ..commands import name_accused as name_verb
from ..models import Matter
from ..queries import accused_of, matter_for, nameable
from .desk_matter import matter_at

PERSON, UNIT = "p", "u"


class AccusedForm(CommandForm):
    """One person or unit at a time."""

    accused = forms.ChoiceField(label=gettext_lazy("反映的是谁"))

    def __init__(self, *args: Any, path: str, now: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["accused"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = accused_choices(path, now)

    def whom(self) -> dict[str, tuple[int, ...]]:
        """As the command takes them."""
        return whom(self.cleaned_data["accused"])


def accused_choices(path: str, now: datetime) -> list[Any]:
    """Who serves over a place, and the units there."""
    people, units = nameable(path, now)
    return [
        ("", _("请选择")),
        (_("人员"), [(f"{PERSON}{pk}", name) for pk, name in people.items()]),
        (_("单位"), [(f"{UNIT}{pk}", name) for pk, name in units.items()]),
    ]


def whom(chosen: str) -> dict[str, tuple[int, ...]]:
    """A choice of the list as persons and units."""
    pk = int(chosen[1:]) if chosen[1:].isdecimal() else 0
    return {
        "people": (pk,) if chosen.startswith(PERSON) else (),
        "units": (pk,) if chosen.startswith(UNIT) else (),
    }


@page("matters/<str:number>/accused/", needs=access.ACCUSE)
def name_accused(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """The form, with those named so far; afterwards the matter, where it is still there for the clerk."""
    matter = matter_at(actor, number)
    form = AccusedForm(request.POST or None, path=matter.area_path, now=now)
    if form.is_valid():
        event = form.attempt(name_verb, actor=actor, now=now, matter_id=matter.pk, **form.whom())
        if event is not None:
            say(
                request,
                "ok",
                _("已标明。被反映人和所在岗位看不到这件事，经手的已换成上一级。")
                if event.holder_area_id != matter.holder_area_id
                else _("已标明。被反映人和所在岗位看不到这件事。"),
            )
            return redirect(f"/matters/{number}/" if matter_for(actor, number) is not None else "/inbox/")
    shown = {
        "form": form, "matter": matter, "heading": _("标明被反映人"), "button": _("标明"),
        "lead": _("标明后，本人、本人所在岗位和所在单位都看不到这件事，也不会收到消息；办理自动交给上一级。"),
        "named": accused_of(matter),
    }  # fmt: skip
    return render(request, "matters/staff_form.html", shown, status=422 if form.errors else 200)


def may_name(actor: Actor, matter: Matter) -> bool:
    """Whether the page's button is shown."""
    return matter.closed_at is None and may(actor, access.ACCUSE, matter)
