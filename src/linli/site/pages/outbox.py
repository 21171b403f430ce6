"""The outbox of a sample town: texts that would have gone to telephones, and nowhere else went."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render

from linli.kernel import notice
from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor
from linli.people.queries import sample_town

MOST = 30


@page("outbox/", needs=PUBLIC, methods=("GET",))
def outbox(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """For everybody, since all of its people are invented; outside a sample town there is no such page."""
    if not sample_town():
        raise Http404
    answer = render(request, "site/outbox.html", {"texts": notice.outbox(MOST)})
    answer["Cache-Control"] = "no-store"
    return answer
