"""Border moves on a map of cells, compiled: one cell changes its district, or two cells change places.

Connectivity is looked for only around the cell that leaves. Two aims: small inertia (spread), or no two cells of
a district farther apart than a limit (diameter); loads outside their tolerance cost an adaptive price.
"""

from typing import Any, NamedTuple

import numpy as np

from linli.plan.compiled import below, compiled, draw, inlined

PRICE, NOW, EXCESS, AIM, LIMIT, STAMP, FITS, SEEN, KEPT = range(9)
M0, MX, MY, M2 = range(4)
TINY = 1e-9


class Land(NamedTuple):
    """What does not change. near: neighbours of cell c are near[first[c] : first[c + 1]]."""

    first: Any
    near: Any
    loads: Any  # (kinds, cells) in means: every district should have 1
    tolerance: float
    weight: Any  # (cells,)
    x: Any
    y: Any
    apart: Any  # (cells, cells) distances for the diameter, (1, 1) when spread is the aim
    by_apart: bool
    old: Any  # (cells,) district of today or -1
    leave: Any  # (cells,) price of leaving it


class Map(NamedTuple):
    """A division under way."""

    of: Any  # (cells,)
    member: Any  # (districts, cells)
    at: Any  # (cells,) place in the member list
    size: Any  # (districts,)
    sums: Any  # (kinds, districts)
    moment: Any  # (districts, 4)
    numbers: Any
    seen: Any  # (cells,)
    front: Any  # (cells,)
    seed: Any


@inlined
def excess_of(g: Any, s: Any, d: Any) -> Any:
    """How far a district's loads lie outside the tolerance."""
    total = 0.0
    for kind in range(g.loads.shape[0]):
        total += max(0.0, abs(s.sums[kind, d] - 1.0) - g.tolerance)
    return total


@inlined
def inertia(s: Any, d: Any) -> Any:
    """Weighted squared distances to the district's centre."""
    m = s.moment[d, M0]
    if m <= 0:
        return 0.0
    return max(0.0, s.moment[d, M2] - (s.moment[d, MX] ** 2 + s.moment[d, MY] ** 2) / m)


@inlined
def too_far(g: Any, s: Any, c: Any, d: Any) -> Any:
    """What the cell adds to the district's distances above the limit."""
    total = 0.0
    limit = s.numbers[LIMIT]
    for k in range(s.size[d]):
        v = s.member[d, k]
        if v != c and g.apart[c, v] > limit:
            total += g.apart[c, v] - limit
    return total


@inlined
def aim_of(g: Any, s: Any, c: Any, d: Any) -> Any:
    """The part of the aim that depends on the cell being in the district."""
    return too_far(g, s, c, d) if g.by_apart else inertia(s, d)


@inlined
def shift(g: Any, s: Any, c: Any, t: Any) -> None:
    """Moves the cell to district t and keeps every sum."""
    f = s.of[c]
    s.numbers[EXCESS] -= excess_of(g, s, f) + excess_of(g, s, t)
    if g.by_apart:
        s.numbers[AIM] += too_far(g, s, c, t) - too_far(g, s, c, f)
    else:
        s.numbers[AIM] -= inertia(s, f) + inertia(s, t)
    last = s.member[f, s.size[f] - 1]
    s.member[f, s.at[c]] = last
    s.at[last] = s.at[c]
    s.size[f] -= 1
    s.member[t, s.size[t]] = c
    s.at[c] = s.size[t]
    s.size[t] += 1
    for kind in range(g.loads.shape[0]):
        s.sums[kind, f] -= g.loads[kind, c]
        s.sums[kind, t] += g.loads[kind, c]
    w = g.weight[c]
    for d, sign in ((f, -1.0), (t, 1.0)):
        s.moment[d, M0] += sign * w
        s.moment[d, MX] += sign * w * g.x[c]
        s.moment[d, MY] += sign * w * g.y[c]
        s.moment[d, M2] += sign * w * (g.x[c] ** 2 + g.y[c] ** 2)
    s.of[c] = t
    if g.old[c] >= 0:
        s.numbers[KEPT] += g.leave[c] * (int(t != g.old[c]) - int(f != g.old[c]))
    s.numbers[EXCESS] += excess_of(g, s, f) + excess_of(g, s, t)
    if not g.by_apart:
        s.numbers[AIM] += inertia(s, f) + inertia(s, t)


@inlined
def reaches(g: Any, s: Any, d: Any, one: Any, wanted: Any, stamp: Any) -> Any:
    """From one neighbour all the others (marked -stamp) are found inside the district."""
    s.seen[one] = stamp
    s.front[0] = one
    count, head, reached = 1, 0, 1
    while head < count:
        c = s.front[head]
        head += 1
        for k in range(g.first[c], g.first[c + 1]):
            v = g.near[k]
            if s.of[v] == d and s.seen[v] != stamp:
                reached += s.seen[v] == -stamp
                s.seen[v] = stamp
                s.front[count] = v
                count += 1
        if reached == wanted:
            return True
    return False


@inlined
def may_leave(g: Any, s: Any, c: Any) -> Any:
    """The rest of the cell's district holds together and is not empty."""
    d = s.of[c]
    if s.size[d] < 2:
        return False
    wanted, one = 0, -1
    for k in range(g.first[c], g.first[c + 1]):
        if s.of[g.near[k]] == d:
            wanted += 1
            one = g.near[k]
    if wanted <= 1:
        return wanted == 1
    s.numbers[STAMP] += 1
    stamp = int(s.numbers[STAMP])
    for k in range(g.first[c], g.first[c + 1]):
        if s.of[g.near[k]] == d:
            s.seen[g.near[k]] = -stamp
    s.seen[c] = stamp
    return reaches(g, s, d, one, wanted, stamp)


@inlined
def touches(g: Any, s: Any, c: Any, d: Any) -> Any:
    """A neighbour of the cell is in the district."""
    found = False
    for k in range(g.first[c], g.first[c + 1]):
        found |= s.of[g.near[k]] == d
    return found


@inlined
def value(s: Any) -> Any:
    """What is made small."""
    return s.numbers[AIM] + s.numbers[KEPT] + s.numbers[PRICE] * s.numbers[EXCESS]


@inlined
def partner(g: Any, s: Any, c: Any, f: Any, t: Any) -> Any:
    """A cell of t at the border to f that may go there once c has come; -1 without one."""
    for _ in range(4):
        other = s.member[t, below(s.seed, s.size[t])]
        if other != c and touches(g, s, other, f) and may_leave(g, s, other):
            return other
    return -1


@inlined
def try_move(g: Any, s: Any, c: Any, t: Any, heat: Any, exchange: Any) -> None:
    """One move or exchange, kept by the rule of annealing."""
    f = s.of[c]
    before = value(s)
    if not may_leave(g, s, c):
        return
    shift(g, s, c, t)
    other = -1
    if exchange:
        other = partner(g, s, c, f, t)
        if other >= 0:
            shift(g, s, other, f)
    if value(s) - before >= -heat * np.log(1.0 - draw(s.seed)) + TINY:
        if other >= 0:
            shift(g, s, other, t)
        shift(g, s, c, f)


@compiled
def reprice(s: Any) -> None:
    """Loads outside the tolerance cost more while few divisions keep it."""
    share = s.numbers[FITS] / max(1.0, s.numbers[SEEN])
    s.numbers[PRICE] *= 1.1 if share < 0.2 else (0.93 if share > 0.5 else 1.0)
    s.numbers[FITS] = 0
    s.numbers[SEEN] = 0


@compiled
def keep(s: Any, best_of: Any) -> None:
    """Copies the division."""
    for c in range(s.of.shape[0]):
        best_of[c] = s.of[c]


@compiled
def apart_sum(g: Any, s: Any) -> Any:
    """The distances above the limit, counted anew."""
    total = 0.0
    for d in range(s.size.shape[0]):
        for k in range(s.size[d]):
            total += too_far(g, s, s.member[d, k], d)
    return total / 2


@compiled
def widest(g: Any, s: Any) -> Any:
    """The largest distance inside a district."""
    most = 0.0
    for d in range(s.size.shape[0]):
        for j in range(s.size[d]):
            for k in range(j):
                most = max(most, g.apart[s.member[d, j], s.member[d, k]])
    return most


@compiled
def anneal(g: Any, s: Any, steps: Any, heat: Any, best: Any, best_of: Any) -> Any:
    """Steps at one heat; gives the best value within the tolerance (infinite: none yet)."""
    cells = s.of.shape[0]
    for step in range(steps):
        c = below(s.seed, cells)
        near = g.first[c + 1] - g.first[c]
        if near == 0:
            continue
        t = s.of[g.near[g.first[c] + below(s.seed, near)]]
        if t == s.of[c]:
            continue
        try_move(g, s, c, t, heat, draw(s.seed) < 0.35)
        s.numbers[SEEN] += 1
        if s.numbers[EXCESS] < 1e-7:
            s.numbers[FITS] += 1
            if g.by_apart:
                if s.numbers[AIM] < 1e-7 or best == np.inf:
                    best = widest(g, s)
                    keep(s, best_of)
                    s.numbers[LIMIT] = best * 0.9999 - 1e-6
                    s.numbers[AIM] = apart_sum(g, s)
            elif s.numbers[AIM] + s.numbers[KEPT] < best - TINY:
                best = s.numbers[AIM] + s.numbers[KEPT]
                keep(s, best_of)
        if step % 500 == 499:
            reprice(s)
    return best
