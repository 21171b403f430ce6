"""消息: what somebody was told, newest first; what is shown counts as read."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from linli.kernel.messages import mark_read, messages_of
from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.parts import Pager


@page("messages/", needs=SIGNED_IN, methods=("GET",))
def list_messages(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """A page of them; new ones are marked before they are noted as read."""
    part = messages_of(actor, before=request.GET.get("before", ""), after=request.GET.get("after", ""))
    if request.method == "GET":
        mark_read(actor, part, now=now)
    pager = Pager(
        prev_url=f"/messages/?before={part.before}" if part.before else "",
        next_url=f"/messages/?after={part.after}" if part.after else "",
    )
    shown = {"notices": part.rows, "pager": pager if part.before or part.after else None}
    return render(request, "site/list_messages.html", shown)
