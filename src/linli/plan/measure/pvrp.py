"""Periodic vehicle routing files: planned by the search of the visit month, checked from the file alone."""

import itertools
import math

from linli.plan.budget import Budget
from linli.plan.formats import pvrp
from linli.plan.formats.pvrp import Periodic
from linli.plan.visits import periodic, search

SECONDS = 60.0


def ground(file: Periodic) -> search.Ground:
    """The file as the search wants it; lengths are times."""
    lengths = file.lengths()
    return periodic.ground(
        lengths, file.service, file.days, [[], *file.patterns[1:]], demand=file.demand, rounds=file.vehicles,
        room=file.room, limit=file.longest,
    )  # fmt: skip


def solve(text: str, seed: int, budget: Budget) -> tuple[float, list[list[list[int]]], int]:
    """Length, routes of each day, steps."""
    file = pvrp.read(text)
    g = ground(file)
    periodic.warm(g)
    budget.begin()
    found = periodic.solve(g, budget, seed)
    rounds = found.rounds()
    days = [[r for r in rounds[d * file.vehicles : (d + 1) * file.vehicles] if r] for d in range(file.days)]
    return found.value, days, found.steps


def faults(text: str, days: list[list[list[int]]], value: float) -> list[str]:
    """Reads the file once more, by hand, and walks every route."""
    lines = [[float(x) for x in line.split()] for line in text.splitlines() if line.strip()]
    _kind, vehicles, customers, horizon = (int(x) for x in lines[0][:4])
    limits = lines[1 : 1 + horizon]
    nodes = lines[1 + horizon : 2 + horizon + customers]
    found, total = [], 0.0
    seen: dict[int, int] = dict.fromkeys(range(1, customers + 1), 0)
    for d, routes in enumerate(days):
        if len(routes) > vehicles:
            found.append(f"day {d}: {len(routes)} vehicles")
        for route in routes:
            length, busy, load = _walked(nodes, route)
            total += length
            if limits[d][0] and busy > limits[d][0] + 1e-4:
                found.append(f"day {d}: {busy:.3f} too long")
            if limits[d][1] and load > limits[d][1] + 1e-6:
                found.append(f"day {d}: {load:.0f} too heavy")
            for c in route:
                seen[c] |= 1 << (horizon - 1 - d)
        if len({c for r in routes for c in r}) != sum(map(len, routes)):
            found.append(f"day {d}: twice")
    codes = {c: {int(code) for code in nodes[c][7 : 7 + int(nodes[c][6])]} for c in seen}
    found += [f"customer {c}: days" for c, code in seen.items() if code not in codes[c]]
    if abs(total - value) > 1e-3:
        found.append(f"length is {total:.4f}, said {value:.4f}")
    return found


def _walked(nodes: list[list[float]], route: list[int]) -> tuple[float, float, float]:
    stops = [0, *route, 0]
    length = sum(math.dist(nodes[a][1:3], nodes[b][1:3]) for a, b in itertools.pairwise(stops))
    return length, length + sum(nodes[c][3] for c in route), sum(nodes[c][4] for c in route)
