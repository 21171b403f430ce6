"""Rosters with hospital rules: a short annealing, then whole lines as columns, then exact blocks or a proof."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from linli.plan.budget import Budget
from linli.plan.formats.nurse import Ward
from linli.plan.roster import ward, ward_columns, ward_exact
from linli.plan.roster.ward import Lines, Rules

CHUNK = 20_000
HOT, COLD = 60.0, 1.5
LOW, HIGH = 40.0, 300.0  # a broken rule: in the end more than the dearest shift it could fill
FIRST = 0.05  # of the budget is annealed where whole lines can be priced, else ALONE
ALONE = 0.33
BEFORE_WHOLE, BEFORE_BLOCKS = 0.1, 0.6  # of the budget: dives before the exact programmes
WHOLE_SHARE = 0.5  # of what is left then
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
    best, best_at, value = np.iinfo(np.int64).max, s.at.copy(), np.inf
    while (share := budget.share()) < 1.0:
        phase = share * cycles % 1.0
        heat, price = HOT * (COLD / HOT) ** phase, LOW * (HIGH / LOW) ** phase
        steps = CHUNK if budget.steps is None else min(CHUNK, budget.steps - budget.done)
        best = ward.anneal(g, s, steps, heat, price, best, best_at)
        budget.done += steps
        value = float(best) if best < np.iinfo(np.int64).max else np.inf
        budget.tell(share, value)
    return best_at, value


def solve(w: Ward, budget: Budget, seed: int) -> Found:
    """Some annealing, then dives among whole lines; a small ward is tried whole, others by blocks too."""
    g = rules(w)
    empty = np.zeros((len(w.staff), w.days), np.int64)
    ward.anneal(g, lines(w, empty, seed), 0, 1.0, HIGH, 0, np.zeros_like(empty))
    search = _search(w, seed)
    budget.begin()
    part = budget.part(FIRST if search else ALONE)
    at, value = annealed(w, part, seed, 1 if search else 2)
    found = Found(at, value, None, False, part.done)
    if search is not None and budget.steps is not None:
        return _dives(search, found, budget.part(1 - FIRST))
    if budget.steps is not None or budget.seconds <= 0:
        return found
    small = len(w.staff) * w.days * len(w.types) <= WHOLE
    if search is not None:
        found = _dives(search, found, budget.part(BEFORE_WHOLE if small else BEFORE_BLOCKS))
    return found if found.proven else _exactly(w, found, search, small, budget, seed)


def _exactly(
    w: Ward, found: Found, search: ward_columns.Search | None, small: bool, budget: Budget, seed: int
) -> Found:
    """The whole programme of a small ward, blocks around what is known, and dives again."""
    p = ward_exact.programme(w)
    if search is None and small:
        found = _blocks(w, p, found, budget.rest(FIRST_BLOCKS), seed)
    if small:
        share = WHOLE_SHARE if search is not None else 1.0
        found = _whole(w, p, found, budget.on_the_wall(share * budget.left()))
    if found.proven:
        return found
    if small and search is not None:
        return _dives(search, found, budget.rest(1.0))
    return _blocks(w, p, found, budget.rest(1.0), seed + 1)


def _search(w: Ward, seed: int) -> ward_columns.Search | None:
    """None where whole lines cannot be priced for want of memory; compiles what it needs."""
    pricing = ward_columns.pricing(w)
    if pricing is None:
        return None
    pricing.lines(0, np.zeros((w.days, len(w.types) + 1)), 1)
    return ward_columns.Search(w, pricing, seed)


def _dives(search: ward_columns.Search, found: Found, budget: Budget) -> Found:
    """Dives from what is known; a bound too."""
    if np.isfinite(found.value):
        search.take(found.at, found.value)
    search.run(budget)
    best = search.best
    bound = None if best.bound is None else float(np.ceil(best.bound - 1e-3))
    return Found(search.roster(found.at), best.value, bound, best.proven, found.steps + budget.done)


def _whole(w: Ward, p: ward_exact.Programme, found: Found, seconds: float) -> Found:
    new, bound, proven = ward_exact.solve(p, found.at, np.ones_like(w.off), seconds)
    whole = None if bound is None else float(np.ceil(bound - 1e-3))  # prices are whole numbers
    return _better(w, found, new, whole, proven)


def _better(w: Ward, found: Found, new: Any, bound: float | None, proven: bool) -> Found:
    value = found.value
    at = found.at
    if new is not None:
        s = lines(w, new, 1)
        if s.numbers[ward.BROKEN] == 0 and s.numbers[ward.COST] < value - 1e-9:
            at, value = new, float(s.numbers[ward.COST])
    both = [b for b in (bound, found.bound) if b is not None]
    return Found(at, value, max(both, default=None), proven, found.steps)


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
