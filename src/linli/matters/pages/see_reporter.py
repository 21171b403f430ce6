"""The reporter's whole number or name: a reason first, a record of it, then the value once."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.people.terms import MaskedField

from .. import access
from ..commands import reporter_field, see_reporter
from ..queries import caller_of
from .desk_matter import matter_at
from .step_forms import ReasonForm

FIELDS = (MaskedField.PHONE, MaskedField.NAME, MaskedField.EMAIL)


@page("matters/<str:number>/reporter/<str:field>/", needs=access.UNMASK_REPORTER)
def open_reporter(request: Asked, *, actor: Actor, now: datetime, number: str, field: str) -> HttpResponse:
    """Ask why; the answer of the POST holds the value, no other page ever does."""
    matter = matter_at(actor, number)
    if field not in FIELDS:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    value = ""
    if form.is_bound and form.is_valid():
        event = form.attempt(
            see_reporter, actor=actor, now=now, matter_id=matter.pk, field=field, **form.values()
        )
        value = reporter_field(event) if event is not None else ""
    shown = {
        "matter": matter,
        "field": MaskedField(field),
        "caller": caller_of(actor, matter),
        "form": form,
        "value": value,
        "here": f"/matters/{number}/",
    }
    return render(request, "matters/see_reporter.html", shown, status=422 if form.errors else 200)
