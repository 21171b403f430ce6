"""Matters over the API: take one in, list, look, follow its course."""

from typing import Any, Literal

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _

from linli.kernel.keyset import Slice
from linli.kernel.page import Asked
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.matters import access
from linli.matters.commands import open_matter
from linli.matters.models import Matter as MatterRow
from linli.matters.queries import (
    Found,
    Outlook,
    Wanted,
    branches,
    caller_of,
    matter_for,
    mine,
    outlook,
    timeline,
)
from linli.matters.queries.inbox import page_of
from linli.matters.rules.views import View
from linli.places.rules.crs import Crs, to_wgs84

from . import shapes
from .describing import asked_in, codes_of, operation
from .wire import Id, answer, answer_once, command_id, read

MOST = 100


@operation(
    "POST", "/matters", takes=shapes.ReportAsked, gives=shapes.Taken, status=201, scoped=False,
    refuses=f"{codes_of(open_matter)}, kind_not_yours (403)",
)  # fmt: skip
def open_one(request: Asked) -> HttpResponse:
    """Take in a matter. Its grid, holder, clock and number are settled when the answer comes."""
    body = read(request, shapes.ReportAsked)
    values = msgspec.structs.asdict(body)
    crs = Crs(values.pop("crs"))
    if body.lon is not None and body.lat is not None:
        values["lon"], values["lat"] = to_wgs84(body.lon, body.lat, crs)
    event = open_matter.once(command_id(request))(actor=request.actor, now=request.now, **values)
    holder = shapes.Holder(event.holder_role, event.holder_area_id, event.holder_person_id)
    return answer(
        shapes.Taken(event.number, event.kind, event.stage, holder, event.due_at, event.promised_at), 201
    )


class ListAsked(msgspec.Struct, forbid_unknown_fields=True):
    """Filters of the list; `after` or `before` is a mark of an earlier page."""

    area: Id | None = None
    view: View = View.OPEN
    kind: str = ""
    source: str = ""
    holder: str = ""
    category: str = ""
    person: Id | None = None
    sort: Literal["due", "new"] = "due"
    after: str = ""
    before: str = ""
    size: int = 50


@operation(
    "GET", "/matters", asks=ListAsked, gives=shapes.MatterPage, refuses="area_unknown (404), category_unknown, page_mark_unreadable (400)"
)  # fmt: skip
def list_matters(request: Asked) -> HttpResponse:
    """Matters of one area in reach (the first posting's unless said); of residents, their own, newest first."""
    asked: ListAsked = asked_in(request, ListAsked)
    size = min(max(asked.size, 1), MOST)
    if not request.actor.is_staff:
        own = mine(request.actor, before=asked.before, after=asked.after, size=size)
        return answer_once(request, _page(own))
    seen = outlook(request.actor, asked.area) or (narrower(request.actor) if asked.area is None else None)
    if seen is None:
        raise Refusal("area_unknown", _("没有这个区域，或者它不归您看。"), status=404)
    wanted = Wanted(
        seen,
        asked.view,
        asked.kind,
        asked.source,
        asked.holder,
        _ids_below(asked.category),
        asked.person,
        asked.sort,
    )
    return answer_once(request, _page(page_of(wanted, request.now, before=asked.before, after=asked.after, size=size)))  # fmt: skip


def narrower(actor: Actor) -> Outlook | None:
    """The area of a token that was narrowed below its person's posting."""
    path = next((one.path for one in actor.grants if one.permission == access.SEE), "/")
    last = path.rstrip("/").rpartition("/")[2]
    return outlook(actor, int(last)) if last else None


def _ids_below(code: str) -> tuple[int, ...]:
    """A category and everything under it, by its code. Refuses category_unknown."""
    if not code:
        return ()
    found = next((branch.below for branch in branches() if branch.code == code), None)
    if found is None:
        raise Refusal("category_unknown", _("没有这个类别，请重新选。"), facts={"field": "category"})
    return found


def _page(found: Slice[Any]) -> shapes.MatterPage:
    return shapes.MatterPage([line_of_row(row) for row in found.rows], found.after, found.before)


def line_of_row(row: Any) -> shapes.MatterLine:
    """A row of a list as it goes over the wire."""
    return shapes.MatterLine(
        row.number, row.kind, row.title, row.place, row.source, row.stage, holder_of(row), row.opened_at,
        row.received_at, row.due_at, row.due_provisional, row.closed_at, row.outcome, row.supporters,
    )  # fmt: skip


def holder_of(row: Any) -> shapes.Holder:
    """Who has the matter of a row."""
    return shapes.Holder(row.holder_role, row.holder_area_id, row.holder_person_id, row.holder_unit_id)


def found_for(actor: Actor, number: str) -> Found:
    """The matter of a number in reach. Refuses matter_not_found (404)."""
    found = matter_for(actor, number)
    if found is None:
        raise Refusal("matter_not_found", _("没有找到这件事。"), status=404)
    return found


@operation("GET", "/matters/{number}", gives=shapes.Matter, refuses="matter_not_found (404)")
def show_matter(request: Asked, number: str) -> HttpResponse:
    """One matter."""
    found = found_for(request.actor, number)
    return answer_once(request, _whole(request.actor, found))


def _whole(actor: Actor, found: Found) -> shapes.Matter:
    matter: MatterRow = found.matter
    caller = caller_of(actor, matter)
    plain = {name: getattr(matter, name) for name in shapes.Matter.__struct_fields__ if name not in _MADE}
    return shapes.Matter(
        **plain,
        category=matter.category.code if matter.category else None,
        holder=holder_of(matter),
        follow=f"/f/{matter.follow_secret()}/" if found.as_staff or found.own else "",
        reporter=shapes.ReporterMark(caller.name, caller.phone, caller.anonymous) if caller else None,
    )


_MADE = frozenset({"category", "holder", "follow", "reporter"})


@operation("GET", "/matters/{number}/timeline", gives=shapes.Timeline, refuses="matter_not_found (404)")
def show_timeline(request: Asked, number: str) -> HttpResponse:
    """The course of a matter, newest first; for its reporter without what is for staff only."""
    found = found_for(request.actor, number)
    entries = [
        shapes.Entry(
            one.event_id,
            one.code,
            one.at,
            one.who,
            one.unit,
            one.verb,
            one.text,
            one.inner,
            list(one.photos),
            [shapes.FileMark(f.uid, f.purpose, f.mime, f.name, f.size, f.words) for f in one.files],
        )
        for one in timeline(found.matter, public_only=not found.as_staff)
    ]
    return answer_once(request, shapes.Timeline(entries))
