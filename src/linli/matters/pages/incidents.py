"""突发 in the field and in the centre: report, checklist, log by minute; what is shown asks itself anew."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page, refused
from linli.kernel.scope import Actor
from linli.kernel.ui import notes
from linli.kernel.ui.forms import ChipRadio
from linli.places.queries import tree
from linli.places.terms import Level

from .. import access
from ..commands import log_incident, open_matter, tick_step
from ..models import Matter
from ..queries.incidents import Running, incidents, running, step_of
from ..terms import IncidentType
from .desk_matter import matter_at
from .looks import matter_row
from .reporting import is_htmx


class ReportForm(CommandForm):
    """What, where, in a few words: nothing else is asked while it burns."""

    incident = forms.ChoiceField(
        label=gettext_lazy("什么情况"), widget=ChipRadio, choices=IncidentType.choices
    )
    area_id = forms.TypedChoiceField(label=gettext_lazy("哪个网格"), coerce=int)
    place = WordsField(label=gettext_lazy("具体地点"), most=80, line=True)
    text = WordsField(label=gettext_lazy("现在怎样了"), most=2000)

    def __init__(self, *args: Any, grids: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        choices: list[tuple[object, object]] = list(grids) if len(grids) == 1 else [("", _("请选择")), *grids]
        self.fields["area_id"].choices = choices  # type: ignore[attr-defined]


class LogForm(CommandForm):
    """A line of the log; the minute is now unless it says otherwise."""

    text = WordsField(label=gettext_lazy("记一条"), most=2000, widget=forms.Textarea(attrs={"rows": 2}))
    minute = forms.DateTimeField(
        label=gettext_lazy("发生时间"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("不填就是现在。"),
    )
    corrects_id = forms.IntegerField(required=False, widget=forms.HiddenInput)


def _grids(actor: Actor) -> list[tuple[int, str]]:
    """The grids and communities where the actor may register, by name."""
    paths = [
        grant.path for grant in actor.grants if grant.permission == access.REGISTER and grant.unit is None
    ]
    found = {
        node.id: tree().title(node.path)
        for path in paths
        for level in (Level.COMMUNITY, Level.GRID)
        for node in tree().within(path, level)
    }
    return list(found.items())


@page("incidents/", needs=access.RUN_INCIDENTS, methods=("GET",))
def list_incidents(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Those that run on top, then those stood down."""
    live, over = incidents(actor, now)
    shown = {
        "live": [(matter_row(line), label, line.row.number) for line, label in live],
        "over": [(matter_row(line), label, line.row.number) for line, label in over],
        "may_report": bool(_grids(actor)),
    }
    return render(request, "matters/list_incidents.html", shown)


@page("incidents/new/", needs=access.RUN_INCIDENTS)
def report_incident(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Report an emergency; the declared units are told in the same instant."""
    form = ReportForm(request.POST or None, grids=_grids(actor))
    if form.is_valid():
        event = form.attempt(
            open_matter, actor=actor, now=now, kind="incident", source="visit", **form.values()
        )
        if event is not None:
            return redirect(f"/incidents/{event.number}/")
    return render(request, "matters/report_incident.html", {"form": form}, status=422 if form.errors else 200)


def _found(actor: Actor, number: str) -> tuple[Matter, Running]:
    matter = matter_at(actor, number)
    found = running(matter)
    if found is None:
        raise Http404
    return matter, found


@page("incidents/<str:number>/", needs=access.RUN_INCIDENTS, methods=("GET",))
def show_incident(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """The page; asked anew by itself it answers with its live part, or 304 where nothing changed."""
    matter, found = _found(actor, number)
    if not is_htmx(request):
        return render(request, "matters/show_incident.html", _shown(matter, found, _log_form(request, found)))
    tag = f'"{sha256(f"{found.stamp}-{request.LANGUAGE_CODE}".encode()).hexdigest()[:24]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    answer = render(request, "matters/_incident.html", _shown(matter, found, LogForm()))
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _log_form(request: Asked, found: Running) -> LogForm:
    """An empty line, or, by ?corrects=, the text of an earlier one to be put right."""
    wanted = request.GET.get("corrects", "")
    line = next((one for one in found.log if str(one.entry.pk) == wanted and not one.corrected), None)
    if line is None:
        return LogForm()
    return LogForm(initial={"text": line.text, "corrects_id": line.entry.pk, "minute": line.entry.minute})


def _shown(matter: Matter, found: Running, form: LogForm) -> dict[str, Any]:
    return {
        "matter": matter,
        "one": found,
        "form": form,
        "live": matter.closed_at is None,
        "emergency": found.incident.ended_at is None and matter.closed_at is None,
    }


@page("incidents/<str:number>/log/", needs=access.RUN_INCIDENTS, methods=("POST",))
def log_line(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """Write a line; what was refused stays in its field."""
    matter, found = _found(actor, number)
    form = LogForm(request.POST)
    if form.is_valid() and form.attempt(
        log_incident, actor=actor, now=now, matter_id=matter.pk, **form.values()
    ):
        notes.say(request, "ok", _("记下了。"))
        return redirect(f"/incidents/{number}/")
    return render(request, "matters/show_incident.html", _shown(matter, found, form), status=422)


@page("incidents/<str:number>/tick/<int:step_id>/", needs=access.RUN_INCIDENTS, methods=("POST",))
def tick(request: Asked, *, actor: Actor, now: datetime, number: str, step_id: int) -> HttpResponse:
    """Tick a line of the checklist."""
    matter, _running = _found(actor, number)
    if not step_of(matter, step_id):
        raise Http404
    form = CommandForm(request.POST)
    form.is_valid()
    if form.attempt(tick_step, actor=actor, now=now, step_id=step_id) is None and form.refusal is not None:
        return refused(request, form.refusal)
    return redirect(f"/incidents/{number}/")
