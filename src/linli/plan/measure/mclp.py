"""Covering files: people within a radius of so many stations, every point being also a site."""

import math

import numpy as np

from linli.plan.budget import Budget
from linli.plan.formats import mclp
from linli.plan.siting import cover
from linli.plan.siting.cover import Best

SECONDS = 20.0
RADIUS, STATIONS = 800.0, 5


def solve(text: str, stations: int, radius: float, seed: int, budget: Budget) -> tuple[float, Best]:
    """People covered, and the choice (whose value is the people not covered)."""
    places, people = mclp.read(text)
    between = np.hypot(places[:, None, 0] - places[None, :, 0], places[:, None, 1] - places[None, :, 1])
    budget.begin()
    best = cover.solve(between <= radius, people, min(stations, len(people)), [], [], budget, seed)
    return float(people.sum()) - best.value, best


def faults(text: str, stations: int, radius: float, best: Best, covered: float) -> list[str]:
    """Counted point by point."""
    rows = [[float(x) for x in line.split()[:3]] for line in text.splitlines()[1:] if line.split()]
    chosen = [rows[j] for j in set(best.sites)]
    have = sum(r[2] for r in rows if any(math.dist(r[:2], c[:2]) <= radius for c in chosen))
    found = [] if len(chosen) == min(stations, len(rows)) else [f"{len(chosen)} sites"]
    return found + ([f"covers {have}, said {covered}"] if abs(have - covered) > 1e-6 else [])
