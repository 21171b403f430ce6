"""What a matter has to do with others: its lead and riders, its parts, the units asked for their part."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from linli.kernel import search
from linli.kernel.prepared import ask
from linli.kernel.scope import Actor, may
from linli.people.queries import unit_names

from .. import access
from ..kinds import kind_of
from ..models import Ask, Consultation, Matter, Remark, Reporter
from ..terms import AskState
from .rows import ROWS, Row

PARTS = f"{ROWS} where parent_id = %s order by id"
WINDOW = timedelta(days=30)
LOOKED_AT = 60


@dataclass(frozen=True)
class Member:
    """A matter that rides along: its number, who reported, and the promise that stays its own."""

    row: Row
    who: str
    promised_at: datetime | None
    rides: bool


@dataclass(frozen=True)
class AskLine:
    """One ask as lists show it. question, answer: the words, for colleagues only."""

    ask: Ask
    unit: str
    question: str
    answer: str
    title: str = ""
    number: str = ""

    @property
    def open(self) -> bool:
        """True while the unit's part is waited for."""
        return self.ask.state == AskState.OPEN

    @property
    def state_label(self) -> str:
        """等答复, 已答复, ..."""
        return str(AskState(self.ask.state).label)


@dataclass(frozen=True)
class Meeting:
    """A consultation with its one conclusion."""

    consultation: Consultation
    conclusion: str


@dataclass(frozen=True)
class Together:
    """Everything about one matter that concerns others; empty lists where there is nothing."""

    lead: Row | None
    members: list[Member]
    parent: Row | None
    parts: list[Row]
    asks: list[AskLine]
    meetings: list[Meeting]

    @property
    def done(self) -> int:
        """How many parts are done."""
        return sum(part.closed_at is not None for part in self.parts)

    @property
    def waiting(self) -> int:
        """How many units have not given their part."""
        return sum(line.open for line in self.asks)


def together(matter: Matter) -> Together:
    """One query for parts, and only where there is something: lead, members, asks with their names and words."""
    lead = _rows(pk=matter.lead_id) if matter.lead_id else []
    parent = _rows(pk=matter.parent_id) if matter.parent_id else []
    parts = [Row(*row) for row in ask(PARTS, (matter.pk,))] if matter.parent_id is None else []
    asks = ask_lines(Ask.objects.filter(matter_id=matter.pk).order_by("pk")) if matter.asked_units else []
    return Together(
        lead[0] if lead else None,
        _members(matter) if matter.gathered else [],
        parent[0] if parent else None,
        parts,
        asks,
        _meetings(matter) if asks else [],
    )


def _rows(**where: object) -> list[Row]:
    return [Row(*row) for row in Matter.objects.filter(**where).order_by("pk").values_list(*Row._fields)]


def _members(matter: Matter) -> list[Member]:
    found = Matter.objects.filter(lead_id=matter.pk).order_by("pk")
    rows = list(found.values_list("promised_at", "rides", *Row._fields))
    marks = Reporter.objects.filter(pk__in=[row[2] for row in rows]).values_list("pk", "name_mark")
    who = dict(marks)
    return [Member(Row(*row), who.get(row[0], ""), promised_at, rides) for promised_at, rides, *row in rows]


def _meetings(matter: Matter) -> list[Meeting]:
    found = Consultation.objects.filter(matter_id=matter.pk).select_related("conclusion").order_by("pk")
    return [Meeting(one, one.conclusion.text if one.conclusion else "") for one in found]


def ask_lines(asks: Iterable[Ask], *, titles: bool = False) -> list[AskLine]:
    """Asks with units' names and words; three queries at most."""
    rows = list(asks)
    units = unit_names({row.unit_id for row in rows}) if rows else {}
    said = {pk for row in rows for pk in (row.question_id, row.answer_id) if pk is not None}
    texts = dict(Remark.objects.filter(pk__in=said).values_list("pk", "text")) if said else {}
    about: dict[int, tuple[str, str]] = {}
    if titles and rows:
        of = Matter.objects.filter(pk__in={row.matter_id for row in rows})
        about = {pk: (title, number) for pk, title, number in of.values_list("pk", "title", "number")}
    return [
        AskLine(
            row,
            units.get(row.unit_id, ""),
            texts.get(row.question_id, ""),
            texts.get(row.answer_id or 0, ""),
            *about.get(row.matter_id, ("", "")),
        )
        for row in rows
    ]


def likely_same(actor: Actor, matter: Matter, now: datetime, most: int = 8) -> list[Row]:
    """Open matters that may be the same, the likeliest first: near each other, alike in their titles; one query.

    For desks that may merge. What was answered already, rides elsewhere or is a part is left out.
    """
    if not may(actor, access.MERGE, matter) or matter.grid_id is None:
        return []
    near = Q(grid_id=matter.grid_id, category_id=matter.category_id) | Q(
        grid_id=matter.grid_id, place=matter.place
    )
    if matter.building_id is not None:
        near |= Q(building_id=matter.building_id)
    found = Matter.objects.reachable(actor, access.MERGE).filter(
        near, closed_at=None, rides=False, parent=None, hidden_from=None, received_at__gte=now - WINDOW
    )
    rows = [
        Row(*row)
        for row in found.exclude(pk=matter.pk).order_by("-received_at").values_list(*Row._fields)[:LOOKED_AT]
    ]
    rows = [row for row in rows if _mergeable(row)]
    own = set(search.tokens(matter.title))
    return sorted(rows, key=lambda row: -_alike(own, set(search.tokens(row.title))))[:most]


def _mergeable(row: Row) -> bool:
    kind = kind_of(row.kind)
    return kind.merges and not kind.confidential and row.stage in kind.promised_stages


def _alike(one: set[str], other: set[str]) -> float:
    """Shared bigrams over all bigrams (Jaccard)."""
    return len(one & other) / len(one | other) if one | other else 0.0


def asks_wait(matter: Matter) -> bool:
    """True while a unit that was asked for its part has not answered."""
    return bool(matter.asked_units) and Ask.objects.filter(matter_id=matter.pk, ended_at=None).exists()


def consultation_at(consultation_id: int) -> Consultation | None:
    """A meeting in sight, with its matter."""
    return Consultation.objects.filter(pk=consultation_id).select_related("matter").first()


def ask_at(ask_id: int) -> Ask | None:
    """A question to a unit in sight, with its matter."""
    return Ask.objects.filter(pk=ask_id).select_related("matter").first()
