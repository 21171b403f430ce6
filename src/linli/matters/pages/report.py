"""报个问题: photo, place, what it is, in words; complete without script."""

from datetime import datetime

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from linli.kernel import browser
from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor
from linli.people.queries import own_entry
from linli.places.queries import Choosing, Chosen, choosing

from ..commands import open_matter
from ..queries import opened
from .report_nearby import similar
from .report_places import place_context
from .reporting import ReportForm, filled, usual_place


@page("report/", needs=PUBLIC)
def report(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The form, kept with its photos until it goes through; then the receipt."""
    claim = browser.photo_claim(request)
    posted = request.POST if request.method == "POST" else None
    given = posted or request.GET
    form = filled(ReportForm, request)
    where = choosing(Chosen.read(given), otherwise=usual_place(request))
    if posted is not None:
        form.keep_photos(posted, actor=actor, claim=claim, now=now)
        if form.is_bound and (answer := _sent(form, where, posted, actor, now, claim)):
            return answer
    near = similar(actor, where, given.get("category", ""), now, given.get("text", ""))
    shown = {
        "form": form,
        "own": own_entry(actor.person_id) if actor.person_id is not None else None,
        "nearby": near,
        "held": form.is_bound and not form.errors and bool(near),
        **place_context(where, now),
    }
    status = 422 if form.is_bound and form.errors else 200
    answer = render(request, "matters/report.html", shown, status=status)
    browser.keep_photo_claim(answer, claim)
    return answer


def _sent(
    form: ReportForm, where: Choosing, posted: QueryDict, actor: Actor, now: datetime, claim: str
) -> HttpResponse | None:
    """The receipt's address once the report is in; None while something is missing or may be a double."""
    if not form.is_valid() or _shows_doubles_first(form, where, posted, actor, now):
        return None
    event = form.send(where=where, actor=actor, now=now, claim=claim, source="app")
    if event is None:
        return None
    secret = opened(event.subject_id, event.area_path).follow_secret()
    return redirect(f"/f/{secret}/received/")


def _shows_doubles_first(
    form: ReportForm, where: Choosing, posted: QueryDict, actor: Actor, now: datetime
) -> bool:
    """What others reported is shown before it goes in, once: without script, or where one was quicker than the hint."""
    if "looked" in posted or open_matter.answered(form.given_id):
        return False
    said = form.cleaned_data
    return bool(similar(actor, where, said["category"], now, said["text"]))
