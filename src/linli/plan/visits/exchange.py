"""The search of a month with one round a day: a first plan by ruin and recreate, then moves of single stops."""

from dataclasses import replace
from typing import Any

import numpy as np

from linli.plan.budget import Budget
from linli.plan.visits import periodic, search, swaps
from linli.plan.visits.periodic import Found, Ints, Manner
from linli.plan.visits.search import Ground, State

STARTS, START = 4, 0.13  # starts, and the share of the budget that each gets
FIRST = 0.06  # of a start goes to its first plan
SMALL = 20  # moves of single stops in the time of one step of ruin and recreate
CHUNK = 500  # steps between two looks at the budget
RUINS = 0.25  # of the steps are still ruin and recreate
LAST = 0.95  # of the way: then only small moves
HEAT_FROM, HEAT_SETTLED, HEAT_TO = 6.0, 0.8, 0.04  # in mean near distances
RARE = 0.05  # share of moves that may miss a visit, where not everything fits
DEAR = 1.25  # a day too long costs this many missed visits; somebody late costs half a missed visit


def plan(g: Ground, state: State, budget: Budget, manner: Manner, seed: int) -> Found:
    """The best plan found: several starts until it is settled who is seen on which weekdays, then the best cooled.

    Which weekdays the frequent ones get is settled while it is hot, and differs by one to two percent from start
    to start; a longer run of one start does not mend it. The same plan for the same seed and steps.
    """
    if not (_sets(g)[0] > 1).any():
        return periodic.descend(g, state, budget, manner)
    found: list[Found] = []
    for k in range(STARTS):
        if k:
            state = periodic.empty_state(g, seed * 1000 + k)
            search.fill(g, state, manner.noise)
        part = _part(budget, START)
        first = periodic.descend(g, state, _part(part, FIRST), manner)
        part.done = first.steps
        found.append(_cool(g, state, first, part, manner, HEAT_FROM, HEAT_SETTLED))
        budget.done += part.done
        budget.tell(START * (k + 1), min(f.value for f in found))
    rest = _part(budget, 1.0)
    rest.seconds = max(0.0, budget.seconds - budget.used())
    rest.steps = None if budget.steps is None else budget.steps - budget.done
    best = _cool(g, state, min(found, key=lambda f: f.value), rest, manner, HEAT_SETTLED, HEAT_TO)
    budget.done += rest.done
    budget.tell(1.0, best.value)
    return replace(best, steps=budget.done)


def _part(budget: Budget, share: float) -> Budget:
    """A part of the budget that tells nobody: its shares are not those of the whole."""
    steps = None if budget.steps is None else int(budget.steps * share)
    return Budget(budget.seconds * share, steps, stop=budget.stop)


def _cool(
    g: Ground, state: State, first: Found, budget: Budget, manner: Manner, hot: float, cold: float
) -> Found:
    """From one plan to a better one: small moves and ruins in turns, from hot to cold."""
    days = days_of(g, first, int(state.seed[0] >> np.uint64(33)))
    best = _worth(g, days) if np.isfinite(first.value) else np.inf
    unit, begun = periodic.heat_unit(g), budget.share()
    while (share := budget.share()) < 1.0:
        cooled = max(0.0, share - begun) / (1.0 - begun)
        heat = unit * hot * (cold / hot) ** cooled
        count = CHUNK if budget.steps is None else min(CHUNK, budget.steps - budget.done)
        ruins = int(count * RUINS) if cooled < LAST else 0
        best = swaps.wander(g, days, (count - ruins) * SMALL, heat, best)
        if ruins:
            best = _ruin(g, state, days, ruins, heat, manner, best)
        budget.done += count
    return _found(g, days, best, budget.done)


def _ruin(
    g: Ground, state: State, days: swaps.Days, steps: int, heat: float, manner: Manner, best: float
) -> float:
    """Steps of ruin and recreate on the same plan; the value of the best plan."""
    periodic.adopt(g, state, Found(0.0, days.seq, days.size, days.chosen, 0))
    search.anneal(
        g, state, steps, heat, manner.noise, manner.mean, manner.longest, -np.inf,
        state.old_seq, state.old_size, state.old_chosen,
    )  # fmt: skip
    _adopt(g, days, state)
    worth = _worth(g, days)
    if days.total[swaps.OVER] >= swaps.PAST or worth >= best - swaps.PAST:
        return best
    swaps.keep_best(days)
    return worth


def warm(g: Ground) -> None:
    """Loads (the first time: compiles) the machine code, so that no budget pays for it."""
    periodic.warm(g)
    if (_sets(g)[0] > 1).any():
        state = periodic.empty_state(g, 1)
        search.fill(g, state, 0.0)
        swaps.wander(g, days_of(g, Found(np.inf, state.seq, state.size, state.chosen, 0), 1), 0, 1.0, np.inf)


def days_of(g: Ground, found: Found, seed: int) -> swaps.Days:
    """A plan as the moves want it."""
    n, count = len(g.minutes), len(g.starts)
    longest = max(n, count) + 2
    full, same, find, single = _sets(g)
    tight = any(found.chosen[c] >= g.first[c] + full[c] for c in range(1, n))
    missed = max((float(g.price[g.first[c + 1] - 1]) / max(1.0, g.often[c]) for c in range(1, n)), default=0)
    orders = {name: _whole(count, longest) for name in ("seq", "old_seq", "best_seq")}
    times = {name: np.zeros((count, longest)) for name in
             ("arrive", "slack", "slope", "old_arrive", "old_slack", "old_slope")}  # fmt: skip
    sizes = {name: _whole(count) for name in ("size", "old_size", "best_size", "version", "old_version")}
    days = swaps.Days(
        **orders, **times, **sizes, sums=np.zeros((count, swaps.SUMS)), old_sums=np.zeros((count, swaps.SUMS)),
        total=np.zeros(swaps.SUMS), where=np.full((n, count), -1, np.int64), chosen=found.chosen.copy(),
        best_chosen=found.chosen.copy(), last=_whole(1), seen=np.full((n, count), -1, np.int64),
        gain=np.zeros((n, count)), more=np.zeros((n, count)), at=_whole(n, count), full=full,
        free=np.flatnonzero(np.diff(g.first) > 1 if tight else full > 1), same=same, find=find, single=single,
        grow=np.zeros(count), touched=_whole(count + 1), touched_at=np.full(count, -1, np.int64),
        mover=_whole(longest), goal=_whole(longest), dear=np.array([DEAR * missed, 0.5 * missed]),
        rare=np.array([RARE if tight else 0.0]),
        seed=np.array([seed * 2654435761 + 88172645463325252], np.uint64),
    )  # fmt: skip
    _adopt(g, days, found)
    swaps.keep_best(days)
    return days


def _adopt(g: Ground, days: swaps.Days, plan: Any) -> None:
    """Makes the days hold another plan."""
    days.where[:] = -1
    days.size[:], days.chosen[:] = plan.size, plan.chosen
    width = min(days.seq.shape[1], plan.seq.shape[1])
    days.seq[:, :width] = plan.seq[:, :width]
    swaps.settle(g, days)


def _whole(*shape: int) -> Ints:
    return np.zeros(shape, np.int64)


def _sets(g: Ground) -> tuple[Ints, Ints, Ints, Ints]:
    """Patterns that miss nothing of each stop; the number of each pattern's days; where a stop has them; single days."""
    n, count = len(g.minutes), len(g.starts)
    sizes, full, same = g.pattern.sum(axis=1), _whole(n), np.full(len(g.price), -1, np.int64)
    numbers: dict[bytes, int] = {}
    for c in range(1, n):
        for p in range(g.first[c], g.first[c + 1]):
            if sizes[p] == sizes[g.first[c]]:
                same[p] = numbers.setdefault(g.pattern[p].tobytes(), len(numbers))
                full[c] += 1
    find = np.full((n, max(1, len(numbers))), -1, np.int64)
    for c in range(1, n):
        for p in range(g.first[c], g.first[c] + full[c]):
            find[c, same[p]] = p
    single = [numbers.get(row.tobytes(), -1) for row in np.eye(count, dtype=np.bool_)]
    return full, same, find, np.array(single, np.int64)


def _worth(g: Ground, days: swaps.Days) -> float:
    """Value of the plan with the step for lateness."""
    late = float(days.dear[1]) if days.total[swaps.LATE] > swaps.PAST else 0.0
    return float(days.total[swaps.WORTH] + g.price[days.chosen[1:]].sum()) + late


def _found(g: Ground, days: swaps.Days, best: float, steps: int) -> Found:
    """The best plan, priced once more from its orders."""
    _adopt(g, days, Found(best, days.best_seq.copy(), days.best_size, days.best_chosen, steps))
    value = float(days.total[swaps.WORTH] + g.price[days.chosen[1:]].sum()) if np.isfinite(best) else np.inf
    return Found(value, days.best_seq, days.best_size, days.best_chosen, steps)
