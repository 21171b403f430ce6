"""The p-median: people times metres to the nearest open site. Greedy, swaps, shaking; then by radii, exactly."""

from typing import Any

import numpy as np

from linli.plan.budget import Budget
from linli.plan.compiled import compiled
from linli.plan.siting.cover import Best


def solve(
    walk: Any, people: Any, stations: int, fixed: list[int], groups: list[list[int]], budget: Budget, seed: int,
    exact: bool = True,
) -> Best:  # fmt: skip
    """Shaken swaps first (a fifth of the budget before the exact programme, the rest without it)."""
    cost = np.ascontiguousarray((walk * people[:, None]).T)
    small = exact and walk.shape[0] <= 400
    chosen, value, steps = heuristic(cost, stations, fixed, groups, budget.part(0.2 if small else 1.0), seed)
    best = Best(chosen, value, None, False, steps)
    if small and budget.left() > 0.5:
        best = programme(walk, people, stations, fixed, groups, budget.on_the_wall(budget.left()), best)
    return best


@compiled
def _swaps(cost: Any, inside: Any, near: Any, second: Any, of: Any, gain: Any, loss: Any, extra: Any) -> None:
    """Resende and Werneck's three sums (2007): gain of opening, loss of closing, what both together save."""
    sites, homes = cost.shape
    for i in range(sites):
        gain[i] = 0.0
        loss[i] = 0.0
        for k in range(extra.shape[0]):
            extra[k, i] = 0.0
    for h in range(homes):
        loss[of[h]] += second[h] - near[h]
    for i in range(sites):
        if inside[i] >= 0:
            continue
        for h in range(homes):
            c = cost[i, h]
            if c < near[h]:
                gain[i] += near[h] - c
            if c < second[h]:
                extra[inside[of[h]], i] += second[h] - max(c, near[h])


def _nearest(cost: Any, chosen: list[int]) -> tuple[Any, Any, Any]:
    rows = cost[chosen]
    order = rows.argmin(axis=0)
    near = rows[order, np.arange(rows.shape[1])]
    if len(chosen) == 1:
        return near, np.full(len(near), float(cost.max()) * 2 + 1), np.array(chosen)[order]
    second = np.partition(rows, 1, axis=0)[1]
    return near, second, np.array(chosen)[order]


def _descend(
    cost: Any, chosen: list[int], fixed: set[int], groups: list[list[int]]
) -> tuple[list[int], float]:
    chosen = list(chosen)
    sites = cost.shape[0]
    gain, loss, extra = np.zeros(sites), np.zeros(sites), np.zeros((len(chosen), sites))
    while True:
        near, second, of = _nearest(cost, chosen)
        inside = np.full(sites, -1, np.int64)
        inside[chosen] = np.arange(len(chosen))
        _swaps(cost, inside, near, second, of, gain, loss, extra)
        delta = gain[None, :] - loss[chosen][:, None] + extra
        delta[:, chosen] = -np.inf
        delta[[k for k, j in enumerate(chosen) if j in fixed]] = -np.inf
        for group in groups:
            alone = [k for k, j in enumerate(chosen) if j in group]
            if len(alone) == 1:
                outside = np.ones(sites, bool)
                outside[group] = False
                delta[alone[0], outside] = -np.inf
        out, into = divmod(int(delta.argmax()), sites)
        if not delta[out, into] > 1e-9:
            return chosen, float(near.sum())
        chosen[out] = into


def _greedy(cost: Any, stations: int, start: list[int]) -> list[int]:
    chosen = list(start)
    near = cost[chosen].min(axis=0) if chosen else np.full(cost.shape[1], float(cost.max()) * 2 + 1)
    while len(chosen) < stations:
        gain = np.maximum(near[None, :] - cost, 0.0).sum(axis=1)
        gain[chosen] = -1.0
        j = int(gain.argmax())
        chosen.append(j)
        near = np.minimum(near, cost[j])
    return chosen


def heuristic(
    cost: Any, stations: int, fixed: list[int], groups: list[list[int]], budget: Budget, seed: int
) -> tuple[list[int], float, int]:
    """cost: (sites, homes). Sites, value, shakes."""
    if stations == 0:
        return [], float("inf"), 0
    chance = np.random.default_rng(seed)
    start = list(fixed)
    for group in groups:
        if not set(group) & set(start):
            start.append(min(group, key=lambda j: float(cost[j].sum())))
    best, value = _descend(cost, _greedy(cost, stations, start), set(fixed), groups)
    steps = 0
    while budget.share() < 1.0 and stations > len(fixed):
        budget.done += 1
        steps += 1
        movable = [j for j in best if j not in fixed]
        count = min(len(movable), int(chance.integers(1, 5)), cost.shape[0] - stations)
        gone = set(chance.choice(movable, count, replace=False).tolist())
        closed = np.setdiff1d(np.arange(cost.shape[0]), best)
        come = chance.choice(closed, count, replace=False).tolist() if count else []
        trial = [j for j in best if j not in gone] + come
        if any(not set(group) & set(trial) for group in groups):
            continue
        trial, new = _descend(cost, trial, set(fixed), groups)
        if new < value - 1e-9 or (new <= value + 1e-9 and steps % 3 == 0):
            best, value = trial, new
        budget.tell(budget.share(), value)
    return best, value, steps


def programme(
    walk: Any,
    people: Any,
    stations: int,
    fixed: list[int],
    groups: list[list[int]],
    seconds: float,
    best: Best,
) -> Best:
    """z: nobody open within the k-th distance of a home (Elloumi, Labbe, Pochet 2004); only useful radii."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    homes, sites = walk.shape
    rows, columns, values, low = [], [], [], []
    price: list[float] = [0.0] * sites
    constant, row = 0.0, 0
    for h in range(homes):
        radii, inverse = np.unique(walk[h], return_inverse=True)
        counts = np.cumsum(np.bincount(inverse))
        last = int(np.searchsorted(counts, sites - stations + 1))
        constant += people[h] * radii[0]
        before = -1
        for k in range(min(last, len(radii) - 1)):
            z = len(price)
            price.append(float(people[h] * (radii[k + 1] - radii[k])))
            near = np.flatnonzero(inverse == k)
            rows += [row] * (len(near) + 1 + (before >= 0))
            columns += [*near.tolist(), z] + ([before] if before >= 0 else [])
            values += [1.0] * (len(near) + 1) + ([-1.0] if before >= 0 else [])
            low.append(1.0 if before < 0 else 0.0)
            before, row = z, row + 1
    rows += [row] * sites
    columns += range(sites)
    values += [1.0] * sites
    high = [np.inf] * row + [float(stations)] + [np.inf] * len(groups)
    low += [float(stations)] + [1.0] * len(groups)
    for g, group in enumerate(groups, row + 1):
        rows += [g] * len(group)
        columns += group
        values += [1.0] * len(group)
    lower = np.zeros(len(price))
    lower[fixed] = 1.0
    upper = np.ones(len(price))
    matrix = csr_array((values, (rows, columns)), shape=(len(low), len(price)))
    whole = np.concatenate([np.ones(sites), np.zeros(len(price) - sites)])
    done = milp(
        np.array(price), integrality=whole, bounds=Bounds(lower, upper),
        constraints=LinearConstraint(matrix, low, high), options={"time_limit": seconds, "mip_rel_gap": 1e-9},
    )  # fmt: skip
    bound = None if done.mip_dual_bound is None else float(done.mip_dual_bound) + constant
    if done.x is not None:
        chosen = [int(j) for j in np.flatnonzero(done.x[:sites] > 0.5)]
        value = float((walk[:, chosen].min(axis=1) * people).sum())
        if value <= best.value:
            return Best(chosen, value, bound, done.status == 0, best.steps)
    return Best(best.sites, best.value, bound, done.status == 0, best.steps)
