"""What an agent has for petitioners: whose matters, what runs out first, and what they have to be told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.kernel.models import EventRow, StoredFile
from linli.kernel.scope import Actor, reaching
from linli.people.queries import cards, who_covers
from linli.people.terms import Role
from linli.places.queries import tree

from .. import access
from ..kinds import kind_of
from ..models import Consent, Matter, Reporter
from ..shape import Move
from ..terms import ConsentBy
from .rows import Line, Row, lines
from .standing import china_day

MOST = 200
NEWS = ("matters.moved", "matters.followed_up", "matters.noted")


def agents_over(path: str, now: datetime) -> dict[int, str]:
    """Agents who serve over a place, by person, with their names."""
    areas = [node.id for node in tree().on_path(path).values()]
    return {
        card.person_id: card.name for card in who_covers(areas, china_day(now)) if card.role == Role.AGENT
    }


@dataclass(frozen=True)
class Mandate:
    """Who acts for the reporter, since when, by which consent, and the photographed paper."""

    agent: str
    agent_person_id: int
    by: str
    since: datetime
    photos: tuple[UUID, ...]


def mandate_of(matter: Matter) -> Mandate | None:
    """The agency in force; three queries, none where nobody acts."""
    if matter.agent_person_id is None:
        return None
    with reaching(matter.area_path):
        given = Consent.objects.filter(matter_id=matter.pk, ended_at=None).first()
        if given is None:
            return None
        papers = StoredFile.objects.filter(subject="remark", subject_id=given.remark_id or 0)
        photos = tuple(papers.order_by("id").values_list("uid", flat=True))
    card = cards([given.agent_person_id]).get(given.agent_person_id)
    name = card.name if card is not None else ""
    return Mandate(name, given.agent_person_id, str(ConsentBy(given.by).label), given.given_at, photos)


def rights_of(matter: Matter) -> list[Move]:
    """What the reporter may ask for now: a review, a re-check."""
    if matter.closed_at is not None:
        return []
    return [move for move in kind_of(matter.kind).stage(matter.stage).moves if move.by_reporter]


@dataclass(frozen=True)
class Attended:
    """One matter of an agent. to_tell: something happened since the petitioner was last told."""

    line: Line
    petitioner: str
    to_tell: bool
    rights: tuple[Move, ...]


def attended(actor: Actor, now: datetime) -> list[Attended]:
    """The running matters somebody acts in, and closed ones whose end was not told yet: what runs out first on top.

    Six queries whatever the number.
    """
    if actor.person_id is None:
        return []
    mine = Matter.objects.reachable(actor, access.SPEAK).filter(agent_person_id=actor.person_id)
    found = list(mine.order_by("closed_at", "due_at", "id").defer("search", "text")[:MOST])
    if not found:
        return []
    with reaching(*{one.area_path for one in found}):
        names = dict(Reporter.objects.filter(pk__in=[one.pk for one in found]).values_list("pk", "name_mark"))
        news = _untold([one.pk for one in found], actor.person_id)
        shown = lines([Row(*(getattr(one, field) for field in Row._fields)) for one in found], now)
    rows = [
        Attended(line, names.get(one.pk, ""), one.pk in news, tuple(rights_of(one)))
        for one, line in zip(found, shown, strict=True)
    ]
    running = [row for row in rows if row.line.row.closed_at is None]
    ended = [row for row in rows if row.line.row.closed_at is not None and row.to_tell]
    return sorted(running, key=_due) + ended


def _due(row: Attended) -> tuple[bool, datetime | None, int]:
    at = row.line.row.due_at
    return at is None, at, row.line.row.id


def _untold(matter_ids: list[int], agent: int) -> set[int]:
    """Matters where somebody else's step came after the agent's last report back."""
    events = EventRow.objects.filter(subject="matter", subject_id__in=matter_ids).order_by("id")
    told: dict[int, bool] = {}
    for pk, code, actor_id, public in events.values_list("subject_id", "code", "actor_id", "facts__public"):
        if code == "matters.reported_back":
            told[pk] = True
        elif code in NEWS and actor_id != agent and public is not False:
            told[pk] = False
    return {pk for pk, is_told in told.items() if not is_told}
