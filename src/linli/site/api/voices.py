"""Voices over the API: proposals on the public board, all the sources of one, what observers' reports have changed."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _

from linli.kernel.page import Asked
from linli.kernel.refusal import Refusal
from linli.matters.queries.observers import changed_by
from linli.matters.queries.proposals import Posted, board, posted_one, proposal_sheet
from linli.places.queries import tree
from linli.places.terms import Level

from .describing import asked_in, operation
from .desks import staff_matter
from .lists import Size
from .wire import Id, answer_once


class BoardAsked(msgspec.Struct, forbid_unknown_fields=True):
    """area: a district, street or community; after or before: the mark of a page."""

    area: Id
    after: str = ""
    before: str = ""
    size: Size = 20


class ProposalShape(msgspec.Struct):
    """A proposal as anybody sees it; nobody is named. done of actions are over."""

    number: str
    title: str
    text: str
    stage: str
    opinions: int
    done: int
    actions: int
    verdict: str
    reason: str
    made_at: datetime
    changed_at: datetime
    closed: bool


class ProposalPage(msgspec.Struct):
    """Published proposals, newest first."""

    proposals: list[ProposalShape]
    after: str | None
    before: str | None


def _shape(one: Posted) -> ProposalShape:
    return ProposalShape(
        one.number, one.title, one.text, one.stage, one.opinions, one.progress.done, one.progress.total,
        one.verdict, one.reason, one.made_at, one.changed_at, one.closed,
    )  # fmt: skip


@operation(
    "GET", "/proposals", asks=BoardAsked, gives=ProposalPage, refuses="area_unknown (404), page_mark_unreadable (400)"
)  # fmt: skip
def list_published_proposals(request: Asked) -> HttpResponse:
    """The public board of a place."""
    asked: BoardAsked = asked_in(request, BoardAsked)
    node = tree().get(asked.area)
    if node is None or node.level > Level.COMMUNITY:
        raise Refusal("area_unknown", _("没有这个区域，或者它已经停用。"), status=404)
    found = board(node.path, after=asked.after, before=asked.before, size=asked.size)
    return answer_once(request, ProposalPage([_shape(one) for one in found.rows], found.after, found.before))


@operation("GET", "/proposals/{number}", gives=ProposalShape, refuses="proposal_not_found (404)")
def show_published_proposal(request: Asked, number: str) -> HttpResponse:
    """One proposal of the public board."""
    found = posted_one(number)
    if found is None:
        raise Refusal("proposal_not_found", _("没有找到这个提议。"), status=404)
    return answer_once(request, _shape(found))


class VoiceShape(msgspec.Struct):
    """One opinion. said_by: as noted; entered_by: who wrote it down; later: it came after the wording in force."""

    source: str
    text: str
    at: datetime
    said_by: str
    entered_by: str
    later: bool


class WordingShape(msgspec.Struct):
    """A wording that stands on the opinions so far."""

    version: int
    title: str
    text: str


class DecisionShape(msgspec.Struct):
    """What was decided about a proposal, and why."""

    verdict: str
    reason: str


class ActionShape(msgspec.Struct):
    """A matter that carries a proposal out."""

    number: str
    kind: str
    title: str
    stage: str
    closed_at: datetime | None


class ProposalSheet(msgspec.Struct):
    """A proposal as desks see it. published: it stands on the public board."""

    published: bool
    opinions: list[VoiceShape]
    wordings: list[WordingShape]
    decisions: list[DecisionShape]
    actions: list[ActionShape]


@operation("GET", "/matters/{number}/proposal", gives=ProposalSheet, refuses="matter_not_found (404)")
def show_proposal_sheet(request: Asked, number: str) -> HttpResponse:
    """Every source of a proposal, its wordings, decisions and actions; for those who serve."""
    matter = staff_matter(request.actor, number)
    if matter.kind != "proposal":
        raise Refusal("matter_not_found", _("没有找到这件事。"), status=404)
    found = proposal_sheet(matter)
    made = ProposalSheet(
        found.topic is not None,
        [VoiceShape(*one) for one in found.voices],
        [WordingShape(one.version, one.title, one.text) for one in found.wordings],
        [DecisionShape(one.verdict, one.reason) for one in found.decisions],
        [ActionShape(*one) for one in found.actions],
    )
    return answer_once(request, made)


class ChangedShape(msgspec.Struct):
    """A report of one's own as an observer that was answered. met: how many others met the same."""

    number: str
    title: str
    place: str
    answered_at: datetime | None
    answer: str
    met: int
    before: list[UUID]
    after: list[UUID]


class ChangedList(msgspec.Struct):
    """The last twenty, newest first."""

    changed: list[ChangedShape]


@operation("GET", "/observers/changed", gives=ChangedList)
def list_changed(request: Asked) -> HttpResponse:
    """What came of one's own reports as an observer, in words and photos; empty for everybody else."""
    rows = [
        ChangedShape(
            one.matter.number, one.matter.title, one.matter.place, one.matter.answered_at, one.answer, one.met,
            list(one.before), list(one.after),
        )
        for one in changed_by(request.actor)
    ]  # fmt: skip
    return answer_once(request, ChangedList(rows))
