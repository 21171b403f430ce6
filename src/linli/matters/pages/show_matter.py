"""One matter at its one address: staff see how it stands and what comes next, residents follow their own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor, may
from linli.kernel.ui.parts import Attachment, Photo, TimelineEntry, TwoClocks
from linli.people.queries import unit_names
from linli.people.terms import Role
from linli.places.queries import lineage, names, plan_around, tree, work_time
from linli.places.terms import Level

from .. import access
from ..kinds import kind_of
from ..models import Matter
from ..queries import (
    Entry,
    Line,
    accused_of,
    attempts_made,
    caller_of,
    line_from,
    mandate_of,
    matter_for,
    same_place,
    step_to_undo,
    suggestion_of,
    timeline,
)
from ..queries.closing import checklist_of
from ..queries.photos import almost_same, sent_before
from ..queries.place_hints import places_suggested
from ..queries.questions import answers_of
from ..queries.standing import state_of
from ..queries.together import together
from ..rules.desks import desk_name
from ..rules.steps import outranks, stands_at
from ..terms import OrderType, Source, Urgency, Via, WaitsFor
from . import show_mine
from .attached import attachment_part
from .beside import beside
from .desk_matter import shown_requests, steps_of
from .looks import clock_of, time_left, total
from .name_accused import may_name
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
            **beside(found.matter, actor, now),
            "hint": suggestion_of(found.matter),
            "places_suggested": places_suggested(actor, found.matter),
            "may_mask": may(actor, access.EDIT_MASK, found.matter),
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
        "reported_files": _reported_files(said),
        **_photo_hints(matter, said, now),
        "write_url": f"/matters/{matter.number}/transcript/" if may(actor, access.ACT, matter) else "",
        "entries": entries(said, now_at=0, undo=step_to_undo(actor, matter), number=matter.number),
        "public_only": public_only,
        "steps": steps_of(actor, matter, now),
        "requests": shown_requests(actor, matter, now),
        "caller": caller_of(actor, matter),
        "answered": answers_of(matter),
        "checklist": checklist_of(matter),
        "caller_word": _("来电人") if matter.source == Source.HOTLINE else _("反映人"),
        "follow_via": Via(matter.follow_via).label,
        "same": same_place(actor, matter, now),
        "together": together(matter),
        "joint": joint_steps(actor, matter),
        "asking": asking,
        "attempts": attempts_made(matter) if asking else [],
        "mandate": mandate_of(matter),
        "agents": kind.agents and matter.closed_at is None and may(actor, access.ACT, matter),
        "accused": accused_of(matter) if matter.hidden_from is not None else [],
        "may_accuse": may_name(actor, matter),
        "slip_url": f"/f/{matter.follow_secret()}/slip/",
    }


def joint_steps(actor: Actor, matter: Matter) -> dict[str, bool]:
    """What of merging, splitting and asking units is offered; the commands decide."""
    kind = kind_of(matter.kind)
    waits = matter.closed_at is None and matter.stage in kind.promised_stages
    state = state_of(matter)
    near = stands_at(kind, state, matter.area_path, actor.standings) or outranks(
        kind, state, matter.area_path, actor.standings
    )
    plain = not kind.confidential and matter.hidden_from is None and matter.parent_id is None
    return {
        "ask": waits and near and not matter.rides and may(actor, access.ASK_UNITS, matter),
        "merge": waits and plain and kind.merges and may(actor, access.MERGE, matter),
        "split": waits
        and plain
        and near
        and kind.splits
        and not kind.emergency
        and not matter.rides
        and may(actor, access.SPLIT, matter),
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
    if matter.urgency == Urgency.URGENT:
        found.insert(0, ("late", _("紧急"), "warn"))
    elif matter.urgency:
        found.append(("line", str(Urgency(matter.urgency).label), "flag"))
    if first := first_words(matter):
        found.append(("line", _("首接：%(who)s") % {"who": first}, "people"))
    if matter.supervised:
        found.append(("soon", _("督办中"), "bell"))
    if matter.return_final:
        found.append(("line", _("终审"), "check"))
    if matter.category is not None:
        found.append(("line", matter.category.name, "tag"))
    if row.reports > 1:
        found.append(("line", _("%(n)d人报") % {"n": row.reports}, "people"))
    if matter.urges:
        found.append(("soon", _("催过%(n)d次") % {"n": matter.urges}, "bell"))
    return found


def clocks(matter: Matter, line: Line, now: datetime) -> TwoClocks:
    """Both clocks in working time: of the stage, and since the resident spoke."""
    return TwoClocks(
        stage=line.row.stage_label,
        clock=clock_of(line),
        total=total(line.worked, line.day_seconds),
        since=matter.opened_at,
        counts=(matter.ups, matter.redos, matter.lates),
        counts_label=_("上报 / 重办 / 超时"),
        counts_note=asked_words(matter),
        left=_left(matter, now),
    )


def _left(matter: Matter, now: datetime) -> str:
    if matter.closed_at is not None:
        return _("已结束")
    if matter.waits_for == WaitsFor.PAUSED:
        return str(WaitsFor.PAUSED.label)
    return time_left(work_time(matter.area_path), matter.due_at, now)


def asked_words(matter: Matter) -> str:
    """延期1次，退回2次，督办1次; nothing where nothing was asked."""
    found = (
        (matter.extensions, _("延期%(n)d次")),
        (matter.returns, _("退回%(n)d次")),
        (matter.pauses, _("挂起%(n)d次")),
        (matter.supervisions, _("督办%(n)d次")),
    )
    return _("，").join(words % {"n": n} for n, words in found if n)


def first_words(matter: Matter) -> str:
    """Who had it first and answers for it, where somebody else has it now (首接负责); two queries at most."""
    first = (matter.first_role, matter.first_area_id, matter.first_unit_id)
    now_with = (matter.holder_role, matter.holder_area_id, matter.holder_unit_id)
    if not matter.first_role or first == now_with or matter.closed_at is not None:
        return ""
    if matter.first_unit_id is not None:
        return unit_names({matter.first_unit_id}).get(matter.first_unit_id, "")
    areas = names({matter.first_area_id}) if matter.first_area_id is not None else {}
    return desk_name(matter.first_role, areas.get(matter.first_area_id or 0, ""))


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
            files=[attachment_part(file) for file in one.files if one.code != "matters.opened"],
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


def _photo_hints(matter: Matter, said: Sequence[Entry], now: datetime) -> dict[str, Any]:
    """What a clerk should know of the photos before closing: the same picture twice, here or on another matter."""
    before = [uid for one in said if one.code == "matters.opened" for uid in one.photos]
    after = [uid for one in said if one.code != "matters.opened" for uid in one.photos]
    if not before and not after:
        return {"pictured": False}
    known = tree().on_path(matter.area_path)
    ground = known.get(Level.COMMUNITY) or known.get(Level.STREET)
    return {
        "pictured": True,
        "same_photos": almost_same(before, after),
        "sent_before": sent_before(matter, ground.path, now) if ground is not None else [],
    }


def _reported_files(said: Sequence[Entry]) -> list[Attachment]:
    """Recordings and documents the reporter sent along."""
    found = (one.files for one in said if one.code == "matters.opened")
    return [attachment_part(file) for file in next(found, ())]
