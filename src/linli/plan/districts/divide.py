"""Divides cells into connected districts: grown from spread starts, then annealed border moves."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linli.plan.budget import Budget
from linli.plan.districts import moves
from linli.plan.districts.moves import Land, Map

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
CHUNK = 20_000


@dataclass(frozen=True)
class Division:
    """District of each cell; value infinite: the loads never fitted (then the best try)."""

    of: Ints
    value: float
    steps: int


def rows(cells: int, edges: list[tuple[int, int]]) -> tuple[Ints, Ints]:
    """Neighbours as two arrays."""
    near: list[set[int]] = [set() for _ in range(cells)]
    for a, b in edges:
        if a != b:
            near[a].add(b)
            near[b].add(a)
    first = np.cumsum([0] + [len(some) for some in near]).astype(np.int64)
    flat = [b for some in near for b in sorted(some)]
    return first, np.array(flat or [0], np.int64)


def pieces(first: Ints, near: Ints) -> list[list[int]]:
    """Connected parts, the largest first."""
    left, found = set(range(len(first) - 1)), []
    while left:
        start = min(left)
        left.discard(start)
        part, front = [start], [start]
        while front:
            c = front.pop()
            for v in near[first[c] : first[c + 1]]:
                if int(v) in left:
                    left.discard(int(v))
                    part.append(int(v))
                    front.append(int(v))
        found.append(sorted(part))
    return sorted(found, key=lambda part: (-len(part), part[0]))


def shares(weights: list[float], sizes: list[int], districts: int) -> list[int]:
    """Districts for each part: at least one, then by what each district would have to carry."""
    given = [1] * len(weights)
    while sum(given) < districts:
        open_parts = [i for i in range(len(given)) if given[i] < sizes[i]]
        if not open_parts:
            break
        given[max(open_parts, key=lambda i: weights[i] / given[i])] += 1
    return given


def grown(g: Land, districts: int, seed: int) -> Ints:
    """Starts far from each other in every part, then always the lightest district grows by its nearest cell."""
    chance = np.random.default_rng(seed)
    parts = pieces(g.first, g.near)
    load = g.loads.mean(axis=0) if len(g.loads) else g.weight
    given = shares([float(load[part].sum()) for part in parts], [len(part) for part in parts], districts)
    of = np.full(len(g.x), -1, np.int64)
    at = 0
    for part, count in zip(parts, given, strict=True):
        _grow_part(g, part, list(range(at, at + count)), load, of, chance)
        at += count
    return of


def _starts(g: Land, part: list[int], count: int, chance: Any) -> list[int]:
    """Spread over the part: each new start far from the others, then moved to the middle of its cells a few times."""
    places = np.column_stack([g.x[part], g.y[part]])
    chosen = [int(chance.integers(len(part)))]
    far = np.hypot(*(places - places[chosen[0]]).T)
    while len(chosen) < count:
        odds = far**2 + 1e-9
        odds[chosen] = 0.0
        nxt = int(chance.choice(len(part), p=odds / odds.sum()))
        chosen.append(nxt)
        far = np.minimum(far, np.hypot(*(places - places[nxt]).T))
    centres = places[chosen].astype(float)
    for _ in range(8):
        of = ((places[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
        for k in range(count):
            if (of == k).any():
                centres[k] = places[of == k].mean(axis=0)
    found: list[int] = []
    for k in range(count):
        order = np.argsort(((places - centres[k]) ** 2).sum(axis=1), kind="stable")
        found.append(next(int(i) for i in order if int(i) not in found))
    return [part[i] for i in found]


def _grow_part(g: Land, part: list[int], names: list[int], load: Floats, of: Ints, chance: Any) -> None:
    """Fills `of` for one connected part."""
    import heapq

    starts = _starts(g, part, len(names), chance)
    have = dict.fromkeys(names, 0.0)
    edge: dict[int, list[tuple[float, int]]] = {d: [] for d in names}
    home = dict(zip(names, starts, strict=True))

    def take(d: int, c: int) -> None:
        of[c] = d
        have[d] += float(load[c])
        for v in g.near[g.first[c] : g.first[c + 1]]:
            if of[v] < 0:
                way = float(np.hypot(g.x[v] - g.x[home[d]], g.y[v] - g.y[home[d]]))
                heapq.heappush(edge[d], (way, int(v)))

    for d, c in home.items():
        take(d, c)
    lightest = [(have[d], d) for d in names]
    heapq.heapify(lightest)
    while lightest:
        _load, d = heapq.heappop(lightest)
        while edge[d] and of[edge[d][0][1]] >= 0:
            heapq.heappop(edge[d])
        if edge[d]:
            take(d, heapq.heappop(edge[d])[1])
            heapq.heappush(lightest, (have[d], d))


def state(g: Land, of: Ints, districts: int, seed: int, limit: float = np.inf) -> Map:
    """All sums of a division, counted from nothing."""
    cells = len(of)
    size = np.bincount(of, minlength=districts).astype(np.int64)
    member = np.zeros((districts, max(cells, 1)), np.int64)
    at = np.zeros(cells, np.int64)
    count = np.zeros(districts, np.int64)
    for c in range(cells):
        member[of[c], count[of[c]]] = c
        at[c] = count[of[c]]
        count[of[c]] += 1
    sums = np.array([np.bincount(of, weights=row, minlength=districts) for row in g.loads], np.float64)
    sums = sums.reshape(len(g.loads), districts)
    parts = (g.weight, g.weight * g.x, g.weight * g.y, g.weight * (g.x**2 + g.y**2))
    moment = np.column_stack([np.bincount(of, weights=part, minlength=districts) for part in parts])
    s = Map(
        of.copy(), member, at, size, sums, moment, np.zeros(9), np.zeros(cells, np.int64),
        np.zeros(cells + 1, np.int64), np.array([seed * 2654435761 + 88172645463325252], np.uint64),
    )  # fmt: skip
    s.numbers[moves.LIMIT] = limit
    recount(g, s)
    return s


def recount(g: Land, s: Map) -> None:
    """Excess and aim anew, so that rounding does not pile up."""
    over = np.abs(s.sums - 1.0) - g.tolerance
    s.numbers[moves.EXCESS] = float(np.maximum(over, 0.0).sum())
    s.numbers[moves.KEPT] = float(g.leave[(g.old >= 0) & (s.of != g.old)].sum())
    if g.by_apart:
        s.numbers[moves.AIM] = float(moves.apart_sum(g, s))
    else:
        m = np.maximum(s.moment[:, moves.M0], 1e-12)
        centred = s.moment[:, moves.M2] - (s.moment[:, moves.MX] ** 2 + s.moment[:, moves.MY] ** 2) / m
        s.numbers[moves.AIM] = float(np.maximum(centred, 0.0).sum())


def warm(g: Land, of: Ints, districts: int) -> None:
    """Loads the machine code outside of any budget."""
    s = state(g, of, districts, 1, 1e9)
    moves.anneal(g, s, 0, 1.0, np.inf, of.copy())


@dataclass(frozen=True)
class Manner:
    """Heat in units of the aim per cell; how often it goes down; price of a load outside, and how far it may bend."""

    heat_from: float = 0.3
    heat_to: float = 0.01
    cycles: int = 1
    price: float = 20.0
    cheapest: float = 0.01
    dearest: float = 1e4


def anneal(
    g: Land, start: Ints, districts: int, budget: Budget, seed: int, manner: Manner, unit: float, limit: float
) -> Division:
    """Goes on from a division until the budget is used; what never fitted comes back as it was left."""
    s = state(g, start, districts, seed, limit)
    s.numbers[moves.PRICE] = manner.price * unit
    best, best_of = np.inf, start.copy()
    while (share := budget.share()) < 1.0:
        phase = share * manner.cycles % 1.0
        heat = unit * manner.heat_from * (manner.heat_to / manner.heat_from) ** phase
        steps = CHUNK if budget.steps is None else min(CHUNK, budget.steps - budget.done)
        best = float(moves.anneal(g, s, steps, heat, best, best_of))
        recount(g, s)
        limits = (manner.price * unit * manner.cheapest, manner.price * unit * manner.dearest)
        s.numbers[moves.PRICE] = min(max(s.numbers[moves.PRICE], limits[0]), limits[1])
        budget.done += steps
        budget.tell(share, best)
    return Division(best_of if np.isfinite(best) else s.of.copy(), best, budget.done)
