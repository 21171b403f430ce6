"""p-median files: swaps, then the exact programme by radii; the sum of ways is added up again."""

import numpy as np

from linli.plan.budget import Budget
from linli.plan.formats import pmed
from linli.plan.siting import median
from linli.plan.siting.cover import Best

SECONDS = 15.0


def solve(text: str, seed: int, budget: Budget) -> Best:
    """Sites, value, bound."""
    ways, p = pmed.read(text)
    budget.begin()
    return median.solve(ways, np.ones(len(ways)), p, [], [], budget, seed)


def faults(text: str, best: Best) -> list[str]:
    """Shortest ways from each site once more, by hand."""
    import heapq

    numbers = [int(float(x)) for x in text.split()]
    count, edges, p = numbers[:3]
    cost: dict[tuple[int, int], int] = {}
    for k in range(edges):
        a, b, c = numbers[3 + 3 * k : 6 + 3 * k]
        cost[min(a, b) - 1, max(a, b) - 1] = c
    near: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for (a, b), c in cost.items():
        near[a].append((b, c))
        near[b].append((a, c))
    far = [10**9] * count
    heap = [(0, s) for s in set(best.sites)]
    while heap:
        way, at = heapq.heappop(heap)
        if way < far[at]:
            far[at] = way
            for b, c in near[at]:
                heapq.heappush(heap, (way + c, b))
    found = [] if len(set(best.sites)) == p else [f"{len(set(best.sites))} sites, not {p}"]
    return found + ([f"sum is {sum(far)}, said {best.value}"] if abs(sum(far) - best.value) > 1e-3 else [])
