"""派单 for several matters at once: each is a command of its own; what was refused says why, what was done can be undone."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit
from uuid import uuid5

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.kernel.event import Event
from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes
from linli.kernel.ui.parts import MatterRow
from linli.places.queries import names, row_id

from .. import access
from ..commands import assign, undo
from ..kinds import kind_of
from ..queries import Row, assignable, candidates, last_event_ids, lines
from ..queries.inbox import page_of
from ..queries.standing import china_day, desks_of
from .desk_matter import way_back
from .inbox import Desk
from .looks import matter_row
from .step_forms import AssignForm

MOST = 200


@dataclass(frozen=True)
class Tried:
    """One matter, and why it was refused (empty: done)."""

    row: MatterRow
    refusal: str


@page("inbox/assign/", needs=access.ASSIGN)
def assign_many(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """First the choice of whom, then one command for each matter, under ids drawn from the form's."""
    back = way_back(request, "/inbox/")
    ids = picked_ids(request, actor, now, back)
    chosen = assignable(actor, ids) if ids else []
    if not chosen:
        notes.say(request, "info", _("请先在左边勾选要派的诉求。"))
        return redirect(back)
    form = _form(request, chosen, now)
    rows = [matter_row(line) for line in lines(chosen, now)]
    shown = {"form": form, "rows": rows, "back": back}
    if not form.is_bound or not form.is_valid():
        return render(request, "matters/assign_many.html", shown, status=422 if form.errors else 200)
    asked = form.whom() | {"actor": actor, "now": now, "text": form.cleaned_data["text"]}
    refusals = dict(
        each_one(form, ((row.id, partial(_named(form, row.id), **asked, matter_id=row.id)) for row in chosen))
    )
    tried = [Tried(row, refusals[int(row.key)]) for row in rows]
    done = [int(one.row.key) for one in tried if not one.refusal]
    shown |= {
        "whom": form.chosen,
        "done": [one for one in tried if not one.refusal],
        "refused": [one for one in tried if one.refusal],
        "undo": [f"{matter}:{event}" for matter, event in last_event_ids(done).items()],
    }
    return render(request, "matters/assigned_many.html", shown)


@page("inbox/assign/undo/", needs=access.ASSIGN, methods=("POST",))
def undo_many(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Take back what was just given to somebody, where nobody has acted on it."""
    form = CommandForm(request.POST)
    form.is_valid()
    pairs = [_pair(word) for word in request.POST.getlist("steps")[:MOST]]
    acts = (
        (
            matter,
            partial(
                undo.once(uuid5(form.given_id, str(event))),
                actor=actor, now=now, matter_id=matter, event_id=event,
            ),
        )
        for matter, event in pairs
        if matter and event
    )  # fmt: skip
    refusals = [refusal for _matter, refusal in each_one(form, acts)]
    undone = sum(not refusal for refusal in refusals)
    notes.say(request, "ok", ngettext("已撤销%(n)d件。", "已撤销%(n)d件。", undone) % {"n": undone})
    if late := len(refusals) - undone:
        notes.say(request, "soon", _("另有%(n)d件已经有人接着办了，没有撤销。") % {"n": late})
    return redirect(way_back(request, "/inbox/"))


def picked_ids(request: Asked, actor: Actor, now: datetime, back: str) -> list[int]:
    """The rows that were ticked, or (`all`) everything the list behind shows under its filters, up to MOST."""
    if "all" not in request.POST:
        return [pk for pk in map(row_id, request.POST.getlist("keys")) if pk is not None][:MOST]
    kept, request.GET = request.GET, QueryDict(urlsplit(back).query)
    try:
        wanted = Desk.of(request, actor).wanted
    finally:
        request.GET = kept
    return [row.id for row in page_of(wanted, now, size=MOST).rows]


def _form(request: Asked, chosen: Sequence[Row], now: datetime) -> AssignForm:
    """The form, not judged before somebody was chosen from it."""
    today = china_day(now)
    kinds = {row.kind: kind_of(row.kind) for row in chosen}
    places = {(row.kind, row.area_path) for row in chosen}
    desks = [desk for kind, path in places for desk in desks_of(kinds[kind], path, today)]
    found = candidates(kinds.values(), desks, {row.area_path for row in chosen}, today)
    areas = names({card.area_id for card in found.people})
    return AssignForm(request.POST if "to" in request.POST else None, candidates=found, areas=areas)


def _named(form: AssignForm, matter_id: int) -> Callable[..., Event]:
    return assign.once(uuid5(form.given_id, str(matter_id)))


def each_one(form: CommandForm, acts: Iterable[tuple[int, Callable[[], Event]]]) -> Iterator[tuple[int, str]]:
    """Run one after another; each gives its key and why it was refused."""
    for key, act in acts:
        form.refusal = None
        form.tell(act)
        yield key, form.refusal.sentence if form.refusal is not None else ""


def _pair(word: str) -> tuple[int, int]:
    matter, _colon, event = word.partition(":")
    return row_id(matter) or 0, row_id(event) or 0
