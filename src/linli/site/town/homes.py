"""Who lives in the town: households of one to four, with telephones, a few with ID numbers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from linli.kernel import secret
from linli.kernel.event import Code, Event
from linli.kernel.phone import phone_mark
from linli.kernel.pinyin import pinyin_key
from linli.people.events import PersonRegistered
from linli.people.models import Household, Person, Residence
from linli.people.models.person import COMPARTMENT
from linli.people.rules.id_number import id_mark
from linli.people.terms import IdKind
from linli.places.terms import Level

from .land import Land, Spot
from .names import birthday, id_number, names, telephones
from .rows import Row, ids, put

_SIZES, _WEIGHTS = (1, 2, 3, 4), (46, 40, 12, 2)
"""People in a household: 1.7 on average, 34,000 in 20,000 homes."""
_WITH_ID = 40
"""One in so many is known by an ID number."""


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody as the history needs them."""

    id: int
    name: str
    phone: str
    home: Spot


def person_row(
    own: int, uid: UUID, name: str, phone: str, path: str, made_at: datetime, id_digits: str = ""
) -> Row:
    """A person as `register_person` writes one: sealed fields, marks to show, indexes to find."""
    return {
        "id": own,
        "uid": uid,
        "name": name,
        "pinyin": pinyin_key(name),
        "phone": _sealed(uid, "phone", phone),
        "phone_mark": phone_mark(phone) if phone else "",
        "phone_index": secret.blind("phone", phone) if phone else None,
        "id_kind": (IdKind.RESIDENT_ID if id_digits else IdKind.NONE).value,
        "id_number": _sealed(uid, "id_number", id_digits),
        "id_mark": id_mark(id_digits) if id_digits else "",
        "id_index": secret.blind("id", id_digits) if id_digits else None,
        "made_at": made_at,
        "area_path": path,
    }


def _sealed(uid: UUID, field: str, text: str) -> bytes | None:
    if not text:
        return None
    return secret.seal(text, compartment=COMPARTMENT, place=f"people_person.{field}", row=uid)


def uuid_of(chance: Random) -> UUID:
    """A version 4 uuid from the town's own chance."""
    return UUID(int=chance.getrandbits(128), version=4)


def settle_homes(
    land: Land, chance: Random, taken: set[str], now: datetime
) -> tuple[list[Resident], list[Event]]:
    """Write a household into every home; gives the grown-ups with a telephone, and the events of persons."""
    people, households, residences = list[Row](), list[Row](), list[Row]()
    residents, events = list[Resident](), list[Event]()
    phones, called = telephones(), names(chance, taken)
    person_ids, household_ids = ids(Person), ids(Household)
    for home in land.by_level[Level.HOME]:
        since = now.date() - timedelta(days=chance.randrange(400, 7_000))
        household = next(household_ids)
        households.append({"id": household, "home_id": home.id, "since": since, "area_path": home.path})
        surname, _name = next(called)
        for order in range(chance.choices(_SIZES, _WEIGHTS)[0]):
            own_surname, name = next(called)
            name = name if order == 1 else surname + name[len(own_surname) :]
            phone = next(phones) if order < 2 and chance.random() < 0.9 else ""
            digits = _some_id(chance, now.date(), order, len(people))
            own = next(person_ids)
            people.append(person_row(own, uuid_of(chance), name, phone, home.path, now, digits))
            residences.append(
                {"person_id": own, "household_id": household, "registered": chance.random() < 0.8,
                 "since": since, "area_path": home.path}
            )  # fmt: skip
            events.append(PersonRegistered(subject_id=own, area_path=home.path, how=Code("sample")))
            if phone:
                residents.append(Resident(own, name, phone, home))
    put(Person, people)
    put(Household, households)
    put(Residence, residences)
    return residents, events


def _some_id(chance: Random, today: date, order: int, number: int) -> str:
    if order > 1 or number % _WITH_ID:
        return ""
    return id_number(
        birthday(chance, chance.randint(22, 88), today), female=chance.random() < 0.5, order=number
    )
