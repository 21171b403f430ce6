"""One matter at its one address: staff see how it stands and what comes next, residents follow their own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor, may
from linli.kernel.ui.parts import Photo, TimelineEntry, TwoClocks
from linli.people.terms import Role
from linli.places.queries import lineage, plan_around, tree, work_time
from linli.places.terms import Level

from .. import access
from ..kinds import kind_of
from ..models import Matter
from ..queries import (
    Entry,
    Line,
    attempts_made,
    caller_of,
    line_from,
    matter_for,
    same_place,
    step_to_undo,
    timeline,
)
from ..terms import OrderType, Source, Via
from . import show_mine
from .desk_matter import steps_of
from .looks import clock_of, time_left, total
from .step_forms import NoteForm

PUBLIC_ONLY = "public"


@page("matters/<str:number>/", needs=SIGNED_IN, methods=("GET",))
def show_matter(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """The staff's page for those who serve there, the reporter's page for who reported or joined."""
    found = matter_for(actor, number)
    if found is None:
        raise Http404
    if not found.as_staff:
        return show_mine.answer(request, actor=actor, now=now, found=found)
    public_only = request.GET.get("show") == PUBLIC_ONLY
    return render(
        request,
        "matters/show_matter.html",
        {
            **sheet(found.matter, actor, now, public_only=public_only),
            "note_form": NoteForm() if may(actor, access.ACT, found.matter) else None,
        },
    )


def _list_of(actor: Actor) -> tuple[str, str]:
    """The list this actor comes from: a grid worker's day, or the inbox."""
    if actor.standings and actor.standings[0].role == Role.GRID_WORKER:
        return "/today/", _("今天")
    return "/inbox/", _("收件箱")


def sheet(matter: Matter, actor: Actor, now: datetime, *, public_only: bool) -> dict[str, Any]:
    """Everything the page shows of one matter."""
    line = line_from(matter, now)
    said = timeline(matter, public_only=public_only)
    spot = lineage(matter.area_id)
    kind = kind_of(matter.kind)
    home, word = _list_of(actor)
    asking = matter.closed_at is None and matter.stage == kind.asking.at
    return {
        "matter": matter,
        "line": line,
        "number": f"{matter.number} / {kind_words(matter)}",
        "title": matter.title,
        "list_url": home,
        "list_word": word,
        "badges": badges(matter, line),
        "clocks": clocks(matter, line, now),
        "where": place_words(matter),
        "plan": plan_around(spot, matter.lon, matter.lat) if spot is not None else None,
        "reported_photos": _reported_photos(said),
        "entries": entries(said, now_at=0, undo=step_to_undo(actor, matter), number=matter.number),
        "public_only": public_only,
        "steps": steps_of(actor, matter, now),
        "caller": caller_of(actor, matter),
        "caller_word": _("来电人") if matter.source == Source.HOTLINE else _("反映人"),
        "follow_via": Via(matter.follow_via).label,
        "same": same_place(actor, matter, now),
        "asking": asking,
        "attempts": attempts_made(matter) if asking else [],
        "slip_url": f"/f/{matter.follow_secret()}/slip/",
    }


def kind_words(matter: Matter) -> str:
    """12345工单·求助."""
    kind = str(kind_of(matter.kind).label)
    return f"{kind}·{OrderType(matter.order_type).label}" if matter.order_type else kind


def place_words(matter: Matter) -> str:
    """槐香苑2号楼3单元，第6网格."""
    known = tree().on_path(matter.area_path)
    node = known.get(Level.GRID) or known.get(Level.COMMUNITY)
    parts = [matter.place, node.short if node is not None else ""]
    return _("，").join(dict.fromkeys(part for part in parts if part))


def badges(matter: Matter, line: Line) -> list[tuple[str, str, str]]:
    """Stage, lateness, who has it, what it is about."""
    row = line.row
    found = [("ok", row.stage_label, "done") if row.closed_at else ("act", row.stage_label, "clock")]
    if line.held.name:
        who = f"{line.held.name}·{line.held.under}" if line.held.under else line.held.name
        found.append(("line", _("在%(who)s手里") % {"who": who}, "person"))
    if matter.category is not None:
        found.append(("line", matter.category.name, "tag"))
    if matter.supporters:
        found.append(("line", _("%(n)d人报") % {"n": matter.supporters + 1}, "people"))
    if matter.urges:
        found.append(("soon", _("催过%(n)d次") % {"n": matter.urges}, "bell"))
    return found


def clocks(matter: Matter, line: Line, now: datetime) -> TwoClocks:
    """Both clocks in working time: of the stage, and since the resident spoke."""
    closed = matter.closed_at is not None
    return TwoClocks(
        stage=line.row.stage_label,
        clock=clock_of(line),
        total=total(line.worked, line.day_seconds),
        since=matter.opened_at,
        counts=(matter.ups, matter.redos, matter.lates),
        counts_label=_("上报 / 重办 / 超时"),
        left=_("已结束") if closed else time_left(work_time(matter.area_path), matter.due_at, now),
    )


def entries(said: Sequence[Entry], *, now_at: int, undo: int | None, number: str) -> list[TimelineEntry]:
    """The course for the shared part, newest first."""
    return [
        TimelineEntry(
            at=one.at,
            verb=one.verb,
            text=one.text,
            who=one.who,
            unit=one.unit,
            inner=one.inner,
            now=at == now_at,
            photos=photos_of(one),
            inset=one.inset,
            undo_url=f"/matters/{number}/undo/{one.event_id}/" if one.event_id == undo else "",
        )
        for at, one in enumerate(said)
    ]


def photos_of(entry: Entry) -> list[Photo]:
    """The photos of one entry, small, each with the way to the whole one."""
    return [
        Photo(f"/photos/{uid}/?s", _("第%(n)d张照片") % {"n": n}, f"/photos/{uid}/")
        for n, uid in enumerate(entry.photos, 1)
    ]


def _reported_photos(said: Sequence[Entry]) -> list[Photo]:
    """What the reporter sent along."""
    return next((photos_of(one) for one in said if one.code == "matters.opened"), [])
