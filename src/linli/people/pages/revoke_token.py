"""End an API token: an administrator's act, or that of the person it acts for."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes

from ..commands import revoke_token as revoke


@page("tokens/<int:token_id>/revoke/", needs=SIGNED_IN, methods=("POST",))
def revoke_token(request: Asked, *, actor: Actor, now: datetime, token_id: int) -> HttpResponse:
    """It works no longer; back to the list it was on."""
    event = revoke(actor=actor, now=now, token_id=token_id)
    notes.say(request, "ok", _("令牌已停用，用它的程序连不上了。"))
    return redirect("/me/" if event.subject_id == actor.person_id else "/admin/tokens/")
