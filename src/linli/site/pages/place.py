"""换地方: which building or community the home page looks at, kept by the browser."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from linli.kernel import browser
from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor
from linli.matters.pages.reporting import usual_place
from linli.places.queries import Chosen, choosing


@page("place/", needs=PUBLIC)
def place(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Choose, keep, go back to where one came from."""
    given = request.POST or request.GET
    where = choosing(Chosen.read(given), otherwise=usual_place(request))
    asked = given.get("next", "")
    back = asked if url_has_allowed_host_and_scheme(asked, None) else "/"
    missing = request.method == "POST" and "look" not in request.POST and where.area_id is None
    if request.method == "POST" and "look" not in request.POST and where.area_id is not None:
        answer: HttpResponse = redirect(back)
        browser.remember_area(answer, where.area_id)
        return answer
    shown = {"where": where, "next": back, "missing": missing}
    return render(request, "site/place.html", shown, status=422 if missing else 200)
