"""联动预案: for each kind of emergency the units that are told at once and the checklist, kept by the street."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page, refused
from linli.kernel.scope import Actor
from linli.kernel.ui import notes
from linli.people.queries import units_with_staff

from .. import access
from ..commands import add_plan_step, add_plan_unit, retire_plan_row
from ..queries.plans import plan_sheets
from ..terms import IncidentType
from .in_sight import choose


class UnitForm(CommandForm):
    """A unit for a type."""

    type = forms.ChoiceField(label=gettext_lazy("什么情况"), choices=IncidentType.choices)
    unit_id = forms.TypedChoiceField(label=gettext_lazy("马上通知哪个单位"), coerce=int)

    def __init__(self, *args: Any, units: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit_id"].choices = [("", _("请选择")), *units]  # type: ignore[attr-defined]


class StepForm(CommandForm):
    """A line of the checklist for a type."""

    type = forms.ChoiceField(label=gettext_lazy("什么情况"), choices=IncidentType.choices)
    text = WordsField(label=gettext_lazy("清单上加一步"), most=80, line=True)


@page("admin/plans/", needs=access.EDIT_PLANS)
def edit_plans(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """All plans of the area in sight; one form adds a unit, one a line."""
    seen = choose(request)
    units = [(one.pk, one.name) for one in units_with_staff(seen.path)]
    which = request.POST.get("which", "")
    unit_form = UnitForm(request.POST if which == "unit" else None, units=units, prefix="unit")
    step_form = StepForm(request.POST if which == "step" else None, prefix="step")
    asked = {"actor": actor, "now": now, "area_id": seen.area_id}
    done = (unit_form.is_valid() and unit_form.attempt(add_plan_unit, **asked, **unit_form.values())) or (
        step_form.is_valid() and step_form.attempt(add_plan_step, **asked, **step_form.values())
    )
    if done:
        notes.say(request, "ok", _("记下了，下一次报突发就按新的预案。"))
        return redirect("/admin/plans/")
    shown = {
        "seen": seen,
        "sheets": plan_sheets(seen.area_id),
        "unit_form": unit_form,
        "step_form": step_form,
    }
    return render(
        request, "matters/edit_plans.html", shown, status=422 if unit_form.errors or step_form.errors else 200
    )


@page("admin/plans/retire/", needs=access.EDIT_PLANS, methods=("POST",))
def retire_row(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Take a unit or a line out."""
    what, _dash, row = request.POST.get("row", "").partition("-")
    form = CommandForm(request.POST)
    form.is_valid()
    row_id = int(row[:18]) if row.isascii() and row.isdigit() else 0
    form.attempt(
        retire_plan_row, actor=actor, now=now, what="unit" if what == "unit" else "step", row_id=row_id
    )
    if form.refusal is not None:
        return refused(request, form.refusal)
    notes.say(request, "ok", _("去掉了，正在处置的不受影响。"))
    return redirect("/admin/plans/")
