"""Districting files: ten connected districts, three loads within five percent, the least diameter."""

import heapq
from collections import defaultdict

import numpy as np

from linli.plan.budget import Budget
from linli.plan.districts import divide
from linli.plan.districts.moves import Land
from linli.plan.formats import dtdp
from linli.plan.formats.dtdp import Territory

SECONDS = 60.0
DISTRICTS = 10
TOLERANCE = 0.05
MANNER = divide.Manner(heat_from=0.1, heat_to=0.01, cycles=4, price=20.0)


def land(file: Territory) -> Land:
    """Ways along the edges of the whole map, as the authors measure them."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import shortest_path

    n = len(file.names)
    a, b, way = (np.array(column) for column in zip(*file.edges, strict=True))
    matrix = coo_array((way, (a, b)), shape=(n, n)).tocsr()
    apart = np.ascontiguousarray(shortest_path(matrix, directed=False))
    first, near = divide.rows(n, [(i, j) for i, j, _ in file.edges])
    means = file.loads.sum(axis=1, keepdims=True) / DISTRICTS
    return Land(
        first, near, file.loads / means, TOLERANCE - 1e-9, np.ones(n), file.places[:, 0].copy(),
        file.places[:, 1].copy(), apart, True, np.full(n, -1, np.int64), np.zeros(n),
    )  # fmt: skip


def solve(text: str, seed: int, budget: Budget) -> tuple[float, list[list[str]], int]:
    """Diameter, names of each district, steps."""
    file = dtdp.read(text)
    g = land(file)
    start = divide.grown(g, DISTRICTS, seed)
    divide.warm(g, start, DISTRICTS)
    budget.begin()
    unit = float(np.mean([way for _a, _b, way in file.edges]))
    limit = _first_limit(g, start)
    found = divide.anneal(g, start, DISTRICTS, budget, seed, MANNER, unit, limit)
    names = [[file.names[c] for c in np.flatnonzero(found.of == d)] for d in range(DISTRICTS)]
    return found.value, names, found.steps


def _first_limit(g: Land, start: divide.Ints) -> float:
    """Nine tenths of the widest grown district: the search lowers it from there."""
    return 0.9 * max(float(g.apart[np.ix_(some, some)].max()) for d in range(DISTRICTS)
                     if len(some := np.flatnonzero(start == d)))  # fmt: skip


def faults(text: str, districts: list[list[str]], value: float) -> list[str]:
    """Loads, connection and ways counted again from the file, place by place."""
    file = dtdp.read(text)
    near: dict[str, dict[str, float]] = defaultdict(dict)
    for a, b, way in file.edges:
        near[file.names[a]][file.names[b]] = near[file.names[b]][file.names[a]] = way
    loads = {name: file.loads[:, i].tolist() for i, name in enumerate(file.names)}
    found = (
        [] if sorted(n for some in districts for n in some) == sorted(file.names) else ["not each place once"]
    )
    for k, some in enumerate(districts):
        found += [f"district {k}: {fault}" for fault in _district(some, near, loads)]
    most = max((_ways(start, set(some), near) for some in districts for start in some), default=0.0)
    return found + ([f"diameter is {most:.4f}, said {value:.4f}"] if abs(most - value) > 1e-3 else [])


def _district(some: list[str], near: dict[str, dict[str, float]], loads: dict[str, list[float]]) -> list[str]:
    found = []
    for kind in range(3):
        mean = sum(load[kind] for load in loads.values()) / DISTRICTS
        if abs(sum(loads[n][kind] for n in some) - mean) > TOLERANCE * mean * (1 + 1e-9):
            found.append(f"load {kind} outside the tolerance")
    inside, reached, front = set(some), set(some[:1]), some[:1]
    while front:
        step = [v for v in near[front.pop()] if v in inside and v not in reached]
        reached |= set(step)
        front += step
    return found + (["broken"] if reached != inside or not some else [])


def _ways(start: str, inside: set[str], near: dict[str, dict[str, float]]) -> float:
    """The longest of the shortest ways from one place to the others of its district, through the whole map."""
    done: dict[str, float] = {}
    heap, left = [(0.0, start)], set(inside)
    while left:
        far, at = heapq.heappop(heap)
        if at in done:
            continue
        done[at] = far
        left.discard(at)
        for v, way in near[at].items():
            heapq.heappush(heap, (far + way, v))
    return max(done[v] for v in inside)
