"""Rosters put together of whole lines: column generation gives a bound, dives into it give rosters.

Master: one line for each person, cover with prices for too few and too many; lines are priced exactly one
person at a time (Dantzig and Wolfe; for rosters Burke and Curtois 2014). Prices of cells stay between the
prices of too many and too few, so they need no damping.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from linli.plan.budget import Budget
from linli.plan.formats.nurse import Ward
from linli.plan.roster import ward_line

NEARLY = 1e-4
LINES = 3  # new lines of one person in a round
ROOT = 1_000_000  # rounds of pricing for the bound of all
ROUNDS = 8  # of pricing after a person's line is settled
SURE = 0.99  # share of a line from which it is settled with others at once
SHAKE = 0.3  # noise on shares, so that every dive is another
WHOLE_DIVES = 4  # before the first that keeps a part of the best roster
HURRY = 0.9  # share of the budget from which a dive prices nothing new
PRICED = 100  # steps that pricing one line counts as


class Master:
    """The linear programme over the lines found so far."""

    def __init__(self, ward: Ward) -> None:
        """Cover rows with their two prices; a person's row can be left empty at a price no plan pays."""
        from ortools.linear_solver import pywraplp

        self.ward = ward
        self.solver = solver = pywraplp.Solver.CreateSolver("GLOP")
        self.goal = solver.Objective()
        self.goal.SetMinimization()
        self.cover: dict[tuple[int, int], Any] = {}
        self.dear = float(ward.under.max()) * ward.days * 2 + 1000.0
        for d in range(ward.days):
            for t in range(1, len(ward.types) + 1):
                need = float(ward.need[d, t])
                row = solver.Constraint(need, need)
                for sign, price in ((1.0, ward.under[d, t]), (-1.0, ward.over[d, t])):
                    slack = solver.NumVar(0, solver.infinity(), "")
                    row.SetCoefficient(slack, sign)
                    self.goal.SetCoefficient(slack, float(price))
                self.cover[d, t] = row
        self.persons = []
        for _ in ward.staff:
            row = solver.Constraint(1.0, 1.0)
            empty = solver.NumVar(0, solver.infinity(), "")
            row.SetCoefficient(empty, 1.0)
            self.goal.SetCoefficient(empty, self.dear)
            self.persons.append(row)
        self.lines: list[tuple[int, Any, float, Any]] = []  # person, line, wishes, variable
        self.known: dict[tuple[int, bytes], int] = {}

    def add(self, p: int, line: Any) -> int:
        """Number of the line, known before or not."""
        key = (p, line.tobytes())
        if key in self.known:
            return self.known[key]
        self.known[key] = len(self.lines)
        wishes = float(self.ward.wish[p, np.arange(self.ward.days), line].sum())
        variable = self.solver.NumVar(0, self.solver.infinity(), "")
        self.goal.SetCoefficient(variable, wishes)
        self.persons[p].SetCoefficient(variable, 1.0)
        for d in np.flatnonzero(line):
            self.cover[int(d), int(line[d])].SetCoefficient(variable, 1.0)
        self.lines.append((p, line, wishes, variable))
        return self.known[key]

    def solve(self) -> tuple[float, Any, Any]:
        """Value, price of a person, price of a cell (days, types + 1)."""
        self.solver.Solve()
        cell = np.zeros((self.ward.days, len(self.ward.types) + 1))
        for at, row in self.cover.items():
            cell[at] = row.dual_value()
        return self.goal.Value(), np.array([row.dual_value() for row in self.persons]), cell

    def shares(self) -> list[tuple[float, int]]:
        """Share and number of every line in use."""
        used = ((line[3].solution_value(), k) for k, line in enumerate(self.lines))
        return [(share, k) for share, k in used if share > 1e-6]

    def settle(self, k: int, yes: bool) -> None:
        """The line is to be taken whole, or is open again."""
        self.lines[k][3].SetLb(1.0 if yes else 0.0)


@dataclass
class Best:
    """The cheapest roster so far, as numbers of lines by person; bound: nothing is cheaper."""

    value: float = math.inf
    lines: list[int] | None = None
    bound: float | None = None

    @property
    def proven(self) -> bool:
        """All prices are whole numbers, so a bound may be rounded up."""
        return self.bound is not None and self.value <= math.ceil(self.bound - 1e-3) + 1e-6


class Pricing:
    """Everybody's dynamic programme."""

    def __init__(self, ward: Ward, persons: list[ward_line.Person]) -> None:
        """One person's steps each; room for values is shared between people alike."""
        self.ward, self.persons = ward, persons
        self.room: dict[tuple[int, ...], Any] = {}
        self.base = ward.wish.astype(np.float32)
        for p, person in enumerate(persons):
            self.base[p, ward.off[p], 1:] = ward_line.FAR
            self.base[p][:, person.closed] = ward_line.FAR

    def lines(self, p: int, cell: Any, most: int) -> list[tuple[float, Any]]:
        """Cost at these prices, and line; cheapest first."""
        person = self.persons[p]
        shape = (len(person.work), *map(int, person.size))
        if shape not in self.room:
            self.room[shape] = ward_line.scratch(person, self.ward.days)
        cost = self.base[p].copy()
        cost[:, 1:] -= cell[:, 1:].astype(np.float32)
        days = np.arange(self.ward.days)
        real = self.ward.wish[p] - np.where(np.arange(cell.shape[1]) > 0, cell, 0.0)
        return [
            (float(real[days, line].sum()), line)
            for line in ward_line.cheapest(person, cost, self.room[shape], most)
        ]


def pricing(ward: Ward) -> Pricing | None:
    """None where a person's values would not fit into memory."""
    persons = [person for p in range(len(ward.staff)) if (person := ward_line.person(ward, p)) is not None]
    return Pricing(ward, persons) if len(persons) == len(ward.staff) else None


def priced(m: Master, ways: Pricing, people: list[int], budget: Budget, rounds: int) -> tuple[float, float]:
    """New lines for these people until none pays; value, and what no roster of the master as it is undercuts."""
    bound = -math.inf
    while True:
        value, person, cell = m.solve()
        if rounds <= 0 or budget.share() >= HURRY:
            return value, bound
        rounds -= 1
        before, low = len(m.lines), value
        for p in people:
            lines = ways.lines(p, cell, LINES)
            low += min(0.0, lines[0][0] - person[p]) if lines else math.inf
            for cost, line in lines:
                if cost - person[p] < -NEARLY:
                    m.add(p, line)
        budget.done += PRICED * len(people)
        bound = max(bound, low)
        if len(m.lines) == before:
            return value, bound


def dive(m: Master, ways: Pricing, kept: list[int], budget: Budget, most: float, shake: Any) -> Best:
    """Settles one line after another, pricing in between; given up as soon as it cannot be below `most`."""
    open_to = sorted(set(range(len(m.persons))) - {m.lines[k][0] for k in kept})
    settled = list(kept)
    for k in kept:
        m.settle(k, True)
    value, bound = priced(m, ways, open_to, budget, ROUNDS)
    while open_to and bound <= most - 1 + NEARLY and budget.share() < 1.0:
        shares = [(share, k) for share, k in m.shares() if m.lines[k][0] in open_to]
        if not shares:
            break
        shares = [(s + 1 if s > SURE else s * (1 + SHAKE * shake.random()), k) for s, k in shares]
        for turn, (share, k) in enumerate(sorted(shares, reverse=True)):
            if m.lines[k][0] in open_to and (turn == 0 or share > 1):
                m.settle(k, True)
                settled.append(k)
                open_to.remove(m.lines[k][0])
        value, bound = priced(m, ways, open_to, budget, ROUNDS if open_to else 0)
    for k in settled:
        m.settle(k, False)
    return Best(float(round(value)), settled) if not open_to and value <= most - 1 + NEARLY else Best()


class Search:
    """Many dives into one master."""

    def __init__(self, ward: Ward, ways: Pricing, seed: int) -> None:
        """Nothing found yet."""
        self.ways, self.master = ways, Master(ward)
        self.people = list(range(len(ward.staff)))
        self.shake = np.random.default_rng(seed)
        self.best = Best()
        self.turn = 0

    def take(self, at: Any, value: float) -> None:
        """A roster found elsewhere: its lines are good company, and it is the best one if cheaper."""
        lines = [self.master.add(p, line.astype(np.int64)) for p, line in enumerate(at)]
        if value < self.best.value - NEARLY:
            self.best.value, self.best.lines = value, lines

    def run(self, budget: Budget) -> None:
        """First the bound, then dives until the budget is used or the best roster proven."""
        best = self.best
        if best.bound is None:
            _, bound = priced(self.master, self.ways, self.people, budget, ROOT)
            best.bound = bound if math.isfinite(bound) else None
        while not best.proven and budget.share() < 1.0:
            found = dive(self.master, self.ways, self.keep(), budget, best.value, self.shake)
            if found.lines is not None:
                best.value, best.lines = found.value, found.lines
            budget.tell(budget.share(), best.value)
            self.turn += 1

    def keep(self) -> list[int]:
        """Lines of the best roster that the next dive leaves alone; none at first and in every fourth."""
        if self.turn < WHOLE_DIVES or self.best.lines is None or self.turn % 4 == 0:
            return []
        share = 0.3 + 0.4 * self.shake.random()
        some = set(self.shake.permutation(len(self.people))[: int(len(self.people) * share)].tolist())
        return [k for k in self.best.lines if self.master.lines[k][0] in some]

    def roster(self, empty: Any) -> Any:
        """The best one as types by person and day; `empty` where none was found."""
        at = empty.copy()
        for k in self.best.lines or []:
            at[self.master.lines[k][0]] = self.master.lines[k][1]
        return at
