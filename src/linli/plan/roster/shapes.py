"""Values of the duty roster: stations with their needs, people with their limits, seats."""

from typing import Literal

import msgspec

from linli.plan.outcome import Outcome

Part = Literal["am", "pm"]
DayKind = Literal["work", "rest", "festival"]


def both() -> list[Part]:
    """Morning and afternoon."""
    return ["am", "pm"]


class Station(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Half days it is open on working and on rest days, and how many are needed on each; wants: skills."""

    id: str
    x: float
    y: float
    wants: list[str] = []
    work: list[Part] = msgspec.field(default_factory=both)
    rest: list[Part] = msgspec.field(default_factory=both)
    need_work: int = 1
    need_rest: int = 2
    closed: list[int] = []


class Wish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wish for (positive) or against (negative) a half day; `part` empty: the whole day."""

    day: int
    part: Literal["am", "pm", ""] = ""
    points: float = 10.0


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """away: days; quota: duties at most; owed: weight the ledger still owes; last_year: festivals served last year.

    blocked: people who are never on one seat's half day together with this one.
    """

    id: str
    kind: Literal["staff", "member", "volunteer"]
    x: float
    y: float
    away: list[int] = []
    can: list[str] = []
    quota: int = 10
    owed: float = 0.0
    wishes: list[Wish] = []
    blocked: list[str] = []
    last_year: list[str] = []


class Seat(msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """Somebody on duty."""

    day: int
    part: Part
    station: str
    person: str


class Prices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points of what is not as wished; metres: how many cost one point."""

    empty: float = 1000.0
    skill: float = 40.0
    unfair: float = 6.0
    metres: float = 150.0
    change: float = 15.0
    festival_again: float = 30.0


class Roster(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """calendar: kind of each day by the official table (a make-up day is "work").

    told: the roster people know; locked: seats that stay; days before `freeze` stay as told.
    festivals: their days by name. rest_days: least difference in days between two duties of a volunteer.
    """

    stations: list[Station]
    calendar: list[DayKind]
    people: list[Person]
    told: list[Seat] = []
    locked: list[Seat] = []
    freeze: int = 0
    festivals: dict[str, list[int]] = {}
    rest_days: int = 6
    far: float = 1800.0
    weight_work: int = 1
    weight_rest: int = 2
    weight_festival: int = 3
    provisional: bool = False
    prices: Prices = Prices()


class Empty(msgspec.Struct, frozen=True):
    """Seats nobody has."""

    day: int
    part: Part
    station: str
    missing: int


class Share(msgspec.Struct, frozen=True):
    """A promise to one person, for them and the planner only: load by weight, its target, what is owed next."""

    load: float
    target: float
    owed: float
    duties: int


class GroupResult(msgspec.Struct, frozen=True):
    """Value and bound of the staff's or of the volunteers' half."""

    value: float
    bound: float | None
    proven: bool
    seats: int
    empty: int
    worst_off: float


class RosterPlan(msgspec.Struct, frozen=True):
    """Seats by day, what stays empty, each person's share, both halves, and the outcome."""

    seats: list[Seat]
    empty: list[Empty]
    shares: dict[str, Share]
    groups: dict[str, GroupResult]
    provisional: bool
    outcome: Outcome
