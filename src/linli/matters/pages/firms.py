"""企业走访: firms and outlets with what was collected there, by department too, and whom to visit next."""

from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor, may_at
from linli.kernel.ui.notes import say
from linli.people.queries import unit_names, units_over

from .. import access
from ..commands import set_firm_round as round_verb
from ..commands import visit_firm as visit_verb
from ..queries import departments, firms
from .in_sight import choose


class RoundForm(CommandForm):
    """Which firm, how often, from when."""

    firm_id = forms.TypedChoiceField(label=gettext_lazy("企业、站点"), coerce=int)
    every_days = forms.IntegerField(
        label=gettext_lazy("几天走访一次"), min_value=1, max_value=366, initial=30
    )
    next_on = forms.DateField(
        label=gettext_lazy("下次走访"), required=False, help_text=gettext_lazy("不填就从今天起算一个周期。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def __init__(self, *args: object, units: dict[int, str], **more: object) -> None:
        super().__init__(*args, **more)
        self.fields["firm_id"].choices = [*units.items()]  # type: ignore[attr-defined]


@page("firms/", needs=access.VISIT_FIRMS)
def list_firms(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Both overviews and, for desks, the form of a plan. Counts are of matters and organisations, never of persons."""
    seen = choose(request)
    plans = may_at(actor, access.EDIT_TALK_POINTS, seen.path)
    form = RoundForm(request.POST or None, units=units_over([seen.path])) if plans else None
    if form is not None and form.is_valid():
        event = form.attempt(round_verb, actor=actor, now=now, **form.values())
        if event is not None:
            say(request, "ok", _("走访安排已记下。"))
            return redirect("/firms/")
    shown = {"firms": firms(seen, now), "departments": departments(seen), "form": form, "seen": seen}
    failed = form is not None and bool(form.errors)
    return render(request, "matters/firms.html", shown, status=422 if failed else 200)


@page("firms/<int:firm_id>/visit/", needs=access.VISIT_FIRMS, methods=("POST",))
def visit_firm(request: Asked, *, actor: Actor, now: datetime, firm_id: int) -> HttpResponse:
    """Write a visit down; what was said there is registered next."""
    form = CommandForm(request.POST)
    if form.is_valid() and form.attempt(visit_verb, actor=actor, now=now, firm_id=firm_id) is not None:
        name = unit_names([firm_id]).get(firm_id, "")
        say(request, "ok", _("已记下走访%(name)s。有诉求就接着登记。") % {"name": name})
    elif form.refusal is not None:
        say(request, "soon", form.refusal.sentence)
    return redirect("/firms/")
