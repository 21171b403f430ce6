"""Choose the language: kept in this browser, and in the account of whoever is signed in."""

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.kernel import browser
from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.people.commands import set_preferences

from ..sign_in.way_on import way_on


@page("language/", needs=PUBLIC, methods=("POST",))
def language(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Back to where the choice was made."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        raise Refusal("language_unknown", _("没有这种语言。"))
    if not actor.is_guest:
        set_preferences(actor=actor, now=now, language=chosen)
    answer = redirect(way_on(request))
    browser.keep(answer, settings.LANGUAGE_COOKIE_NAME, chosen)
    return answer
