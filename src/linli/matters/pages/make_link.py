"""A one-time link by which the reporter answers the follow-up alone; shown once, as address and as code."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page, refused
from linli.kernel.scope import Actor

from .. import access
from ..commands import make_follow_up_link
from ..commands.asking import LINK_LASTS
from .desk_matter import matter_at

LENGTH = 32


@page("matters/<str:number>/link/", needs=access.FOLLOW_UP, methods=("POST",))
def make_link(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """Make it and show it; only its digest is kept, so no later page can show it again."""
    matter = matter_at(actor, number)
    form = CommandForm(request.POST)
    form.is_valid()
    token = _token(form.given_id)
    event = form.attempt(make_follow_up_link, actor=actor, now=now, matter_id=matter.pk, token=token)
    if event is None:
        assert form.refusal is not None  # noqa: S101  attempt gives an event or keeps the refusal
        return refused(request, form.refusal)
    shown = {
        "matter": matter,
        "link": request.build_absolute_uri(f"/r/{token}/"),
        "ends_at": now + LINK_LASTS,
        "here": f"/matters/{number}/",
    }
    return render(request, "matters/make_link.html", shown)


def _token(form_id: UUID) -> str:
    """Drawn from the form's own random id, so that a double click shows the same link."""
    return salted_hmac("linli.follow-up-link", str(form_id), algorithm="sha256").hexdigest()[:LENGTH]
