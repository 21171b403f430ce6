"""Maximal covering: people within reach of an open site. Values are people not covered (lower is better)."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from linli.plan.budget import Budget


@dataclass(frozen=True)
class Best:
    """Chosen sites, value, the bound on it, and whether the two meet."""

    sites: list[int]
    value: float
    bound: float | None
    proven: bool
    steps: int


def solve(
    reached: Any, people: Any, stations: int, fixed: list[int], groups: list[list[int]], budget: Budget, seed: int,
    exact: bool = True,
) -> Best:  # fmt: skip
    """Greedy and shaken swaps for a third of the budget, then the exact programme with the rest."""
    rows, weights = merged(reached, people)
    quick = heuristic(rows, weights, stations, fixed, groups, budget.part(0.33 if exact else 1.0), seed)
    best = Best(quick[0], float(weights.sum()) - quick[1], None, False, quick[2])
    lost = float(people.sum() - weights.sum())
    if exact and budget.left() > 1.0:
        best = programme(rows, weights, stations, fixed, groups, budget.on_the_wall(budget.left()), best)
    bound = None if best.bound is None else best.bound + lost
    return Best(best.sites, best.value + lost, bound, best.proven, best.steps)


def within_money(
    reached: Any, people: Any, stations: int, fixed: list[int], groups: list[list[int]], budget: Budget, prices: Any,
    money: float,
) -> Best:  # fmt: skip
    """As many people as the money reaches: most people for the price first, then the exact programme."""
    rows, weights = merged(reached, people)
    lost = float(people.sum() - weights.sum())
    chosen, left, spent = list(fixed), weights.astype(float).copy(), float(prices[fixed].sum())
    left[rows[:, chosen].any(axis=1)] = 0.0
    waiting = [group for group in groups if not set(group) & set(chosen)]
    while len(chosen) < stations:
        worth = (rows.T @ left + 1e-9) / np.maximum(prices, 1e-9)
        worth[[j for j in range(len(prices)) if j in chosen or spent + prices[j] > money + 1e-9]] = -1.0
        if waiting:
            worth[[j for j in range(len(prices)) if j not in waiting[0]]] = -1.0
        j = int(worth.argmax())
        if worth[j] <= 0:
            break
        chosen.append(j)
        spent += float(prices[j])
        left[rows[:, j]] = 0.0
        waiting = [group for group in waiting if j not in group]
    best = Best(chosen, float(left.sum()), None, False, 0)
    if budget.left() > 1.0:
        best = programme(
            rows, weights, stations, fixed, groups, budget.on_the_wall(budget.left()), best, prices, money
        )
    return Best(
        best.sites, best.value + lost, None if best.bound is None else best.bound + lost, best.proven, 0
    )


def merged(reached: Any, people: Any) -> tuple[Any, Any]:
    """Homes with the same sites in reach are one row; homes nobody reaches are left out."""
    packed = np.packbits(reached, axis=1)
    _unique, first, inverse = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    weights = np.bincount(inverse.reshape(-1), weights=people, minlength=len(first))
    rows = reached[first]
    some = rows.any(axis=1)
    return rows[some], weights[some]


def heuristic(
    rows: Any,
    weights: Any,
    stations: int,
    fixed: list[int],
    groups: list[list[int]],
    budget: Budget,
    seed: int,
) -> tuple[list[int], float, int]:
    """Greedy, best swaps to the end, then shaken again and again; sites, people covered, steps."""
    chance = np.random.default_rng(seed)
    free = rows.T.astype(np.float32)
    must = _musts(groups, fixed, free @ weights)
    chosen = _greedy(free, weights, stations, must)
    chosen, value = _descend(free, weights, chosen, set(fixed), groups, budget)
    best, best_value, steps = list(chosen), value, 0
    while budget.share() < 1.0 and stations > len(fixed):
        budget.done += 1
        steps += 1
        movable = [j for j in best if j not in fixed]
        gone = set(
            chance.choice(movable, min(len(movable), int(chance.integers(2, 9))), replace=False).tolist()
        )
        trial = [j for j in best if j not in gone]
        trial = _greedy(
            free,
            weights * chance.uniform(0.7, 1.3, len(weights)),
            stations,
            _musts(groups, trial, free @ weights),
        )
        trial, value = _descend(free, weights, trial, set(fixed), groups, budget)
        if value > best_value + 1e-9:
            best, best_value = trial, value
        budget.tell(budget.share(), float(weights.sum() - best_value))
    return best, best_value, steps


def _musts(groups: list[list[int]], have: list[int], worth: Any) -> list[int]:
    """The sites we have, and the most useful of each group that has none."""
    must = list(have)
    for group in groups:
        if not set(group) & set(must):
            must.append(max(group, key=lambda j: worth[j]))
    return must


def _greedy(free: Any, weights: Any, stations: int, start: list[int]) -> list[int]:
    chosen = list(start)
    left = weights.astype(np.float64).copy()
    for j in chosen:
        left[free[j] > 0] = 0.0
    while len(chosen) < stations:
        gain = free @ left
        gain[chosen] = -1.0
        j = int(gain.argmax())
        chosen.append(j)
        left[free[j] > 0] = 0.0
    return chosen


def _descend(
    free: Any, weights: Any, chosen: list[int], fixed: set[int], groups: list[list[int]], budget: Budget
) -> tuple[list[int], float]:
    """Best swaps until none helps."""
    from scipy.sparse import csr_array

    sites = csr_array(free)
    chosen = list(chosen)
    count = free[chosen].sum(axis=0)
    while budget.share() < 1.0:
        swap = _best_swap(sites, free, weights, chosen, count, fixed, groups)
        if swap is None:
            break
        out, into = swap
        count += free[into] - free[chosen[out]]
        chosen[out] = into
    return chosen, float(weights[count > 0.5].sum())


def _best_swap(
    sites: Any,
    free: Any,
    weights: Any,
    chosen: list[int],
    count: Any,
    fixed: set[int],
    groups: list[list[int]],
) -> tuple[int, int] | None:
    """gain(j) of what nobody covers, loss(i) of what only i covers, and what j takes over from i."""
    gain = sites @ (weights * (count < 0.5))
    only = weights * (np.abs(count - 1) < 0.5)
    loss = free[chosen] @ only
    taken = (sites[chosen].multiply(only[None, :])) @ sites.T
    delta = gain[None, :] - loss[:, None] + taken.toarray()
    delta[:, chosen] = -np.inf
    delta[[k for k, j in enumerate(chosen) if j in fixed]] = -np.inf
    for group in groups:
        inside = [k for k, j in enumerate(chosen) if j in group]
        if len(inside) == 1:
            outside = np.ones(delta.shape[1], bool)
            outside[group] = False
            delta[inside[0], outside] = -np.inf
    best = int(delta.argmax())
    out, into = divmod(best, delta.shape[1])
    return (out, into) if delta[out, into] > 1e-9 else None


def programme(
    rows: Any,
    weights: Any,
    stations: int,
    fixed: list[int],
    groups: list[list[int]],
    seconds: float,
    best: Best,
    prices: Any = None,
    money: float = 0.0,
) -> Best:
    """HiGHS on the rows that are left, with the heuristic's value as a limit."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, eye_array, hstack, vstack

    homes, sites = rows.shape
    uncovered = eye_array(homes)
    matrix = hstack([csr_array(rows.astype(float)), uncovered])
    total = csr_array(np.concatenate([np.ones(sites), np.zeros(homes)])[None, :])
    wanted = [
        csr_array((np.ones(len(g)), (np.zeros(len(g), int), g)), shape=(1, sites + homes)) for g in groups
    ]
    low = np.concatenate([np.ones(homes), [stations if prices is None else 0], np.ones(len(groups))])
    high = np.concatenate([np.full(homes, np.inf), [stations], np.full(len(groups), np.inf)])
    if prices is not None:
        wanted.append(csr_array(np.concatenate([prices, np.zeros(homes)])[None, :]))
        low, high = np.append(low, -np.inf), np.append(high, money)
    lower = np.zeros(sites + homes)
    lower[fixed] = 1.0
    whole = np.concatenate([np.ones(sites), np.zeros(homes)])
    done = milp(
        np.concatenate([np.zeros(sites), weights]), integrality=whole, bounds=Bounds(lower, 1.0),
        constraints=LinearConstraint(vstack([matrix, total, *wanted]).tocsr(), low, high),
        options={"time_limit": seconds, "mip_rel_gap": 1e-7},
    )  # fmt: skip
    bound = None if done.mip_dual_bound is None else float(done.mip_dual_bound)
    if done.x is not None and done.fun <= best.value + 1e-6:
        chosen = [int(j) for j in np.flatnonzero(done.x[:sites] > 0.5)]
        return Best(
            chosen, float(weights[~rows[:, chosen].any(axis=1)].sum()), bound, done.status == 0, best.steps
        )
    return Best(best.sites, best.value, bound, done.status == 0, best.steps)
