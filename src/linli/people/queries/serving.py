"""Lists of who serves where: postings by area with filters, organisations, who covers a door."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from linli.kernel.keyset import Slice, cut, read_mark
from linli.kernel.scope import Actor, may, may_at
from linli.places.queries import Lineage, names, tree

from .. import access
from ..models import Organisation, Posting
from ..terms import POSTED_ROLES, OrganisationKind, Role
from .staff import Card, who_covers

SIZE = 50


@dataclass(frozen=True, slots=True)
class PostingLine:
    """One posting in a list."""

    id: int
    person_id: int
    name: str
    role: str
    area_id: int
    place: str
    organisation: str
    work_phone: str
    from_on: date
    to_on: date | None
    may_edit: bool

    @property
    def role_label(self) -> str:
        """The role's word."""
        return str(Role(self.role).label)

    def state(self, on: date) -> str:
        """ahead, in force, or ended."""
        if self.from_on > on:
            return "ahead"
        return "ended" if self.to_on is not None and self.to_on < on else "in_force"


def _lines(actor: Actor, rows: Sequence[Any]) -> list[PostingLine]:
    """Rows in words; one query more where somebody serves a building."""
    known = tree()
    below = names(row.area_id for row in rows if known.get(row.area_id) is None)
    return [_line(actor, row, below.get(row.area_id, "")) for row in rows]


def _line(actor: Actor, row: Any, below: str) -> PostingLine:
    staff = getattr(row.person, "staff", None)
    return PostingLine(
        row.pk, row.person_id, staff.name if staff else row.person.name, row.role, row.area_id,
        " / ".join(filter(None, (tree().title(row.area_path), below))),
        row.organisation.short if row.organisation else "", staff.work_phone if staff else "", row.from_on,
        row.to_on, may(actor, access.EDIT_POSTINGS, row),
    )  # fmt: skip


VIEWS = ("in_force", "ahead", "ended")


def postings(
    actor: Actor,
    *,
    on: date,
    view: str = "in_force",
    role: str = "",
    below: str = "",
    name: str = "",
    after: str = "",
) -> Slice[PostingLine]:
    """Postings in reach in the order of the areas' paths and ids, one page of fifty.

    view: on that day in force, ahead or ended. below: an area's path. name: its beginning.
    """
    rows = Posting.objects.reachable(actor, access.SEE_POSTINGS)
    match view:
        case "ahead":
            rows = rows.filter(from_on__gt=on)
        case "ended":
            rows = rows.filter(to_on__lt=on)
        case _:
            rows = rows.filter(Q(to_on=None) | Q(to_on__gte=on), from_on__lte=on)
    if role:
        rows = rows.filter(role=role)
    if below:
        rows = rows.filter(area_path__startswith=below)
    if name:
        rows = rows.filter(person__name__startswith=name)
    if after:
        path, pk = read_mark(after, (str, int))
        rows = rows.filter(Q(area_path__gt=path) | Q(area_path=path, pk__gt=pk))
    found = rows.select_related("person", "person__staff", "organisation").order_by("area_path", "pk")[
        : SIZE + 1
    ]
    page = cut(list(found), SIZE, lambda row: (row.area_path, row.pk), backwards=False, inner=bool(after))
    return Slice(_lines(actor, page.rows), page.before, page.after)


def posting_line(actor: Actor, posting_id: int) -> PostingLine | None:
    """One posting in reach, or None."""
    rows = Posting.objects.reachable(actor, access.SEE_POSTINGS).filter(pk=posting_id)
    row = rows.select_related("person", "person__staff", "organisation").first()
    return _lines(actor, [row])[0] if row is not None else None


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """An organisation or unit."""

    id: int
    name: str
    short: str
    kind: str
    parent: str
    area_id: int
    area_path: str
    phone: str
    since: date
    until: date | None

    @property
    def kind_label(self) -> str:
        """The kind's word."""
        return str(OrganisationKind(self.kind).label)


def _organisation(row: Organisation) -> OrganisationLine:
    return OrganisationLine(
        row.pk, row.name, row.short, row.kind, row.parent.short if row.parent else "", row.area_id, row.area_path,
        row.phone, row.since, row.until,
    )  # fmt: skip


def organisations(actor: Actor, *, ended: bool = False) -> list[OrganisationLine]:
    """Organisations hung below the actor's areas, by path and Chinese order; those that ended only when asked."""
    reach = Q(pk__in=())
    for grant in actor.grants:
        if grant.permission == access.SEE_POSTINGS:
            reach |= Q(area_path__startswith=grant.path)
    rows = Organisation.objects.filter(reach).select_related("parent").order_by("area_path", "pinyin", "pk")
    return [_organisation(row) for row in (rows if ended else rows.filter(until=None))]


def organisation_line(actor: Actor, organisation_id: int) -> OrganisationLine | None:
    """One organisation the actor may change, or None."""
    row = Organisation.objects.select_related("parent").filter(pk=organisation_id).first()
    if row is None or not may_at(actor, access.EDIT_POSTINGS, row.area_path):
        return None
    return _organisation(row)


def door_cards(spot: Lineage, above: Iterable[int], on: date) -> list[Card]:
    """Who covers a door, building and grid first: the roles the law wants posted, one card a person and role.

    above: the areas between the door and its building (unit, home), where the door is one of these.
    """
    areas = [spot.area_id, *above]
    areas += [one for one in (spot.building_id, spot.grid_id, spot.community_id, spot.street_id) if one]
    cards = [card for card in who_covers(dict.fromkeys(areas), on) if card.role in POSTED_ROLES]
    return sorted(cards, key=lambda card: POSTED_ROLES.index(Role(card.role)))
