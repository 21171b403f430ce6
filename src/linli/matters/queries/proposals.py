"""Proposals: the public board, one proposal with all its sources, and how far its actions have come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Q

from linli.kernel.keyset import Slice, cut, read_mark
from linli.kernel.scope import Actor, reaching
from linli.kernel.text import storable
from linli.people.queries import cards

from ..kinds import kind_of
from ..models import Matter, Opinion, ProposalAction, Resolution, Topic, Wording
from ..terms import OpinionSource, ProposalVerdict, Source

KIND = "proposal"

_OF_SOURCE = {
    Source.APP: OpinionSource.SCREEN, Source.OBSERVER: OpinionSource.SCREEN, Source.API: OpinionSource.SCREEN,
    Source.VISIT: OpinionSource.VISIT, Source.DESK: OpinionSource.PAPER, Source.TALK_POINT: OpinionSource.MEETING,
}  # fmt: skip


class Place(NamedTuple):
    """Where a proposal on the public board lies."""

    matter_id: int
    path: str


def topic_place(number: str) -> Place | None:
    """The place of a published proposal by its number, whoever asks; None for everything else."""
    if not storable(number):
        return None
    with connection.cursor() as cursor:
        cursor.execute("select id, area_path from topic_place(%s)", (number,))
        row = cursor.fetchone()
    return Place(*row) if row else None


@dataclass(frozen=True)
class Progress:
    """How far a proposal has come: actions that are over, of all; computed from the matters, never kept."""

    done: int
    total: int

    @property
    def all_done(self) -> bool:
        """True when there are actions and none runs."""
        return self.total > 0 and self.done == self.total


def progress_of(matter_ids: Iterable[int]) -> dict[int, Progress]:
    """The progress of several proposals; one query."""
    rows = ProposalAction.objects.filter(matter_id__in=list(matter_ids)).values_list("matter_id")
    counted = rows.annotate(total=Count("id"), done=Count("id", filter=Q(action__closed_at__isnull=False)))
    return {pk: Progress(done, total) for pk, total, done in counted}


@dataclass(frozen=True)
class Posted:
    """A proposal on the public board; no name of anybody who said something."""

    matter_id: int
    number: str
    title: str
    text: str
    stage: str
    stage_label: str
    opinions: int
    progress: Progress
    verdict: str
    reason: str
    changed_at: datetime
    closed: bool
    made_at: datetime


def board(path: str, *, after: str = "", before: str = "", size: int = 20) -> Slice[Posted]:
    """Published proposals below a place, newest first; three queries whatever the number. Opens the place."""
    with reaching(path):
        rows = Topic.objects.filter(area_path__startswith=path).select_related("matter")
        if before:
            (mark,) = read_mark(before, (int,))
            found = list(rows.filter(pk__gt=mark).order_by("id")[: size + 1])
        elif after:
            (mark,) = read_mark(after, (int,))
            found = list(rows.filter(pk__lt=mark).order_by("-id")[: size + 1])
        else:
            found = list(rows.order_by("-id")[: size + 1])
        made = cut(found, size, lambda one: (one.pk,), backwards=bool(before), inner=bool(after))
        posted = _posted(made.rows)
    return Slice(posted, made.before, made.after)


def posted_one(number: str) -> Posted | None:
    """One published proposal by its number."""
    place = topic_place(number)
    if place is None:
        return None
    with reaching(place.path):
        return _posted(list(Topic.objects.filter(matter_id=place.matter_id).select_related("matter")))[0]


def _posted(topics: Sequence[Topic]) -> list[Posted]:
    ids = [one.matter_id for one in topics]
    progress = progress_of(ids)
    voices = dict(Opinion.objects.filter(matter_id__in=ids).values_list("matter_id").annotate(Count("id")))
    newest = {one.matter_id: one for one in Resolution.objects.filter(matter_id__in=ids).order_by("id")}
    return [_one(topic, progress, voices, newest.get(topic.matter_id)) for topic in topics]


def _one(
    topic: Topic, progress: dict[int, Progress], voices: dict[int, int], decided: Resolution | None
) -> Posted:
    matter = topic.matter
    return Posted(
        matter.pk,
        matter.number,
        topic.title,
        topic.text,
        matter.stage,
        str(kind_of(matter.kind).stage(matter.stage).label),
        voices.get(matter.pk, 0) + 1,
        progress.get(matter.pk, Progress(0, 0)),
        str(ProposalVerdict(decided.verdict).label) if decided else "",
        decided.reason if decided else "",
        topic.changed_at,
        matter.closed_at is not None,
        topic.made_at,
    )


class Act(NamedTuple):
    """An action of a proposal; its title is for staff, it may be a resident's own words."""

    number: str
    kind: str
    title: str
    stage: str
    closed_at: datetime | None


def actions_of(matter_id: int, path: str) -> list[Act]:
    """The matters that carry a proposal out, oldest first; one query. Opens the proposal's place."""
    with reaching(path):
        rows = ProposalAction.objects.filter(matter_id=matter_id).select_related("action").order_by("id")
        return [
            Act(
                one.action.number,
                str(kind_of(one.action.kind).label),
                one.action.title,
                str(kind_of(one.action.kind).stage(one.action.stage).label),
                one.action.closed_at,
            )
            for one in rows
        ]


class Voice(NamedTuple):
    """One opinion: how it came, when, what was said; by: as noted, or who wrote it down (staff see it)."""

    source: str
    text: str
    at: datetime
    said_by: str
    entered_by: str
    later: bool = False


@dataclass(frozen=True)
class Sheet:
    """A proposal as desks see it: every source, the wording that stands on them, decisions, actions."""

    topic: Topic | None
    voices: list[Voice]
    wordings: list[Wording]
    decisions: list[Resolution]
    actions: list[Act]
    progress: Progress


def proposal_sheet(matter: Matter) -> Sheet:
    """Everything beside the matter; a fixed number of queries."""
    with reaching(matter.area_path):
        topic = Topic.objects.filter(matter_id=matter.pk).first()
        wordings = list(Wording.objects.filter(matter_id=matter.pk).order_by("-version"))
        decisions = list(Resolution.objects.filter(matter_id=matter.pk).order_by("-id"))
        opinions = list(Opinion.objects.filter(matter_id=matter.pk).order_by("id"))
        staff = cards({one.entered_by for one in opinions if one.entered_by is not None})
    upto = wordings[0].last_opinion_id if wordings else None
    own = Voice(
        str(_OF_SOURCE.get(Source(matter.source), OpinionSource.PAPER).label),
        matter.text, matter.opened_at, "", "",
    )  # fmt: skip
    voices = [own]
    for one in opinions:
        card = staff.get(one.entered_by or 0)
        voices.append(
            Voice(
                str(OpinionSource(one.source).label), one.text, one.at, one.said_by, card.name if card else "",
                later=upto is not None and one.pk > upto,
            )
        )  # fmt: skip
    acts = actions_of(matter.pk, matter.area_path)
    progress = Progress(sum(act.closed_at is not None for act in acts), len(acts))
    return Sheet(topic, voices, wordings, decisions, acts, progress)


def own_opinions(actor: Actor, matter_id: int) -> list[Opinion]:
    """What the actor said on a proposal from the screen, oldest first."""
    if actor.person_id is None:
        return []
    return list(Opinion.objects.filter(matter_id=matter_id, person_id=actor.person_id).order_by("id"))


class Said(NamedTuple):
    """One of the actor's own opinions and the proposal it belongs to."""

    number: str
    title: str
    stage: str
    at: datetime


def my_proposals(actor: Actor, most: int = 20) -> list[Said]:
    """The proposals somebody spoke on, newest first: what became of them."""
    if actor.person_id is None:
        return []
    rows = list(Opinion.objects.filter(person_id=actor.person_id).order_by("-id")[:most])
    with reaching(*{one.area_path for one in rows}):
        topics = {
            one.matter_id: one
            for one in Topic.objects.filter(matter_id__in={row.matter_id for row in rows}).select_related(
                "matter"
            )
        }
    found: dict[int, Said] = {}
    for row in rows:
        topic = topics.get(row.matter_id)
        if topic is not None and row.matter_id not in found:
            label = str(kind_of(KIND).stage(topic.matter.stage).label)
            found[row.matter_id] = Said(topic.matter.number, topic.title, label, row.at)
    return list(found.values())
