"""定紧急程度: a person says how urgent it is, with the reason."""

from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.forms import ChipRadio

from .. import access
from ..commands import set_urgency as set_urgency_verb
from ..terms import Urgency
from .desk_matter import matter_at
from .own_step import step_answer, step_taken, taken


class UrgencyForm(CommandForm):
    """Which level, and why."""

    urgency = forms.ChoiceField(label=gettext_lazy("紧急程度"), widget=ChipRadio, choices=Urgency.choices)
    text = WordsField(
        label=gettext_lazy("为什么"),
        most=500,
        help_text=gettext_lazy("比如到场看过、电话核实过。居民看不到。"),
    )


@page("matters/<str:number>/urgency/", needs=access.SET_URGENCY)
def set_urgency(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """The levels with the one in force; lowering what words made urgent needs a reason as raising does."""
    matter = matter_at(actor, number)
    form = UrgencyForm(request.POST or None, initial={"urgency": matter.urgency or Urgency.NORMAL})
    asked = {"actor": actor, "now": now, "matter_id": matter.pk}
    if taken(request, form, lambda: form.attempt(set_urgency_verb, **asked, **form.values())):
        return step_taken(request, actor, matter, _("定紧急程度"), now)
    lead = (
        _("里面说到了险情，系统标为紧急。核实过没有危险才能降。") if matter.urgency == Urgency.URGENT else ""
    )
    return step_answer(request, matter, form, heading=_("定紧急程度"), icon="warn", lead=lead)
