"""One walker with time windows: the day's search on the public files; the value is the time of the return."""

import numpy as np

from linli.plan.budget import Budget
from linli.plan.formats import tsptw
from linli.plan.visits import periodic, search

SECONDS = 1.0
STARTS = 2
MANNER = periodic.Manner(mean=5, longest=8, noise=0.1, heat_from=1.0, heat_to=0.01)


def ground(ways: tsptw.Floats, windows: tsptw.Floats) -> search.Ground:
    """Minutes until the return count; a late minute costs more than any detour."""
    count = len(ways)
    late = 20.0
    return periodic.ground(
        ways, np.zeros(count), 1, [[], *([[0]] for _ in range(count - 1))], opens=windows[:, :1].copy(),
        closes=windows[:, 1:].copy(), timed=True, late_price=late, span_price=1.0, length=ways * 1e-3,
    )  # fmt: skip


def solve(text: str, seed: int, budget: Budget) -> tuple[float, list[int], int]:
    """Time of the return, order, steps."""
    ways, windows = tsptw.read(text)
    g = ground(ways, windows)
    periodic.warm(g)
    budget.begin()
    found = periodic.solve(g, budget, seed, MANNER, STARTS)
    order = found.rounds()[0]
    return returned(text, order)[0], order, found.steps


def returned(text: str, order: list[int]) -> tuple[float, list[str]]:
    """Walks the order through the file: time of the return and every window missed."""
    ways, windows = tsptw.read(text)
    clock, at, found = 0.0, 0, []
    for c in [*order, 0]:
        clock += float(ways[at, c])
        if c:
            clock = max(clock, float(windows[c, 0]))
        if clock > windows[c, 1] + 1e-4:
            found.append(f"place {c}: {clock:.2f} after {windows[c, 1]:.2f}")
        at = c
    if sorted(order) != list(range(1, len(ways))):
        found.append("not each place once")
    return clock, found


def faults(text: str, order: list[int], value: float) -> list[str]:
    """Windows, each place once, and the value."""
    clock, found = returned(text, order)
    return found + ([f"return is {clock:.4f}, said {value:.4f}"] if abs(clock - value) > 1e-3 else [])
