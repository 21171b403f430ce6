"""回访: the question behind a one-time link, answered without signing in."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.notes import say

from ..commands import answer_follow_up
from ..queries import asked_by_link
from .answer_own import AnswerForm, thanks
from .follow import kept_private


@page("r/<str:token>/", needs=PUBLIC)
def follow_up_link(request: Asked, *, actor: Actor, now: datetime, token: str) -> HttpResponse:
    """Solved, partly, not; how satisfied; in words. Looking does not use the link up, answering does."""
    asked = asked_by_link(token, now) if token.isascii() else None
    if asked is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        event = form.attempt(answer_follow_up, actor=actor, now=now, token=token, **form.values())
        if event is not None:
            say(request, "ok", thanks(event))
            return redirect(f"/r/{token}/")
    shown = {"asked": asked, "form": form, "matter": asked.matter}
    answer = kept_private(
        render(request, "matters/follow_up_link.html", shown, status=422 if form.errors else 200)
    )
    answer["Referrer-Policy"] = (
        "same-origin"  # with no-referrer browsers send a form as from nowhere: refused
    )
    return answer
