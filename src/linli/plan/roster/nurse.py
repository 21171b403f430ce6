"""Rosters with hospital rules: annealing finds them, then the exact programme improves or proves them."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from linli.plan.budget import Budget
from linli.plan.formats.nurse import Ward
from linli.plan.roster import ward, ward_exact
from linli.plan.roster.ward import Lines, Rules

CHUNK = 20_000
HOT, COLD = 60.0, 1.5
LOW, HIGH = 40.0, 300.0  # a broken rule: in the end more than the dearest shift it could fill
WHOLE = 1_600  # cells up to which the whole programme is tried
FIRST_BLOCKS = 0.4  # of what is left, before the whole programme of a small ward is tried
BLOCK = 420  # cells free in a block


@dataclass(frozen=True)
class Found:
    """value infinite: no roster without a broken rule was found."""

    at: Any
    value: float
    bound: float | None
    proven: bool
    steps: int


def rules(w: Ward) -> Rules:
    """As arrays."""
    limits = np.array(
        [(p.longest, p.shortest, p.run_most, p.run_least, p.rest_least, p.weekends) for p in w.staff]
    )
    most = np.array([p.most for p in w.staff])
    return Rules(w.minutes, w.follow, most, limits, w.off, w.wish, w.need, w.under, w.over)


def lines(w: Ward, at: Any, seed: int) -> Lines:
    """Counted from nothing."""
    people, width = len(w.staff), len(w.types) + 1
    cover = np.zeros((w.days, width), np.int64)
    for t in range(1, width):
        cover[:, t] = (at == t).sum(axis=0)
    less = w.need - cover
    cost = int(np.where(less > 0, w.under * less, -w.over * less)[:, 1:].sum())
    s = Lines(
        at.astype(np.int64).copy(), cover, np.zeros((people, 2), np.int64), np.array([cost, 0], np.int64),
        np.zeros(width, np.int64), np.zeros((2, 8), np.int64),
        np.array([seed * 2654435761 + 88172645463325252], np.uint64),
    )  # fmt: skip
    g = rules(w)
    for p in range(people):
        ward.score(g, s, p)
    return s


def annealed(w: Ward, budget: Budget, seed: int, cycles: int) -> tuple[Any, float]:
    """The cheapest roster without a broken rule over some coolings."""
    g = rules(w)
    s = lines(w, np.zeros((len(w.staff), w.days), np.int64), seed)
    best, best_at = np.iinfo(np.int64).max, s.at.copy()
    while (share := budget.share()) < 1.0:
        phase = share * cycles % 1.0
        heat, price = HOT * (COLD / HOT) ** phase, LOW * (HIGH / LOW) ** phase
        steps = CHUNK if budget.steps is None else min(CHUNK, budget.steps - budget.done)
        best = ward.anneal(g, s, steps, heat, price, best, best_at)
        budget.done += steps
        budget.tell(share, float(best))
    return best_at, float(best) if best < np.iinfo(np.int64).max else np.inf


def solve(w: Ward, budget: Budget, seed: int) -> Found:
    """A third of the budget anneals; then the whole programme if it is small, else blocks of people and days."""
    g = rules(w)
    ward.anneal(
        g,
        lines(w, np.zeros((len(w.staff), w.days), np.int64), seed),
        0,
        1.0,
        HIGH,
        0,
        np.zeros_like(w.off, np.int64),
    )
    budget.begin()
    part = budget.part(0.33)
    at, value = annealed(w, part, seed, 2)
    found = Found(at, value, None, False, part.done)
    if budget.steps is not None or budget.seconds <= 0:
        return found
    p = ward_exact.programme(w)
    small = p.cells <= WHOLE
    if np.isfinite(value):
        found = _blocks(
            w, p, found, budget.part(FIRST_BLOCKS * budget.left() / budget.seconds if small else 1.0), seed
        )
    if small:
        found = _whole(w, p, found, budget.on_the_wall(budget.left()))
    return found if found.proven else _blocks(w, p, found, budget, seed + 1)


def _whole(w: Ward, p: ward_exact.Programme, found: Found, seconds: float) -> Found:
    new, bound, proven = ward_exact.solve(p, found.at, np.ones_like(w.off), seconds)
    return _better(w, found, new, bound, proven)


def _better(w: Ward, found: Found, new: Any, bound: float | None, proven: bool) -> Found:
    value = found.value
    at = found.at
    if new is not None:
        s = lines(w, new, 1)
        if s.numbers[ward.BROKEN] == 0 and s.numbers[ward.COST] < value - 1e-9:
            at, value = new, float(s.numbers[ward.COST])
    return Found(at, value, bound if bound is not None else found.bound, proven, found.steps)


def _blocks(w: Ward, p: ward_exact.Programme, found: Found, budget: Budget, seed: int) -> Found:
    """Again and again some people, or some days of everybody, are planned anew around the rest."""
    chance = np.random.default_rng(seed)
    people, days, types = len(w.staff), w.days, len(w.types)
    turn = 0
    while np.isfinite(found.value) and budget.left() > 1.0:
        free = np.zeros_like(w.off)
        if turn % 2:
            wide = max(4, min(days, BLOCK // (people * types)))
            start = int(chance.integers(0, max(1, days - wide + 1)))
            free[:, start : start + wide] = True
        else:
            some = chance.choice(people, min(people, max(2, BLOCK // (days * types))), replace=False)
            free[some, :] = True
        new, _bound, _proven = ward_exact.solve(
            p, found.at, free, budget.on_the_wall(min(budget.left(), 4.0))
        )
        found = _better(w, found, new, found.bound, False)
        budget.tell(budget.share(), found.value)
        turn += 1
    return found
