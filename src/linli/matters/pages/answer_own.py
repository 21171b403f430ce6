"""解决了吗: the signed-in reporter answers on the own matter's page."""

from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.forms import ChipRadio
from linli.kernel.ui.notes import say

from ..commands import answer_own as answer_verb
from ..events import MatterFollowedUp
from ..terms import Satisfaction, Verdict
from .own_matter import own_matter


class AnswerForm(CommandForm):
    """Solved or not; how satisfied; in words."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("解决了吗"),
        choices=Verdict.choices,
        widget=ChipRadio(icons={"solved": "done", "partly": "clock", "unsolved": "undo"}),
    )
    satisfaction = forms.ChoiceField(
        label=gettext_lazy("满意吗"), choices=Satisfaction.choices, widget=ChipRadio, required=False
    )
    text = WordsField(label=gettext_lazy("想说的话"), most=2000, required=False)


@page("matters/<str:number>/answer/", needs=SIGNED_IN)
def answer_own(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """The question on a page of its own; the matter's page carries the same form."""
    matter = own_matter(actor, number)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        said = form.values()
        event = form.attempt(answer_verb, actor=actor, now=now, matter_id=matter.pk, **said)
        if event is not None:
            say(request, "ok", thanks(event))
            return redirect(f"/matters/{number}/")
    shown = {"form": form, "matter": matter, "heading": _("解决了吗"), "button": _("提交")}
    return render(request, "matters/own_form.html", shown, status=422 if form.errors else 200)


def thanks(event: MatterFollowedUp) -> str:
    """What follows from the answer."""
    return _("谢谢您。这件事办结了。") if event.outcome else _("记下了。没办好的，我们接着办。")
