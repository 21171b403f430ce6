"""Annealing of rosters with many rules, compiled: a change of cells, whole lines scored again in one pass."""

from typing import Any, NamedTuple

import numpy as np

from linli.plan.compiled import below, compiled, draw, inlined

COST, BROKEN = range(2)
KINDS = (0.3, 0.7, 0.85)  # cell, block exchanged by two people, block set; the rest slides


class Rules(NamedTuple):
    """What does not change; lines of `limits`: minutes most and least, run most and least, rest least, weekends."""

    minutes: Any
    follow: Any
    most: Any  # (people, types + 1)
    limits: Any  # (people, 6)
    off: Any
    wish: Any
    need: Any
    under: Any
    over: Any


class Lines(NamedTuple):
    """A roster under way. line: (people, 2) wishes and broken rules; numbers: cost of all, broken rules of all."""

    at: Any  # (people, days) type
    cover: Any  # (days, types + 1)
    line: Any
    numbers: Any
    count: Any  # (types + 1,)
    copy: Any  # (2, days)
    seed: Any


@inlined
def runs(g: Any, s: Any, p: Any) -> Any:
    """Days by which runs of work or rest are too long or too short; the ends of the horizon are open."""
    days = s.at.shape[1]
    broken = 0
    length = 0
    for d in range(days + 1):
        same = d < days and d > 0 and (s.at[p, d] > 0) == (s.at[p, d - 1] > 0)
        if d == 0 or same:
            length += 1
            continue
        inside = d < days and d - length > 0
        if s.at[p, d - 1] > 0:
            broken += max(0, length - g.limits[p, 2])
            if inside:
                broken += max(0, g.limits[p, 3] - length)
        elif inside:
            broken += max(0, g.limits[p, 4] - length)
        length = 1
    return broken


@inlined
def score(g: Any, s: Any, p: Any) -> None:
    """Wishes and broken rules of one person, anew."""
    days = s.at.shape[1]
    wishes, broken, minutes, weekends = 0, 0, 0, 0
    for t in range(s.count.shape[0]):
        s.count[t] = 0
    for d in range(days):
        t = s.at[p, d]
        wishes += g.wish[p, d, t]
        s.count[t] += 1
        minutes += g.minutes[t]
        if t > 0 and g.off[p, d]:
            broken += 2
        if d > 0 and not g.follow[s.at[p, d - 1], t]:
            broken += 1
        if d % 7 == 6 and (t > 0 or s.at[p, d - 1] > 0):
            weekends += 1
    for t in range(1, s.count.shape[0]):
        broken += max(0, s.count[t] - g.most[p, t])
    broken += (max(0, minutes - g.limits[p, 0]) + 239) // 240
    broken += (max(0, g.limits[p, 1] - minutes) + 239) // 240
    broken += max(0, weekends - g.limits[p, 5])
    broken += runs(g, s, p)
    s.numbers[COST] += wishes - s.line[p, 0]
    s.numbers[BROKEN] += broken - s.line[p, 1]
    s.line[p, 0] = wishes
    s.line[p, 1] = broken


@inlined
def gap(g: Any, s: Any, d: Any, t: Any) -> Any:
    """Price of too few or too many."""
    less = g.need[d, t] - s.cover[d, t]
    return g.under[d, t] * less if less > 0 else -g.over[d, t] * less


@inlined
def put(g: Any, s: Any, p: Any, d: Any, t: Any) -> None:
    """Writes a cell and keeps the cover; the line is scored by the caller."""
    old = s.at[p, d]
    if old == t:
        return
    if old > 0:
        s.numbers[COST] -= gap(g, s, d, old)
        s.cover[d, old] -= 1
        s.numbers[COST] += gap(g, s, d, old)
    if t > 0:
        s.numbers[COST] -= gap(g, s, d, t)
        s.cover[d, t] += 1
        s.numbers[COST] += gap(g, s, d, t)
    s.at[p, d] = t


@inlined
def change(g: Any, s: Any, p: Any, q: Any, d: Any, length: Any) -> None:
    """One random change of the days d .. d + length - 1 of p (and q)."""
    types = g.minutes.shape[0]
    kind = draw(s.seed)
    if kind < 0.3:
        put(g, s, p, d, below(s.seed, types))
    elif kind < 0.7:
        for k in range(d, d + length):
            t = s.at[p, k]
            put(g, s, p, k, s.at[q, k])
            put(g, s, q, k, t)
    elif kind < 0.85:
        t = below(s.seed, types)
        for k in range(d, d + length):
            put(g, s, p, k, t)
    else:
        first = s.at[p, d]
        for k in range(d, d + length - 1):
            put(g, s, p, k, s.at[p, k + 1])
        put(g, s, p, d + length - 1, first)


@compiled
def anneal(g: Any, s: Any, steps: Any, heat: Any, price: Any, best: Any, best_at: Any) -> Any:
    """Steps at one heat; keeps the cheapest roster without a broken rule and gives its value."""
    people, days = s.at.shape
    for _ in range(steps):
        p, q = below(s.seed, people), below(s.seed, people)
        d = below(s.seed, days)
        length = min(1 + below(s.seed, 7), days - d)
        before = s.numbers[COST] + price * s.numbers[BROKEN]
        for k in range(length):
            s.copy[0, k] = s.at[p, d + k]
            s.copy[1, k] = s.at[q, d + k]
        change(g, s, p, q, d, length)
        score(g, s, p)
        if q != p:
            score(g, s, q)
        now = s.numbers[COST] + price * s.numbers[BROKEN]
        if now - before >= -heat * np.log(1.0 - draw(s.seed)) + 1e-9:
            for k in range(length):
                put(g, s, p, d + k, s.copy[0, k])
                put(g, s, q, d + k, s.copy[1, k])
            score(g, s, p)
            if q != p:
                score(g, s, q)
        elif s.numbers[BROKEN] == 0 and s.numbers[COST] < best:
            best = s.numbers[COST]
            for i in range(people):
                for k in range(days):
                    best_at[i, k] = s.at[i, k]
    return best
