"""撤回这件事: it is over, or no longer wanted."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.notes import say

from ..commands import withdraw as withdraw_verb
from .own_matter import own_matter


class WithdrawForm(CommandForm):
    """Why, if somebody likes to say."""

    text = WordsField(label=gettext_lazy("为什么撤回"), most=300, required=False)


@page("matters/<str:number>/withdraw/", needs=SIGNED_IN)
def withdraw(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """Says what will happen, then does it."""
    matter = own_matter(actor, number)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        event = form.attempt(withdraw_verb, actor=actor, now=now, matter_id=matter.pk, **form.values())
        if event is not None:
            say(request, "ok", _("已撤回。要是又有问题，可以再报。"))
            return redirect(f"/matters/{number}/")
    shown = {
        "form": form,
        "matter": matter,
        "heading": _("撤回这件事"),
        "lead": _("撤回后就不再办了，经办人会收到消息。"),
        "button": _("撤回"),
    }
    return render(request, "matters/own_form.html", shown, status=422 if form.errors else 200)
