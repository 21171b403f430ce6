"""Swaps of duties: two or three people, checked by the same rules, with what each gains or loses in fairness."""

from collections import defaultdict
from typing import Any

import msgspec

from linli.kernel.refusal import Refusal
from linli.plan.budget import Budget
from linli.plan.outcome import Outcome, spent
from linli.plan.roster.check import broken
from linli.plan.roster.shapes import Person, Roster, Seat
from linli.plan.roster.solve import refuse, shares
from linli.plan.roster.table import unfairness, weight_of

NEAREST = 40  # other seats looked at for the third of three


class Swap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody asks to give `wants` away. willing: people who would take part, everybody if empty."""

    roster: Roster
    seats: list[Seat]
    wants: Seat
    willing: list[str] = []
    most: int = 10


class Change(msgspec.Struct, frozen=True):
    """For one person: which seat they leave and take, and their distance from the fair load before and after."""

    person: str
    leaves: Seat
    takes: Seat
    off_before: float
    off_after: float


class Proposal(msgspec.Struct, frozen=True):
    """price: how much less fair (positive) or fairer (negative) the roster would be, all people together."""

    people: int
    price: float
    changes: list[Change]


class SwapPlan(msgspec.Struct, frozen=True):
    """Proposals, the fairest first."""

    proposals: list[Proposal]
    outcome: Outcome


def plan_swap(problem: Swap, *, seed: int = 1, budget: Budget | None = None) -> SwapPlan:
    """Every two-way swap, and three-way ones while the budget lasts."""
    budget = budget or Budget(5.0)
    refuse(problem.roster)
    if problem.wants not in problem.seats:
        raise Refusal("plan_unknown", "要换出的班次不在班表里。", facts={"who": [problem.wants.person]})
    book = _Book(problem)
    found = [p for p in map(book.two, book.others) if p]
    for a in book.others[:NEAREST]:
        if budget.share() >= 1.0:
            break
        found += [p for b in book.others[:NEAREST] if b.person not in (a.person, problem.wants.person)
                  for p in [book.three(a, b)] if p]  # fmt: skip
    found.sort(key=lambda p: (round(p.price, 3), p.people, [c.takes for c in p.changes]))
    found = found[: problem.most]
    value = found[0].price if found else 0.0
    return SwapPlan(found, Outcome(value, seed, spent(budget), 0))


class _Book:
    """The roster by person and by seat."""

    def __init__(self, problem: Swap):
        self.roster, self.wants = problem.roster, problem.wants
        self.people = {p.id: p for p in problem.roster.people}
        self.mine: dict[str, list[Seat]] = defaultdict(list)
        self.there: dict[tuple[int, str, str], list[str]] = defaultdict(list)
        for s in problem.seats:
            self.mine[s.person].append(s)
            self.there[s.day, s.part, s.station].append(s.person)
        self.shares = shares(problem.roster, problem.seats)
        asks = self.people[problem.wants.person]
        able = set(problem.willing) or set(self.people)
        fixed = set(problem.roster.locked)
        self.others = sorted(
            (
                s for s in problem.seats
                if s.person in able and s.person != asks.id and s not in fixed and s.day >= problem.roster.freeze
                and (self.people[s.person].kind == "staff") == (asks.kind == "staff")
            ),
            key=lambda s: (abs(s.day - problem.wants.day), s),
        )  # fmt: skip

    def two(self, other: Seat) -> Proposal | None:
        """The asker and one other change seats."""
        return self._cycle([self.wants, other])

    def three(self, a: Seat, b: Seat) -> Proposal | None:
        """The asker takes a, whose person takes b, whose person takes the asker's."""
        return self._cycle([self.wants, a, b])

    def _cycle(self, seats: list[Seat]) -> Proposal | None:
        changes = []
        price = 0.0
        for k, leaves in enumerate(seats):
            takes = seats[(k + 1) % len(seats)]
            person = self.people[leaves.person]
            if not self._may(person, leaves, takes):
                return None
            share = self.shares[person.id]
            weight = {s: weight_of(self.roster, self.roster.calendar[s.day]) for s in (leaves, takes)}
            after = share.load - weight[leaves] + weight[takes] - share.target
            before = share.load - share.target
            price += self.roster.prices.unfair * (unfairness(after) - unfairness(before))
            new = msgspec.structs.replace(takes, person=person.id)
            changes.append(Change(person.id, leaves, new, round(before, 2), round(after, 2)))
        return Proposal(len(seats), round(price, 3), changes)

    def _may(self, person: Person, leaves: Seat, takes: Seat) -> bool:
        """By the checker's rules."""
        others = [s for s in self.mine[person.id] if s != leaves]
        mates = [who for who in self.there[takes.day, takes.part, takes.station] if who != takes.person]
        new: Any = msgspec.structs.replace(takes, person=person.id)
        return person.id not in mates and not broken(self.roster, person, new, others, mates)
