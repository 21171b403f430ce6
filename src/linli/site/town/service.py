"""Who serves: organisations on every level, people of all roles, their cards, postings and sign-ins."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from django.contrib.auth.hashers import make_password

from linli.kernel import stamp
from linli.kernel.event import Code, Event
from linli.kernel.pinyin import pinyin_key
from linli.people.events import AccountMade, OrganisationAdded, PersonRegistered, Posted, StaffCarded
from linli.people.models import Account, Organisation, Person, Posting, Staff
from linli.people.queries import POSTINGS
from linli.people.terms import Role
from linli.places.terms import Level

from .cast import MEMBERS, PARTNERS, PASSWORD, PLACES_OF_WORK, STAFFED, UNITS
from .homes import Resident, person_row, uuid_of
from .land import Land, Spot
from .names import names, telephones
from .rows import Row, ids, put

GRIDS_A_WORKER = 100 / 45
"""In a large town a worker covers more than one grid: 45 workers for 100 grids."""
_WORK_PHONES = 12_901_000_000


@dataclass
class Service:
    """What the town's history needs to know of it."""

    units: dict[tuple[str, int], int] = field(default_factory=dict)  # key and area of an organisation
    holders: dict[tuple[Role, int], list[int]] = field(default_factory=dict)
    by_login: dict[str, Resident] = field(default_factory=dict)
    staff: dict[str, list[int]] = field(default_factory=dict)  # people of a department, by its key
    observers: list[Resident] = field(default_factory=list)

    def at(self, role: Role, spot: Spot) -> list[int]:
        """Who holds a role over a spot, at whichever level."""
        for area in reversed(spot.path.strip("/").split("/")):
            if found := self.holders.get((role, int(area))):
                return found
        return []

    def unit(self, key: str, spot: Spot) -> int | None:
        """The organisation of a key on the spot or above it."""
        areas = (int(area) for area in reversed(spot.path.strip("/").split("/")))
        return next((found for area in areas if (found := self.units.get((key, area)))), None)


class _Roll:
    """Rows gathered while the offices fill."""

    def __init__(self, land: Land, chance: Random, taken: set[str], now: datetime) -> None:
        self.land, self.chance, self.since, self.now = land, chance, now.date(), now
        self.called = names(chance, taken)
        self.phones = telephones(_WORK_PHONES)
        self.people, self.cards, self.postings, self.organisations = (list[Row]() for _ in range(4))
        self.accounts, self.events = list[Row](), list[Event]()
        self.person_ids, self.posting_ids, self.unit_ids = ids(Person), ids(Posting), ids(Organisation)
        self.service = Service()

    def hang_up(self) -> None:
        """Every organisation on its area."""
        for unit in UNITS:
            spots = self.land.by_level[unit.level]
            for spot in spots if unit.each else spots[:1]:
                own = next(self.unit_ids)
                self.service.units[unit.key, spot.id] = own
                self.organisations.append(
                    _organisation_row(own, unit.name, unit.short, unit.kind, spot, self.since)
                )
                self.events.append(
                    OrganisationAdded(subject_id=own, area_path=spot.path, kind=Code(unit.kind))
                )

    def person(self, spot: Spot, name: str = "", phone: str = "") -> Resident:
        """A new person who works (or lives) there."""
        one = Resident(next(self.person_ids), name or next(self.called)[1], phone or next(self.phones), spot)
        self.people.append(person_row(one.id, uuid_of(self.chance), one.name, one.phone, spot.path, self.now))
        self.events.append(PersonRegistered(subject_id=one.id, area_path=spot.path, how=Code("sample")))
        return one

    def card(self, one: Resident, unit: int | None) -> None:
        """The public card of somebody who serves."""
        pinyin = pinyin_key(one.name)
        self.cards.append(
            {"person_id": one.id, "name": one.name, "pinyin": pinyin, "work_phone": one.phone, "organisation_id": unit}
        )  # fmt: skip
        self.events.append(StaffCarded(subject_id=one.id, area_path=one.home.path))

    def post(self, one: Resident, role: Role, spot: Spot, unit: int | None = None) -> None:
        """A posting without end."""
        own = next(self.posting_ids)
        self.postings.append(
            {"id": own, "person_id": one.id, "role": role.value, "area_id": spot.id, "organisation_id": unit,
             "from_on": self.since, "to_on": None, "area_path": spot.path}
        )  # fmt: skip
        self.events.append(
            Posted(
                subject_id=one.id,
                area_path=spot.path,
                posting_id=own,
                role=Code(role),
                from_on=self.since,
                to_on=None,
            )
        )
        self.service.holders.setdefault((role, spot.id), []).append(one.id)
        if role == Role.OBSERVER:
            self.service.observers.append(one)

    def sign_in(self, one: Resident, login: str, password: str) -> None:
        """An account; `password` is hashed already."""
        self.accounts.append({"login": login, "person_id": one.id, "password": password, "made_at": self.now})
        self.events.append(AccountMade(subject_id=one.id, area_path=one.home.path))
        self.service.by_login[login] = one

    def write(self) -> None:
        """All rows, in the order of their foreign keys."""
        put(Organisation, self.organisations)
        put(Person, self.people)
        put(Staff, self.cards)
        put(Posting, self.postings)
        put(Account, self.accounts)
        stamp.bump(POSTINGS)


def _organisation_row(own: int, name: str, short: str, kind: str, spot: Spot, since: date) -> Row:
    short = short.format(spot.short)
    return {
        "id": own, "area_id": spot.id, "area_path": spot.path, "parent_id": None, "kind": kind,
        "name": name.format(spot.short), "short": short, "pinyin": pinyin_key(short), "phone": "",
        "since": since, "until": None,
    }  # fmt: skip


def fill_offices(
    land: Land, residents: list[Resident], chance: Random, taken: set[str], now: datetime
) -> tuple[Service, list[Event]]:
    """Write organisations, staff, postings and accounts; gives who holds what, and the events."""
    roll = _Roll(land, chance, taken, now)
    roll.hang_up()
    _named(roll)
    _departments(roll)
    _desks(roll)
    _grids(roll)
    _building_heads(roll, residents)
    roll.write()
    return roll.service, roll.events


def _named(roll: _Roll) -> None:
    """The members of the cast, with their sign-ins."""
    password = make_password(PASSWORD)
    for member in MEMBERS:
        spots = roll.land.by_level[member.level]
        spot = spots[min(member.at, len(spots) - 1)]
        one = roll.person(spot, member.name, member.phone)
        if member.role is not None:
            unit = roll.service.unit(member.unit or PLACES_OF_WORK.get(member.role, ""), spot)
            roll.card(one, unit)
            roll.post(one, member.role, spot, unit)
            if member.role == Role.DEPARTMENT_STAFF:
                roll.service.staff.setdefault(member.unit, []).append(one.id)
        if member.login:
            roll.sign_in(one, member.login, password)


def _departments(roll: _Roll) -> None:
    for key, more in STAFFED.items():
        level = next(unit.level for unit in UNITS if unit.key == key)
        spot = roll.land.at(level, 0)
        unit = roll.service.unit(key, spot)
        for _ in range(more):
            one = roll.person(spot)
            roll.card(one, unit)
            roll.post(one, Role.DEPARTMENT_STAFF, spot, unit)
            roll.service.staff.setdefault(key, []).append(one.id)


def _desks(roll: _Roll) -> None:
    """Two at every community's desk, a mediator, a station keeper; more observers on the street."""
    for community in roll.land.by_level[Level.COMMUNITY]:
        committee = roll.service.unit("committee", community)
        for role, wanted in ((Role.COMMUNITY_DESK, 2), (Role.MEDIATOR, 1), (Role.STATION_KEEPER, 1)):
            for _ in range(wanted - len(roll.service.holders.get((role, community.id), ()))):
                one = roll.person(community)
                roll.card(one, committee)
                roll.post(one, role, community, committee)
    street = roll.land.at(Level.STREET, 0)
    for _ in range(4):
        one = roll.person(street)
        roll.card(one, None)
        roll.post(one, Role.OBSERVER, street)


def _grids(roll: _Roll) -> None:
    """A worker for every grid (a few grids each in a large town), a leader and the partners of each community."""
    for community in roll.land.by_level[Level.COMMUNITY]:
        grids = [spot for spot in roll.land.by_level[Level.GRID] if spot.path.startswith(community.path)]
        committee = roll.service.unit("committee", community)
        _all_over(roll, community, grids, Role.GRID_LEADER, committee)
        for key in PARTNERS:
            _all_over(roll, community, grids, Role.GRID_PARTNER, roll.service.unit(key, community))
    _workers(roll)


def _all_over(roll: _Roll, community: Spot, grids: list[Spot], role: Role, unit: int | None) -> None:
    """One new person in every grid of a community where nobody of that role and unit is."""
    one = None
    named = {(row["role"], row["area_id"], row["organisation_id"]) for row in roll.postings}
    for grid in grids:
        if (role.value, grid.id, unit) not in named:
            if one is None:
                one = roll.person(community)
                roll.card(one, unit)
            roll.post(one, role, grid, unit)


def _workers(roll: _Roll) -> None:
    grids = roll.land.by_level[Level.GRID]
    each = 1.0 if len(grids) <= 20 else GRIDS_A_WORKER
    workers: dict[int, Resident] = {}
    for at, grid in enumerate(grids):
        if (Role.GRID_WORKER, grid.id) in roll.service.holders:
            continue
        community = roll.land.over(grid, Level.COMMUNITY)
        number = int(at / each)
        if number not in workers:
            workers[number] = roll.person(community)
            roll.card(workers[number], roll.service.unit("committee", community))
        roll.post(workers[number], Role.GRID_WORKER, grid, roll.service.unit("committee", community))


def _building_heads(roll: _Roll, residents: list[Resident]) -> None:
    """A resident of the building looks after it."""
    at_home: dict[int, Resident] = {}
    for one in residents:
        at_home.setdefault(int(one.home.path.split("/")[-4]), one)
    for building in roll.land.by_level[Level.BUILDING]:
        head = at_home.get(building.id)
        if head is not None and (Role.BUILDING_HEAD, building.id) not in roll.service.holders:
            roll.card(head, None)
            roll.post(head, Role.BUILDING_HEAD, building)
