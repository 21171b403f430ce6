"""The cheapest line of one person at given prices of single cells: an exact dynamic programme, compiled.

A line is a walk through nodes (kind of shift, days at a stretch); minutes, counted shifts and weekends are
carried along as one whole number. Rules as in the staff rostering files of Curtois and Qu (2014).
"""

from dataclasses import dataclass
from functools import reduce
from math import gcd
from typing import Any

import numpy as np

from linli.plan.compiled import compiled, inlined
from linli.plan.formats.nurse import Staff, Ward

FAR = np.float32(1e9)
MOST = 40_000_000  # values kept for one person; beyond, no lines are priced


@dataclass(frozen=True)
class Person:
    """What does not change for one person: steps between nodes, and how the carried number is made up."""

    steps: Any  # (steps, 3): from node, to node, type of the day
    first: Any  # (types + 1,) node of the first day by its type
    work: Any  # (nodes,) 1 where the node is a day of work
    units: Any  # (types + 1,) units of minutes of a type
    stride: Any  # (types + 1,) step of the counter; 0: not counted
    caps: Any  # (types + 1,)
    size: Any  # (weekends + 1, counters, units + 1)
    least: int  # units at the end
    closed: Any  # (types + 1,) true where the type is never allowed


def person(ward: Ward, p: int) -> Person | None:
    """None where the state would be too large for memory."""
    staff = ward.staff[p]
    types = len(ward.types)
    unit = reduce(gcd, (int(m) for m in ward.minutes[1:]))
    units = ward.minutes // unit
    top, least = staff.longest // unit, -(-staff.shortest // unit)
    stride, caps = np.zeros(types + 1, np.int64), np.zeros(types + 1, np.int64)
    closed = np.zeros(types + 1, np.bool_)
    counters = 1
    for t in range(1, types + 1):
        closed[t] = staff.most[t] <= 0
        if 0 < staff.most[t] < min(ward.days, top // max(1, int(units[t]))):
            stride[t], caps[t] = counters, staff.most[t]
            counters *= staff.most[t] + 1
    steps, first, work = _nodes(ward, staff)
    size = np.array([staff.weekends + 1, counters, top + 1], np.int64)
    if int(np.prod(size)) * len(work) * ward.days > MOST:
        return None
    return Person(steps, first, work, units.astype(np.int64), stride, caps, size, least, closed)


def _nodes(ward: Ward, staff: Staff) -> tuple[Any, Any, Any]:
    """Steps between nodes, node of the first day by its type, which nodes are work."""
    types = range(len(ward.types) + 1)
    number: dict[tuple[int, int, bool], int] = {}
    pending = [_node(staff, t, max(1, staff.rest_least) if t == 0 else 1, True) for t in types]
    opening = list(pending)
    steps: list[tuple[int, int, int]] = []
    while pending:
        a = pending.pop()
        if a in number:
            continue
        number[a] = len(number)
        pending += [b for t in types if (b := _after(ward, staff, a, t)) is not None]
    for a in number:
        after = [(t, _after(ward, staff, a, t)) for t in types]
        steps += [(number[a], number[b], t) for t, b in after if b is not None]
    work = np.array([t > 0 for t, _, _ in number], np.int64)
    ordered = np.array(sorted(steps, key=lambda step: (step[1], step[0])), np.int64)
    return ordered, np.array([number[a] for a in opening], np.int64), work


Node = tuple[int, int, bool]  # type, days at a stretch, short stretch that began on the first day


def _node(staff: Staff, t: int, length: int, opening: bool) -> Node:
    """Rest counts only until it is long enough. A stretch begun on the first day may be short, as may the last."""
    if t == 0:
        return t, min(length, max(1, staff.rest_least)), False
    return t, length, opening and length < staff.run_least


def _after(ward: Ward, staff: Staff, a: Node, t: int) -> Node | None:
    """Where a day of type t leads; None where it is against the rules."""
    before, length, opening = a
    if not ward.follow[before, t]:
        return None
    if before == 0:
        if t > 0 and length < staff.rest_least:
            return None
        return _node(staff, t, length + 1 if t == 0 else 1, False)
    if t == 0:
        return _node(staff, 0, 1, False) if opening or length >= staff.run_least else None
    return _node(staff, t, length + 1, opening) if length < staff.run_most else None


@inlined
def relax(old: Any, new: Any, more: Any, stride: Any, cap: Any, shift: Any, c: Any) -> None:
    """One day more: `more` weekends, one of a counted shift, `shift` units of minutes."""
    for w in range(old.shape[0] - more):
        for n in range(old.shape[1]):
            if stride > 0 and (n // stride) % (cap + 1) >= cap:
                continue
            for m in range(old.shape[2] - shift):
                new[w + more, n + stride, m + shift] = min(
                    new[w + more, n + stride, m + shift], old[w, n, m] + c
                )


@compiled
def fill(
    steps: Any, first: Any, work: Any, units: Any, stride: Any, caps: Any, size: Any, cost: Any, best: Any
) -> None:
    """best[d, node, weekends, counters, units]: least cost of days 0 .. d ending so. cost: (days, types + 1)."""
    days = cost.shape[0]
    for d in range(days):
        best[d, :, :, :, :] = FAR
    for t in range(first.shape[0]):
        if cost[0, t] < FAR and units[t] < size[2] and (stride[t] == 0 or caps[t] > 0):
            best[0, first[t], 0, stride[t], units[t]] = cost[0, t]
    for d in range(1, days):
        for k in range(steps.shape[0]):
            a, b, t = steps[k, 0], steps[k, 1], steps[k, 2]
            if cost[d, t] >= FAR:
                continue
            more = 1 if d % 7 == 6 and (t > 0 or work[a] > 0) else 0
            relax(best[d - 1, a], best[d, b], more, stride[t], caps[t], units[t], cost[d, t])


@compiled
def trace(
    steps: Any, first: Any, work: Any, units: Any, stride: Any, caps: Any, size: Any, cost: Any, best: Any,
    node: Any, w: Any, n: Any, m: Any, line: Any,
) -> None:  # fmt: skip
    """Writes the types of the days of the cheapest line that ends in the given state."""
    for d in range(cost.shape[0] - 1, 0, -1):
        found, at, before, less = FAR, -1, -1, 0
        for k in range(steps.shape[0]):
            if steps[k, 1] != node:
                continue
            t = steps[k, 2]
            more = 1 if d % 7 == 6 and (t > 0 or work[steps[k, 0]] > 0) else 0
            if cost[d, t] >= FAR or w < more or m < units[t]:
                continue
            if stride[t] > 0 and (n // stride[t]) % (caps[t] + 1) == 0:
                continue
            value = best[d - 1, steps[k, 0], w - more, n - stride[t], m - units[t]] + cost[d, t]
            if value < found:
                found, at, before, less = value, t, steps[k, 0], more
        line[d] = at
        w -= less
        n -= stride[at]
        m -= units[at]
        node = before
    for t in range(first.shape[0]):
        if first[t] == node and units[t] == m and stride[t] == n:
            line[0] = t


def cheapest(p: Person, cost: Any, best: Any, most: int) -> list[Any]:
    """Up to `most` lines that differ in how they end, the cheapest first; none where no line keeps the rules.

    cost: (days, types + 1) float32; best: scratch made by `scratch`.
    """
    ground = (p.steps, p.first, p.work, p.units, p.stride, p.caps, p.size)
    fill(*ground, cost, best)
    ends = best[-1][:, :, :, p.least :]
    found = []
    flat = ends.reshape(-1)
    for at in np.argpartition(flat, min(most, len(flat) - 1))[:most] if most > 1 else [int(flat.argmin())]:
        if flat[at] >= FAR / 2:
            continue
        node, w, n, m = np.unravel_index(at, ends.shape)
        line = np.zeros(len(cost), np.int64)
        trace(*ground, cost, best, int(node), int(w), int(n), int(m) + p.least, line)
        found.append((float(flat[at]), line))
    return [line for _, line in sorted(found, key=lambda pair: pair[0])]


def scratch(p: Person, days: int) -> Any:
    """Room for the values of one person."""
    return np.empty((days, len(p.work), *p.size), np.float32)
