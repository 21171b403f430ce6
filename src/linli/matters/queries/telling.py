"""Whom to tell of a matter: who holds it, the level above, the reporter, those who met the same."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from linli.kernel.phone import is_mobile
from linli.kernel.reaction import subjects
from linli.kernel.scope import notes
from linli.people.queries import desk_people, people_of_unit
from linli.people.terms import Role
from linli.places.queries import tree
from linli.places.terms import Level

from ..kinds import kind_of
from ..models import Ask, Matter, Opinion, Remark, Reporter, Request, Supporter, Topic
from ..shape import Kind
from .standing import china_day, desks_of

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Caller:
    """The reporter as far as somebody is told: the person, and a mobile number for texts (else empty)."""

    person_id: int | None
    mobile: str


def matter_told(matter_id: int) -> Matter:
    """The matter an event is about; for reactions, which see everything. One query for a batch of events."""
    return _of_batch(Matter.objects.defer("search", "text"), matter_id)


def _of_batch(rows: QuerySet[M], key: int) -> M:
    """A row by its key, fetched together with those of the running batch."""
    kept = notes.get()
    name = f"told {rows.model.__name__}"
    known: dict[int, M] = kept.setdefault(name, {}) if kept is not None else {}
    if key not in known:
        known |= rows.in_bulk(subjects("matter") - known.keys() | {key})
    return known[key]


def sender_of(matter: Matter) -> str:
    """The short name of the street, which signs what is sent."""
    above = tree().on_path(matter.area_path)
    node = above.get(Level.STREET) or above.get(Level.DISTRICT)
    return node.short if node is not None else _("邻里")


def holders(matter: Matter, at: datetime) -> list[int]:
    """Persons who have a matter in hand now; of one that rides along, those who have its lead."""
    if matter.rides and matter.lead_id is not None:
        matter = matter_told(matter.lead_id)
    return holders_of(
        matter,
        matter.holder_role,
        matter.holder_area_id,
        matter.holder_person_id,
        matter.holder_unit_id,
        at=at,
    )


def first_holders(matter: Matter, at: datetime) -> list[int]:
    """Who answers for a matter that others have now: the desk or unit that had it first (首接负责)."""
    first = (matter.first_role, matter.first_area_id, matter.first_unit_id)
    if not matter.first_role or first == (matter.holder_role, matter.holder_area_id, matter.holder_unit_id):
        return []
    return holders_of(matter, matter.first_role, matter.first_area_id or 0, None, matter.first_unit_id, at=at)


def holders_of(
    matter: Matter,
    role: str,
    area_id: int,
    person_id: int | None = None,
    unit_id: int | None = None,
    *,
    at: datetime,
) -> list[int]:
    """Persons who had it in hand at an event: the one named, the unit's people, else all who serve at the desk."""
    if person_id is not None:
        return [person_id]
    if unit_id is not None:
        return people_of_unit(unit_id, china_day(at))
    return _at_desk(kind_of(matter.kind), role, area_id, at)


def _at_desk(kind: Kind, role: str, area_id: int, at: datetime) -> list[int]:
    rung = kind.ladder[kind.rung_of(Role(role))]
    found = (person for one in rung.roles for person in desk_people(area_id, one, china_day(at)))
    return list(dict.fromkeys(found))


def one_rung_up(matter: Matter, holder_role: str, at: datetime) -> list[int]:
    """Who serves at the next desk above the holder's; nobody at the top."""
    kind = kind_of(matter.kind)
    desks = desks_of(kind, matter.area_path, china_day(at), matter.hidden_from)
    for rung in range(kind.rung_of(Role(holder_role)) + 1, len(kind.ladder)):
        desk = desks[rung]
        if desk is not None:
            return _at_desk(kind, kind.ladder[rung].role, desk.area_id, at)
    return []


def caller(matter: Matter) -> Caller:
    """Whom to tell of the result."""
    reporter = _of_batch(Reporter.objects.all(), matter.pk)
    digits = reporter.open_field("phone")
    return Caller(matter.reporter_person_id, digits if is_mobile(digits) else "")


def asker_of(request_id: int) -> int | None:
    """Who asked for something in the course of a matter."""
    return Request.objects.filter(pk=request_id).values_list("asked_by", flat=True).first()


def voices_told(matter: Matter) -> tuple[str, list[int]]:
    """The public words of a proposal's topic, and who wrote an opinion on the screen; two queries."""
    topic = Topic.objects.filter(matter=matter).values_list("title", flat=True).first()
    spoke = Opinion.objects.filter(matter=matter, person_id__isnull=False).values_list("person_id", flat=True)
    return topic or "", list(dict.fromkeys(one for one in spoke.order_by("id") if one is not None))


def supporters(matter: Matter) -> list[int]:
    """Persons who met the same and follow it."""
    found = Supporter.objects.filter(matter=matter, person_id__isnull=False)
    return list(found.values_list("person_id", flat=True))  # type: ignore[arg-type]


def joined_callers(matter: Matter) -> list[tuple[int, str]]:
    """Callers nobody knows who joined by telephone: the row, and the number the answer is sent to."""
    found = Supporter.objects.filter(matter=matter, person_id=None, phone__isnull=False)
    return [(one.pk, digits) for one in found if is_mobile(digits := one.mobile())]


def public_words(remark_id: int | None) -> str:
    """The text of a remark the reporter may read."""
    found = Remark.objects.filter(pk=remark_id or 0, public=True).values_list("text", flat=True).first()
    return found or ""


def title_told(matter: Matter) -> str:
    """What a notice calls a matter: its title, or only kind and number where its words are kept out of notices."""
    kind = kind_of(matter.kind)
    if kind.confidential or matter.hidden_from is not None:
        return _("%(kind)s%(number)s") % {"kind": kind.label, "number": matter.number}
    return matter.title


def told_words(matter: Matter, remark_id: int | None) -> str:
    """A public text for a notice; nothing of a matter whose words are kept out of notices."""
    if kind_of(matter.kind).confidential or matter.hidden_from is not None:
        return ""
    return public_words(remark_id)


def units_called(consultation_id: int) -> list[int]:
    """The units that were asked to a meeting."""
    return list(Ask.objects.filter(consultation_id=consultation_id).values_list("unit_id", flat=True))
