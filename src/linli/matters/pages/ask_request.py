"""Ask for an extension, a return, a pause, a supervision, or that a rating be left out: in place, or on a page."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from linli.kernel.command import Command
from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.people.queries import units_over
from linli.places.queries import names

from .. import access
from ..commands import appeal, ask_extension, ask_pause, ask_return, supervise
from ..kinds import kind_of
from ..models import Matter
from ..queries.request_words import ASKED
from ..queries.requests import appealable
from ..queries.standing import china_day, desks_of, state_of
from ..rules.desks import desk_name
from ..shape import Allowed, Kind
from ..terms import RequestKind
from .desk_matter import matter_at, tell, way_back
from .reporting import is_htmx, uuid_in
from .request_forms import AppealForm, ExtensionForm, PauseForm, ReturnForm, SuperviseForm

VERBS: dict[RequestKind, Command[..., Any]] = {
    RequestKind.EXTENSION: ask_extension,
    RequestKind.RETURN: ask_return,
    RequestKind.PAUSE: ask_pause,
    RequestKind.SUPERVISION: supervise,
    RequestKind.APPEAL: appeal,
}
ICONS = {
    RequestKind.EXTENSION: "clock",
    RequestKind.RETURN: "undo",
    RequestKind.PAUSE: "clock",
    RequestKind.SUPERVISION: "bell",
    RequestKind.APPEAL: "edit",
}


@page("matters/<str:number>/request/<str:what>/", needs=access.SEE)
def ask_request(request: Asked, *, actor: Actor, now: datetime, number: str, what: str) -> HttpResponse:
    """GET shows the form, POST asks; a refusal stands beside what was written."""
    matter = matter_at(actor, number)
    if what not in RequestKind.values:
        raise Http404
    asked_for = RequestKind(what)
    kind = kind_of(matter.kind)
    allowed = kind.allowed(asked_for, matter.stage)
    if allowed is None:
        raise Http404
    back = way_back(request, "")
    here = f"/matters/{number}/"
    if request.method == "POST" and repeated(request):
        return onwards(request, back or here)
    form: Any = _form(request.POST if request.method == "POST" else None, matter, kind, allowed, now)
    if request.method == "POST" and form.is_valid():
        verb = VERBS[asked_for]
        if form.attempt(verb, actor=actor, now=now, matter_id=matter.pk, **form.asked) is not None:
            tell(request, actor, matter, str(ASKED[asked_for]), now, back)
            return onwards(request, back or here)
    return show(request, matter, form, str(ASKED[asked_for]), ICONS[asked_for], back)


def show(
    request: Asked,
    matter: Matter,
    form: CommandForm,
    heading: str,
    icon: str,
    back: str,
    facts: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    """The form in place of the panel, or on a page of its own."""
    shown = {
        "matter": matter,
        "heading": heading,
        "icon": icon,
        "action": request.path,
        "form": form,
        "facts": facts or [],
        "back": back,
        "here": f"/matters/{matter.number}/",
    }
    template = "matters/_request_form.html" if is_htmx(request) else "matters/request.html"
    return render(request, template, shown, status=422 if form.errors else 200)


def onwards(request: Asked, to: str) -> HttpResponse:
    """To the matter, or back to the list it was opened from."""
    return HttpResponse(headers={"HX-Redirect": to}) if is_htmx(request) else redirect(to)


def repeated(request: Asked) -> bool:
    """True when this very form has had its effect: a double click, or a sending repeated."""
    command_id = uuid_in(request.POST.get("command_id", ""))
    return command_id is not None and ask_return.answered(command_id)


def _form(posted: Any, matter: Matter, kind: Kind, allowed: Allowed, now: datetime) -> CommandForm:
    match allowed.what:
        case RequestKind.EXTENSION:
            return ExtensionForm(posted, allowed=allowed)
        case RequestKind.RETURN:
            return _return_form(posted, matter, kind, now)
        case RequestKind.PAUSE:
            return PauseForm(posted)
        case RequestKind.SUPERVISION:
            return SuperviseForm(posted)
    ratings = appealable(matter)
    if not ratings:
        raise Http404
    return AppealForm(posted, ratings=ratings)


def _return_form(posted: Any, matter: Matter, kind: Kind, now: datetime) -> ReturnForm:
    """Units over the place and desks of the ladder, but for whoever has it."""
    state = state_of(matter)
    desks = desks_of(kind, matter.area_path, china_day(now), matter.hidden_from)
    known = names({desk.area_id for desk in desks if desk is not None})
    others = [
        (rung, desk_name(kind.ladder[rung].role, known.get(desk.area_id, "")))
        for rung, desk in enumerate(desks)
        if desk is not None and (rung != state.rung or state.holder_unit_id is not None)
    ]
    units = {key: name for key, name in units_over([matter.area_path]).items() if key != state.holder_unit_id}
    return ReturnForm(posted, units=units, desks=others)
