"""信访代办: an agent's day: petitioners' matters by due day, who has to be told, and the words said back to them."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.forms import ChipRadio
from linli.kernel.ui.notes import say
from linli.kernel.ui.parts import Empty

from .. import access
from ..commands import report_back as report_verb
from ..queries import attended
from ..terms import Via
from .looks import matter_row
from .own_matter import own_matter


@page("attend/", needs=access.ATTEND, methods=("GET",))
def attend(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """What runs out first on top; ended ones stay until the petitioner was told."""
    found = attended(actor, now)
    shown = {
        "cards": [(matter_row(one.line), one) for one in found],
        "to_tell": sum(one.to_tell for one in found),
        "empty": Empty(
            "done", _("现在没有代办的信访事项"), _("登记时带上本人签字的委托书，就会出现在这里。"),
            "/matters/new/", _("登记诉求"),
        ),
    }  # fmt: skip
    return render(request, "matters/attend.html", shown)


class ReportForm(CommandForm):
    """By which way, what was told, what they said."""

    via = forms.ChoiceField(
        label=gettext_lazy("怎么告知的"), widget=ChipRadio,
        choices=[(one.value, one.label) for one in Via if one is not Via.LINK],
    )  # fmt: skip
    text = WordsField(label=gettext_lazy("告诉了什么，本人怎么说"), most=2000)


@page("matters/<str:number>/report-back/", needs=SIGNED_IN)
def report_back(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """The agent writes down that the petitioner was told."""
    matter = own_matter(actor, number)
    if matter.agent_person_id != actor.person_id:
        raise Http404
    form = ReportForm(request.POST or None)
    if form.is_valid():
        event = form.attempt(report_verb, actor=actor, now=now, matter_id=matter.pk, **form.values())
        if event is not None:
            say(request, "ok", _("已记下，%(title)s告诉本人了。") % {"title": matter.title})
            return redirect("/attend/")
    shown = {"form": form, "matter": matter, "heading": _("告知本人"), "button": _("记下")}
    return render(request, "matters/own_form.html", shown, status=422 if form.errors else 200)
