"""A half of the roster (staff or volunteers) as arrays: slots, who may sit where, and every price in tenths."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from linli.plan.roster.shapes import DayKind, Part, Person, Roster, Seat, Station

STEPS = (
    (0.0, 1),
    (1.0, 2),
    (2.0, 3),
    (4.0, 4),
    (7.0, 5),
)  # from this deviation on, a unit costs so many prices
SCALE = 10  # whole tenths of a point, so that a bound may be rounded up


@dataclass(frozen=True)
class Slot:
    """A half day of a station that needs people."""

    day: int
    part: Part
    station: Station
    need: int
    weight: int


@dataclass(frozen=True)
class Table:
    """allowed, cost: (people, slots). fair: (people, load) price of a load. told: seat pairs known before."""

    people: list[Person]
    slots: list[Slot]
    gap: int
    allowed: Any
    cost: Any
    skilled: Any
    wants: Any
    fair: Any
    target: Any
    quota: Any
    blocked: Any
    locked: list[tuple[int, int]]
    told: list[tuple[int, int]]
    empty: int
    skill: int

    @property
    def day(self) -> Any:
        return np.array([slot.day for slot in self.slots], np.int64)

    @property
    def need(self) -> Any:
        return np.array([slot.need for slot in self.slots], np.int64)

    @property
    def weight(self) -> Any:
        return np.array([slot.weight for slot in self.slots], np.int64)


def weight_of(problem: Roster, kind: DayKind) -> int:
    """How heavy a duty on such a day is."""
    return {"work": problem.weight_work, "rest": problem.weight_rest, "festival": problem.weight_festival}[
        kind
    ]


def slots_of(problem: Roster, working: bool) -> list[Slot]:
    """Half days of all stations on working days, or on the others."""
    found = []
    for day, kind in enumerate(problem.calendar):
        if (kind == "work") != working:
            continue
        for station in problem.stations:
            parts, need = (station.work, station.need_work) if working else (station.rest, station.need_rest)
            if day not in station.closed and need > 0:
                found += [Slot(day, part, station, need, weight_of(problem, kind)) for part in parts]
    return found


def targets(people: list[Person], slots: list[Slot]) -> Any:
    """Everybody's part of the whole weight by quota, and what the ledger owes."""
    total = float(sum(slot.need * slot.weight for slot in slots))
    quotas = float(sum(p.quota for p in people)) or 1.0
    return np.array([max(0.0, total * p.quota / quotas + p.owed) for p in people])


def unfairness(off: float) -> float:
    """Pieces: the farther from the target, the dearer each further unit."""
    price, before = 0.0, 0
    for start, pieces in STEPS:
        price += max(0.0, abs(off) - start) * (pieces - before)
        before = pieces
    return price


def table(problem: Roster, working: bool) -> Table:
    """One half of the roster."""
    people = [p for p in problem.people if (p.kind == "staff") == working]
    slots = slots_of(problem, working)
    shape = (len(people), len(slots))
    far = _metres(people, slots)
    away = np.zeros(shape, bool)
    wish = np.zeros(shape)
    skilled = np.zeros(shape, bool)
    for i, p in enumerate(people):
        gone, can = set(p.away), set(p.can)
        hopes = {(w.day, part): w.points for w in p.wishes for part in ([w.part] if w.part else ["am", "pm"])}
        again = {d for name in p.last_year for d in problem.festivals.get(name, [])}
        for j, slot in enumerate(slots):
            away[i, j] = slot.day in gone
            wish[i, j] = hopes.get((slot.day, slot.part), 0.0) - problem.prices.festival_again * (
                slot.day in again
            )
            skilled[i, j] = set(slot.station.wants) <= can
    points = far / problem.prices.metres - wish
    told = _pairs(problem.told, people, slots)
    if told:
        change = np.full(shape, problem.prices.change)
        change[tuple(np.array(told).T)] = 0.0
        points = points + change
    target = targets(people, slots)
    weights = [slot.weight for slot in slots] or [1]
    most = max((p.quota for p in people), default=0) * max(weights) + 1
    fair = np.array(
        [[problem.prices.unfair * unfairness(load - t) for load in range(most + 1)] for t in target]
    )
    names = {p.id: i for i, p in enumerate(people)}
    blocked = np.zeros((len(people), len(people)), bool)
    for i, p in enumerate(people):
        for other in p.blocked:
            if other in names:
                blocked[i, names[other]] = blocked[names[other], i] = True
    frozen = [seat for seat in problem.told if seat.day < problem.freeze]
    locked = _pairs([*problem.locked, *frozen], people, slots)
    allowed = ~away & (far <= problem.far)
    for i, j in locked:
        allowed[i, j] = True
    allowed[:, [j for j, slot in enumerate(slots) if slot.day < problem.freeze]] &= False
    for i, j in locked:
        allowed[i, j] = True
    return Table(
        people, slots, 1 if working else max(1, problem.rest_days), allowed, np.rint(SCALE * points).astype(np.int64),
        skilled, np.array([bool(slot.station.wants) for slot in slots], bool),
        np.rint(SCALE * fair).astype(np.int64).reshape(len(people), most + 1), target,
        np.array([p.quota for p in people], np.int64), blocked, sorted(set(locked)), told,
        round(SCALE * problem.prices.empty), round(SCALE * problem.prices.skill),
    )  # fmt: skip


def _metres(people: list[Person], slots: list[Slot]) -> Any:
    home = np.array([(p.x, p.y) for p in people]).reshape(-1, 2)
    there = np.array([(slot.station.x, slot.station.y) for slot in slots]).reshape(-1, 2)
    return np.hypot(home[:, None, 0] - there[None, :, 0], home[:, None, 1] - there[None, :, 1])


def _pairs(seats: list[Seat], people: list[Person], slots: list[Slot]) -> list[tuple[int, int]]:
    names = {p.id: i for i, p in enumerate(people)}
    where = {(slot.day, slot.part, slot.station.id): j for j, slot in enumerate(slots)}
    return [
        (names[s.person], where[s.day, s.part, s.station])
        for s in seats
        if s.person in names and (s.day, s.part, s.station) in where
    ]
