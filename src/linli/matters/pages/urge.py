"""催一催: the reporter asks to be quicker."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.kernel.forms import CommandForm
from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.notes import say

from ..commands import urge as urge_verb
from ..queries import holder_of
from .own_matter import own_matter


@page("matters/<str:number>/urge/", needs=SIGNED_IN, methods=("POST",))
def urge(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """Tell the holder; a second time within the hour only says that it was told."""
    matter = own_matter(actor, number)
    form = CommandForm(request.POST)
    if form.is_valid() and form.attempt(urge_verb, actor=actor, now=now, matter_id=matter.pk):
        say(request, "ok", _("已替您催了，%(who)s看得到。") % {"who": holder_of(matter, now).called})
    elif form.refusal is not None:
        say(request, "soon", form.refusal.sentence)
    return redirect(f"/matters/{number}/")
