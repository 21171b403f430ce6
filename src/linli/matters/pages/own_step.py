"""A step with a form of its own: in place of the panel 下一步, or on a page by itself."""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from linli.kernel.event import Event
from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked
from linli.kernel.scope import Actor

from ..kinds import kind_of
from ..models import Matter
from ..queries import matter_for
from .desk_matter import tell, way_back
from .reporting import is_htmx


def step_answer(
    request: Asked,
    matter: Matter,
    form: CommandForm,
    *,
    heading: object,
    icon: str,
    lead: object = "",
    about: str = "",
) -> HttpResponse:
    """The form, with what has to be known before it is sent. about: a template shown above the form."""
    shown = {
        "matter": matter,
        "form": form,
        "heading": heading,
        "icon_name": icon,
        "lead": lead,
        "about": about,
        "here": request.path,
        "back": way_back(request, ""),
    }
    template = "matters/_own_step.html" if is_htmx(request) else "matters/own_step.html"
    return render(request, template, shown, status=422 if form.errors else 200)


def step_taken(request: Asked, actor: Actor, matter: Matter, done: object, now: datetime) -> HttpResponse:
    """Say what was done and go back to the matter, or to the list where it is out of sight now."""
    tell(request, actor, matter, str(done), now, way_back(request, ""))
    seen = matter_for(actor, matter.number) is not None
    to = way_back(request, f"/matters/{matter.number}/" if seen else "/inbox/")
    return HttpResponse(headers={"HX-Redirect": to}) if is_htmx(request) else redirect(to)


def offered(matter: Matter, form: str) -> None:
    """404 where the stage has no move with this form."""
    ways = kind_of(matter.kind).stage(matter.stage).ways
    if not any(one.form == form for one in ways):
        raise Http404


def taken(request: Asked, form: CommandForm, act: Callable[[], Event | None]) -> bool:
    """True when the form was sent, was sound, and its command went through (now or when it was sent first)."""
    return request.method == "POST" and form.is_valid() and act() is not None
