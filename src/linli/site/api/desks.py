"""Work of desks over the API: what may be done with a matter, what is asked about it, how many wait, whom to ask, texts."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _

from linli.kernel.page import Asked
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may
from linli.matters import access
from linli.matters.kinds import kind_of
from linli.matters.models import Matter as MatterRow
from linli.matters.queries import Outlook, counts, follow_ups, offers, outlook, was_handed_up
from linli.matters.queries.imports import run_for, runs
from linli.matters.queries.requests import approver_roles, standing_requests
from linli.matters.queries.standing import china_day, desks_of, state_of
from linli.matters.queries.texts import Kept, texts_for, texts_kept
from linli.matters.rules.steps import stands_at
from linli.matters.rules.views import View

from .describing import asked_in, operation
from .matters import found_for, line_of_row, narrower
from .shapes import MatterLine
from .wire import Id, answer_once


def staff_matter(actor: Actor, number: str) -> MatterRow:
    """The matter of a number for whoever serves. Refuses matter_not_found (404), also to its reporter."""
    found = found_for(actor, number)
    if not found.as_staff:
        raise Refusal("matter_not_found", _("没有找到这件事。"), status=404)
    return found.matter


def looked_from(actor: Actor, area: int | None) -> Outlook:
    """The area asked for, or that of the first posting, or of a narrowed token. Refuses area_unknown (404)."""
    seen = outlook(actor, area) or (narrower(actor) if area is None else None)
    if seen is None:
        raise Refusal("area_unknown", _("没有这个区域，或者它不归您看。"), status=404)
    return seen


class OfferShape(msgspec.Struct):
    """What may be done with a matter. code: of a move, or hand_up, send_down, feed_back, assign, follow_up, a request.

    words: none, optional or required. why_not: empty when it may be done now.
    """

    code: str
    label: str
    words: str
    main: bool
    why_not: str


class Offers(msgspec.Struct):
    """What the token's person may do with a matter now."""

    offers: list[OfferShape]


@operation("GET", "/matters/{number}/offers", gives=Offers, refuses="matter_not_found (404)")
def list_offers(request: Asked, number: str) -> HttpResponse:
    """The buttons of a matter, with the reason where one cannot be pressed now."""
    actor, now = request.actor, request.now
    matter = staff_matter(actor, number)
    kind, state = kind_of(matter.kind), state_of(matter)
    desks = desks_of(kind, matter.area_path, china_day(now), matter.hidden_from)
    found = offers(actor, matter, state, desks, now, given_back=was_handed_up(matter))
    rows = [OfferShape(one.code, one.label, one.words, one.main, one.why_not) for one in found]
    return answer_once(request, Offers(rows))


class RequestShape(msgspec.Struct):
    """A request that waits or runs: extension, return, pause, supervision, appeal. `until`: a pause's own end.

    decides, withdraws, ends, answers: what the token's person may do about it.
    """

    id: int
    what: str
    state: str
    asker: str
    desk: str
    towards: str
    reason: str
    asked_at: datetime
    due_at: datetime
    until: datetime | None
    decides: bool
    withdraws: bool
    ends: bool
    answers: bool


class Requests(msgspec.Struct):
    """Open requests, newest first."""

    requests: list[RequestShape]


@operation("GET", "/matters/{number}/requests", gives=Requests, refuses="matter_not_found (404)")
def list_requests(request: Asked, number: str) -> HttpResponse:
    """What is asked about a matter and not decided, or runs."""
    actor = request.actor
    matter = staff_matter(actor, number)
    holds = stands_at(kind_of(matter.kind), state_of(matter), matter.area_path, actor.standings)
    rows = [
        RequestShape(
            one.request.pk, one.request.kind, one.request.state, one.asker, one.desk, one.towards,
            one.request.reason.text, one.request.asked_at, one.request.due_at, one.request.until, one.decides,
            one.withdraws, one.ends, one.answers,
        )
        for one in standing_requests(actor, matter, holds=holds, outranks=approver_roles(actor, matter))
    ]  # fmt: skip
    return answer_once(request, Requests(rows))


class CountsAsked(msgspec.Struct, forbid_unknown_fields=True):
    """area: that of the first posting unless said."""

    area: Id | None = None


class TallyShape(msgspec.Struct):
    """Open matters at one stage in the hands of one role."""

    stage: str
    holder_role: str
    open: int
    late: int
    today: int


class CountsShape(msgspec.Struct):
    """at_least: there are too many to count them all. views: how many stand in each view of the list that is counted."""

    area_id: int
    at_least: bool
    views: dict[str, int]
    tallies: list[TallyShape]


@operation("GET", "/counts", asks=CountsAsked, gives=CountsShape, refuses="area_unknown (404)")
def show_counts(request: Asked) -> HttpResponse:
    """Open matters of an area in reach by stage and holder."""
    asked: CountsAsked = asked_in(request, CountsAsked)
    seen = looked_from(request.actor, asked.area)
    found = counts(seen, request.now)
    views = {view.value: n for view in View if (n := found.of(view)) is not None}
    tallies = [
        TallyShape(one.stage, one.holder_role, one.n, one.late, one.today)
        for one in sorted(found.tallies, key=lambda one: (one.stage, one.holder_role))
    ]
    return answer_once(request, CountsShape(seen.area_id, found.at_least, views, tallies))


class AfterAsked(msgspec.Struct, forbid_unknown_fields=True):
    """after: the mark of the page before."""

    after: str = ""


class ToAskShape(msgspec.Struct):
    """A matter to ask about. Name and telephone are masked. next_at: when the next try counts; null: at once.

    not_by_you: handler (whoever answered may not ask), other (only they may), or empty.
    """

    matter: MatterLine
    name: str
    phone: str
    best_hours: str
    tries: int
    most: int
    next_at: datetime | None
    ways: list[str]
    not_by_you: str


class FollowUps(msgspec.Struct):
    """Whom to ask, what is due first on top."""

    follow_ups: list[ToAskShape]
    after: str | None


@operation(
    "GET", "/follow-ups", asks=AfterAsked, gives=FollowUps, refuses="not_allowed (403), page_mark_unreadable (400)"
)  # fmt: skip
def list_to_ask(request: Asked) -> HttpResponse:
    """What the person's desks have to ask the reporters of."""
    _needs(request.actor, access.FOLLOW_UP)
    asked: AfterAsked = asked_in(request, AfterAsked)
    found = follow_ups(request.actor, request.now, after=asked.after)
    rows = [
        ToAskShape(
            line_of_row(one.line.row), one.name, one.phone, one.best_hours, one.tries, one.most, one.next_at,
            [way.value for way in one.ways], one.not_by_you,
        )
        for one in found.rows
    ]  # fmt: skip
    return answer_once(request, FollowUps(rows, found.after))


def _needs(actor: Actor, permission: str) -> None:
    if not actor.holds(permission):
        raise Refusal("not_allowed", _("这个令牌看不了这些。"), status=403)


class TextShape(msgspec.Struct):
    """A standard answer. text: with its placeholders filled where it was asked for about a matter."""

    id: int
    title: str
    text: str
    kind: str
    category: str
    area: str
    version: int


class Texts(msgspec.Struct):
    """Texts in use."""

    texts: list[TextShape]


class TextsAsked(msgspec.Struct, forbid_unknown_fields=True):
    """q: only those with these words."""

    q: str = ""


def _texts(found: Sequence[Kept]) -> Texts:
    return Texts([TextShape(*(getattr(one, name) for name in TextShape.__struct_fields__)) for one in found])


@operation("GET", "/texts", asks=TextsAsked, gives=Texts, refuses="not_allowed (403)")
def list_kept_texts(request: Asked) -> HttpResponse:
    """The texts that the person's desk keeps, at most a hundred."""
    _needs(request.actor, access.EDIT_TEXTS)
    asked: TextsAsked = asked_in(request, TextsAsked)
    return answer_once(request, _texts(texts_kept(request.actor, asked.q)))


@operation("GET", "/matters/{number}/texts", gives=Texts, refuses="matter_not_found (404), not_allowed (403)")
def list_texts_for(request: Asked, number: str) -> HttpResponse:
    """The texts that fit a matter, the nearest area's and the most exact first."""
    matter = staff_matter(request.actor, number)
    if not may(request.actor, access.ACT, matter):
        raise Refusal("not_allowed", _("这个令牌看不了这些。"), status=403)
    return answer_once(request, _texts(texts_for(matter, request.now)))


class ImportShape(msgspec.Struct):
    """A table of orders on its way in. state: draft, waiting, running, done or failed."""

    id: int
    area_id: int
    file_name: str
    state: str
    dry: bool
    total: int
    done: int
    applied: int
    duplicate: int
    refused: int
    fault: str
    made_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class Imports(msgspec.Struct):
    """The last twenty, newest first."""

    imports: list[ImportShape]


def _import(row: object) -> ImportShape:
    return ImportShape(*(getattr(row, name) for name in ImportShape.__struct_fields__))


@operation("GET", "/imports", gives=Imports, refuses="not_allowed (403)")
def list_imports(request: Asked) -> HttpResponse:
    """Imports of orders into areas in reach."""
    _needs(request.actor, access.IMPORT_ORDERS)
    return answer_once(request, Imports([_import(row) for row in runs(request.actor)]))


@operation("GET", "/imports/{run}", gives=ImportShape, refuses="not_allowed (403), import_unknown (404)")
def show_one_import(request: Asked, run: str) -> HttpResponse:
    """How far an import is and what became of its rows."""
    _needs(request.actor, access.IMPORT_ORDERS)
    known = run.isascii() and run.isdigit() and len(run) < 19
    row = run_for(request.actor, int(run)) if known else None
    if row is None:
        raise Refusal("import_unknown", _("没有找到这次导入。"), status=404)
    return answer_once(request, _import(row))
