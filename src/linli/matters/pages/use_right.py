"""申请复查、复核: the petitioner, or the agent for them, asks for what the law lets them ask."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.notes import say
from linli.kernel.ui.words import by_when

from ..commands import use_right as right_verb
from ..queries import rights_of
from .own_matter import own_matter


class RightForm(CommandForm):
    """Why it is asked for."""

    text = WordsField(
        label=gettext_lazy("为什么申请"), most=2000, help_text=gettext_lazy("写清对哪一点不认可，想怎么办。")
    )


@page("matters/<str:number>/ask/<str:code>/", needs=SIGNED_IN)
def use_right(request: Asked, *, actor: Actor, now: datetime, number: str, code: str) -> HttpResponse:
    """The form with the day until which it may be asked."""
    matter = own_matter(actor, number)
    move = next((one for one in rights_of(matter) if one.code == code), None)
    if move is None:
        raise Http404
    form = RightForm(request.POST or None)
    if form.is_valid():
        event = form.attempt(
            right_verb, actor=actor, now=now, matter_id=matter.pk, move=code, **form.values()
        )
        if event is not None:
            say(request, "ok", _("申请已收到，30天内答复。"))
            return redirect(f"/matters/{number}/")
    lead = ""
    if matter.due_at is not None:
        when = by_when(matter.due_at, now, get_language() or "")
        lead = _("%(when)s前可以申请，不收费，不影响已经答应的事。") % {"when": when}
    shown = {"form": form, "matter": matter, "heading": move.label, "button": move.label, "lead": lead}
    return render(request, "matters/own_form.html", shown, status=422 if form.errors else 200)
