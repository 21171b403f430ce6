"""Persons: the own record, a card in reach, who looked at what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from linli.kernel.phone import name_mark
from linli.kernel.scope import SYSTEM, Actor, may, scope

from .. import access
from ..models import Account, ApiToken, Person, Posting, Residence, Sight
from ..terms import MaskedField, Role, SightReason


@dataclass(frozen=True, slots=True)
class OwnPhone:
    """What somebody's own telephone is found by."""

    person_id: int
    area_path: str
    index: bytes | None


def own_phone(actor: Actor) -> OwnPhone | None:
    """The blind index of the actor's own telephone; None for guests and the system."""
    if actor.person_id is None:
        return None
    with scope(SYSTEM):
        row = Person.objects.values_list("area_path", "phone_index").get(pk=actor.person_id)
    return OwnPhone(actor.person_id, row[0], bytes(row[1]) if row[1] is not None else None)


@dataclass(frozen=True, slots=True)
class Served:
    """One posting in words."""

    posting_id: int
    role: str
    area_path: str
    organisation: str
    from_on: date
    to_on: date | None

    @property
    def role_label(self) -> str:
        """The role's word."""
        return str(Role(self.role).label)


@dataclass(frozen=True, slots=True)
class PersonCard:
    """What people in reach see of a person: name, marks, postings; the numbers only by `see_person`."""

    id: int
    name: str
    phone_mark: str
    id_mark: str
    area_path: str
    serves: Sequence[Served]
    may_unmask: bool


def postings_of(person_id: int) -> list[Served]:
    """All postings of somebody, newest first; the caller has seen to it that they may be shown."""
    with scope(SYSTEM):
        rows = (
            Posting.objects.filter(person=person_id)
            .select_related("organisation")
            .order_by("-from_on", "-id")
        )
        return [
            Served(
                row.pk, row.role, row.area_path, row.organisation.short if row.organisation else "",
                row.from_on, row.to_on,
            )
            for row in rows
        ]  # fmt: skip


def person_card(actor: Actor, person_id: int) -> PersonCard | None:
    """A person in reach, or None."""
    person = Person.objects.reachable(actor, access.SEE_PERSON).filter(pk=person_id).first()
    if person is None:
        return None
    return PersonCard(
        person.pk, person.name, person.phone_mark, person.id_mark, person.area_path, postings_of(person.pk),
        may(actor, access.UNMASK, person),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person in a list: the name as strangers see it, the marks."""

    id: int
    name: str
    phone_mark: str
    id_mark: str
    area_path: str


def persons_by_id(actor: Actor, person_ids: Sequence[int]) -> list[PersonLine]:
    """Those of the persons that are in reach, in the order of their ids."""
    rows = Person.objects.reachable(actor, access.SEE_PERSON).filter(pk__in=person_ids).order_by("id")
    return [
        PersonLine(row.pk, name_mark(row.name), row.phone_mark, row.id_mark, row.area_path) for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Own:
    """What 我的 shows of oneself."""

    name: str
    phone_mark: str
    id_mark: str
    area_path: str
    has_password: bool
    language: str
    large_type: bool
    shortcuts: bool
    home_by_office: bool


def own_record(actor: Actor) -> Own:
    """The own record of somebody who signed in."""
    assert actor.person_id is not None  # noqa: S101
    person = Person.objects.get(pk=actor.person_id)
    account = Account.objects.filter(person=person).first() or Account()
    registered = Residence.objects.filter(person=person, until=None).exists()
    return Own(
        person.name, person.phone_mark, person.id_mark, person.area_path, account.has_usable_password(),
        account.language, account.large_type, account.shortcuts, registered or actor.is_staff,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody opened a masked field."""

    at: datetime
    by: str
    role: str
    field: str
    reason: str
    words: str
    matter_id: int | None
    person_id: int | None = None

    @classmethod
    def of(cls, row: Sight) -> "Look":
        """A row in words."""
        return cls(
            row.at,
            row.by_name,
            str(Role(row.by_role).label) if row.by_role in Role.values else "",
            str(MaskedField(row.field).label),
            str(SightReason(row.reason).label),
            row.words,
            row.matter_id,
            row.person_id,
        )


def looks_at(actor: Actor, matter_ids: Sequence[int], most: int = 50) -> list[Look]:
    """Who opened the actor's own numbers, or those left with the actor's own matters, newest first."""
    if actor.person_id is None:
        return []
    with scope(SYSTEM):
        mine = Q(person_id=actor.person_id) | Q(person_id=None, matter_id__in=matter_ids)
        return [Look.of(row) for row in Sight.objects.filter(mine).order_by("-id")[:most]]


@dataclass(frozen=True, slots=True)
class TokenLine:
    """An API token without its secret."""

    id: int
    name: str
    person_id: int
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    area_path: str
    permissions: Sequence[str]

    def state(self, now: datetime) -> str:
        """Whether it works: live, expired or revoked."""
        if self.revoked_at is not None:
            return "revoked"
        return "live" if self.expires_at > now else "expired"


def _token(row: ApiToken) -> TokenLine:
    return TokenLine(
        row.pk, row.name, row.person_id, row.made_at, row.expires_at, row.revoked_at, row.area_path,
        tuple(row.permissions),
    )  # fmt: skip


def own_tokens(actor: Actor) -> list[TokenLine]:
    """Tokens that act for the actor, newest first."""
    return [_token(row) for row in ApiToken.objects.filter(person=actor.person_id or 0).order_by("-id")]


def tokens(actor: Actor, most: int = 200) -> list[TokenLine]:
    """Tokens of persons whose accounts the actor administers, newest first."""
    reach = Person.objects.reachable(actor, access.EDIT_ACCOUNTS)
    return [_token(row) for row in ApiToken.objects.filter(person__in=reach).order_by("-id")[:most]]
