"""Drawing grids from buildings: connected, even in households and care visits, compact, old grids kept where possible."""

import itertools
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np

from linli.kernel.refusal import Refusal
from linli.plan import refused
from linli.plan.budget import Budget
from linli.plan.districts import check, divide
from linli.plan.districts.divide import Division, Manner
from linli.plan.districts.moves import Land
from linli.plan.outcome import Move, Note, Outcome, spent

INNER = 0.65  # part of the tolerance that is aimed at first
UNFIT = 1_000.0  # price of a load outside the tolerance, in means
NEIGHBOURS = 8
MANNER = Manner(heat_from=10.0, heat_to=0.04, price=250.0, cheapest=1.0, dearest=1.0)
KEEP_HEAT = 0.3  # of the usual heat, where today's grids are the start
UNIT = 0.5  # inertia of a usual cell, by the choice of lengths


class Building(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """x, y in metres; households and care visits are its load; `grid` holds it now."""

    id: str
    x: float
    y: float
    households: float
    visits: float = 0.0
    grid: str = ""


class Drawing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """grids: how many. edges: neighbours; without any, near buildings within `sight` metres are neighbours.

    walls: lines of points (roads, rivers) that no edge may cross. keep: price of a household that changes its grid,
    in spreads of a usual household.
    """

    buildings: list[Building]
    grids: int
    edges: list[tuple[str, str]] = []
    walls: list[list[tuple[float, float]]] = []
    tolerance: float = 0.1
    sight: float = 200.0
    keep: float = 1.0


class Drawn(msgspec.Struct, frozen=True):
    """A grid: its buildings, loads, and how far each load is from the mean in percent."""

    id: str
    buildings: list[str]
    households: float
    visits: float
    off_households: float
    off_visits: float


class DrawPlan(msgspec.Struct, frozen=True):
    """spread: mean metres of a household to the middle of its grid; worst: the load farthest off, in percent."""

    grids: list[Drawn]
    spread: float
    worst: float
    outcome: Outcome


def refuse(problem: Drawing) -> None:
    """Refuses what cannot be drawn at all."""
    refused.refuse_size(len(problem.buildings), 5_000, "栋")
    refused.refuse_size(problem.grids, 500, "格")
    refused.refuse_doubles([b.id for b in problem.buildings], "楼栋")
    refused.refuse_places((b.id, b.x, b.y) for b in problem.buildings)
    refused.refuse_places((f"墙 {i + 1}", x, y) for i, wall in enumerate(problem.walls) for x, y in wall)
    refused.refuse_numbers(
        ((b.id, n) for b in problem.buildings for n in (b.households, b.visits)), "户数和走访数"
    )
    refused.refuse_numbers(
        (("tolerance", problem.tolerance), ("sight", problem.sight), ("keep", problem.keep)), "参数"
    )
    if not 1 <= problem.grids <= len(problem.buildings):
        raise Refusal(
            "plan_bad_grids", f"{len(problem.buildings)} 栋楼不能分成 {problem.grids} 格。",
            facts={"buildings": len(problem.buildings), "grids": problem.grids},
        )  # fmt: skip
    known = {b.id for b in problem.buildings}
    lost = [f"{a}–{b}" for a, b in problem.edges if a not in known or b not in known]
    if lost:
        raise Refusal(
            "plan_unknown", f"相邻关系里有不存在的楼栋：{refused.some(lost)}。", facts={"who": lost}
        )


def plan_draw(problem: Drawing, *, seed: int = 1, budget: Budget | None = None) -> DrawPlan:
    """The most compact even division found; where none is even, the nearest to it, with the reason."""
    budget = budget or Budget(30.0)
    refuse(problem)
    edges = neighbours(problem)
    g = _land(problem, edges, problem.tolerance * INNER)
    parts = divide.pieces(g.first, g.near)
    if len(parts) > problem.grids:
        raise Refusal(
            "plan_disconnected", f"楼栋之间断成 {len(parts)} 片，不能只分 {problem.grids} 格：请补上相邻关系，或多分几格。",
            facts={"parts": len(parts), "who": [problem.buildings[part[0]].id for part in parts[:5]]},
        )  # fmt: skip
    start = _start(problem, g, seed)
    divide.warm(g, start, problem.grids)
    budget.begin()
    found = _search(problem, g, start, budget, seed)
    return _plan(problem, g, edges, parts, found, seed, budget)


def _search(problem: Drawing, g: Land, start: divide.Ints, budget: Budget, seed: int) -> Division:
    """First within the inner tolerance; if nothing fits it, from there within the whole one."""

    def run(land: Land, of: divide.Ints, share: float, manner: Manner) -> Division:
        return divide.anneal(land, of, problem.grids, budget.part(share), seed, manner, UNIT, np.inf)

    kept = bool((g.old >= 0).any() and (start == g.old).all())
    first = run(g, start, 0.7, replace(MANNER, heat_from=MANNER.heat_from * (KEEP_HEAT if kept else 1.0)))
    whole = g._replace(tolerance=max(0.0, problem.tolerance - 1e-9))
    land = g if np.isfinite(first.value) else whole
    colder = replace(MANNER, heat_from=MANNER.heat_from * 0.1)
    second = run(land, first.of, 0.3, colder)
    best = second if second.value <= first.value or not np.isfinite(first.value) else first
    return Division(best.of, best.value, first.steps + second.steps)


def neighbours(problem: Drawing) -> list[tuple[int, int]]:
    """Given edges, or near buildings; without those that cross a wall."""
    index = {b.id: i for i, b in enumerate(problem.buildings)}
    places = np.array([(b.x, b.y) for b in problem.buildings])
    pairs = (
        [(index[a], index[b]) for a, b in problem.edges] if problem.edges else _near(places, problem.sight)
    )
    if not problem.walls or not pairs:
        return pairs
    a, b = places[[i for i, _ in pairs]], places[[j for _, j in pairs]]
    cut = np.zeros(len(pairs), bool)
    for wall in problem.walls:
        for p, q in itertools.pairwise(wall):
            cut |= _cross(a, b, np.array(p), np.array(q))
    return [pair for pair, gone in zip(pairs, cut, strict=True) if not gone]


def _near(places: Any, sight: float) -> list[tuple[int, int]]:
    from scipy.spatial import cKDTree

    far, who = cKDTree(places).query(places, k=min(NEIGHBOURS + 1, len(places)), distance_upper_bound=sight)
    far, who = far.reshape(len(places), -1), who.reshape(len(places), -1)
    pairs = {
        (min(i, int(j)), max(i, int(j)))
        for i in range(len(places))
        for j, way in zip(who[i], far[i], strict=True)
        if np.isfinite(way) and int(j) != i
    }
    return sorted(pairs)


def _cross(a: Any, b: Any, p: Any, q: Any) -> Any:
    """Which of the ways a-b meet the line p-q."""

    def side(o: Any, d: Any, c: Any) -> Any:
        return (d[..., 0] - o[..., 0]) * (c[..., 1] - o[..., 1]) - (d[..., 1] - o[..., 1]) * (
            c[..., 0] - o[..., 0]
        )

    return (side(a, b, p) * side(a, b, q) <= 0) & (side(p, q, a) * side(p, q, b) <= 0)


def _old(problem: Drawing) -> tuple[list[str], divide.Ints]:
    """Names of the grids, old ones first, and each building's grid of today (or -1)."""
    names = sorted({b.grid for b in problem.buildings if b.grid})[: problem.grids]
    index = {name: i for i, name in enumerate(names)}
    old = np.array([index.get(b.grid, -1) for b in problem.buildings], np.int64)
    fresh = (f"新格{i + 1:03d}" for i in range(len(problem.buildings) + len(names)))
    names += [name for name in fresh if name not in index][: problem.grids - len(names)]
    return names, old


def _land(problem: Drawing, edges: list[tuple[int, int]], tolerance: float) -> Land:
    first, near = divide.rows(len(problem.buildings), edges)
    households = np.array([b.households for b in problem.buildings])
    visits = np.array([b.visits for b in problem.buildings])
    loads = np.array([row / (row.sum() / problem.grids) for row in (households, visits) if row.sum() > 0])
    weight = households + 1e-3 * max(1.0, float(households.mean()))
    weight = weight / weight.mean()
    x = np.array([b.x for b in problem.buildings])
    y = np.array([b.y for b in problem.buildings])
    area = max(float(np.ptp(x)), 1.0) * max(float(np.ptp(y)), 1.0)
    radius = (area / problem.grids / np.pi) ** 0.5
    return Land(
        first, near, loads.reshape(len(loads), len(x)), tolerance, weight, (x - x.mean()) / radius,
        (y - y.mean()) / radius, np.zeros((1, 1)), False, _old(problem)[1], problem.keep * weight,
    )  # fmt: skip


def _start(problem: Drawing, g: Land, seed: int) -> divide.Ints:
    """Today's grids where they are a division into connected grids, else grown ones."""
    old = g.old
    whole = (old >= 0).all() and len(set(old.tolist())) == problem.grids
    if whole and all(_connected(g, np.flatnonzero(old == d)) for d in range(problem.grids)):
        return np.array(old)
    of = divide.grown(g, problem.grids, seed)
    return _renamed(of, old, problem.grids)


def _connected(g: Land, some: Any) -> bool:
    inside, reached = set(some.tolist()), {int(some[0])}
    front = [int(some[0])]
    while front:
        c = front.pop()
        step = [int(v) for v in g.near[g.first[c] : g.first[c + 1]] if int(v) in inside - reached]
        reached.update(step)
        front += step
    return reached == inside


def _renamed(of: divide.Ints, old: divide.Ints, grids: int) -> divide.Ints:
    """Grown districts under the old names they share most buildings with."""
    from scipy.optimize import linear_sum_assignment

    both = np.zeros((grids, grids))
    for new, before in zip(of, old, strict=True):
        if before >= 0:
            both[new, before] += 1
    names = np.zeros(grids, np.int64)
    rows, columns = linear_sum_assignment(-both)
    names[rows] = columns
    return np.asarray(names[of])


def _plan(
    problem: Drawing, g: Land, edges: list[tuple[int, int]], parts: list[list[int]], found: Division, seed: int,
    budget: Budget,
) -> DrawPlan:  # fmt: skip
    names = _old(problem)[0]
    drawn = [_drawn(problem, names[d], np.flatnonzero(found.of == d)) for d in range(problem.grids)]
    moved = [
        Move(b.id, b.grid, names[found.of[i]])
        for i, b in enumerate(problem.buildings)
        if b.grid and b.grid != names[found.of[i]]
    ]
    s = divide.state(g, found.of, problem.grids, 0)
    over = np.maximum(np.abs(s.sums - 1.0) - problem.tolerance, 0.0).sum()
    divide.recount(g, s)
    from linli.plan.districts.moves import AIM, KEPT

    value = float(s.numbers[AIM] + s.numbers[KEPT] + UNFIT * over)
    worst = max((max(abs(d.off_households), abs(d.off_visits)) for d in drawn), default=0.0)
    held = sum(bool(b.grid) for b in problem.buildings)
    outcome = Outcome(
        value, seed, spent(budget), found.steps, faults=check.drawing(problem, {d.id: d.buildings for d in drawn}),
        moved=moved, kept=held - len(moved), notes=_why(problem, drawn, parts),
    )  # fmt: skip
    return DrawPlan(drawn, round(_spread(problem, found.of), 1), worst, outcome)


def _drawn(problem: Drawing, name: str, some: Any) -> Drawn:
    rows = [problem.buildings[i] for i in some]
    households, visits = sum(b.households for b in rows), sum(b.visits for b in rows)
    means = [
        sum(getattr(b, kind) for b in problem.buildings) / problem.grids for kind in ("households", "visits")
    ]
    off = [
        round(100 * (have / mean - 1), 1) if mean else 0.0
        for have, mean in zip((households, visits), means, strict=True)
    ]
    return Drawn(name, [b.id for b in rows], households, visits, off[0], off[1])


def _spread(problem: Drawing, of: divide.Ints) -> float:
    total, weight = 0.0, 0.0
    places = np.array([(b.x, b.y) for b in problem.buildings])
    people = np.array([max(b.households, 1e-3) for b in problem.buildings])
    for d in range(problem.grids):
        some = of == d
        middle = (places[some] * people[some, None]).sum(axis=0) / people[some].sum()
        total += float((np.hypot(*(places[some] - middle).T) * people[some]).sum())
        weight += float(people[some].sum())
    return total / weight


def _why(problem: Drawing, drawn: list[Drawn], parts: list[list[int]]) -> list[Note]:
    """The first cause that explains every load outside the tolerance, and the one rule to relax."""
    limit = 100 * problem.tolerance + 0.05
    bad = [d.id for d in drawn if max(abs(d.off_households), abs(d.off_visits)) > limit]
    if not bad:
        return []
    heavy = _heavy(problem)
    if heavy:
        return [Note("building", heavy, f"{len(heavy)} 栋楼太大，一栋就超过一格的份额：{refused.some(heavy)}。",
                     ["把这些楼按单元分开，或少分几格"])]  # fmt: skip
    small = _small(problem, parts)
    if small:
        return [
            Note("part", small, f"这些楼与别处不相连，凑不成整格：{refused.some(small)}。", ["补上相邻关系"])
        ]
    worst = max(max(abs(d.off_households), abs(d.off_visits)) for d in drawn)
    return [Note("tolerance", bad, f"{len(bad)} 格的负担超出 {100 * problem.tolerance:g}%（{refused.some(bad)}）。",
                 [f"把允许的偏差放宽到 {worst:.1f}%，或少分几格"])]  # fmt: skip


def _heavy(problem: Drawing) -> list[str]:
    heavy = set()
    for kind in ("households", "visits"):
        mean = sum(getattr(b, kind) for b in problem.buildings) / problem.grids
        heavy |= {b.id for b in problem.buildings if getattr(b, kind) > mean * (1 + problem.tolerance) > 0}
    return sorted(heavy)


def _small(problem: Drawing, parts: list[list[int]]) -> list[str]:
    """First buildings of connected parts that no whole number of grids fits."""
    mean = sum(b.households for b in problem.buildings) / problem.grids
    found = []
    for part in parts:
        have = sum(problem.buildings[i].households for i in part) / mean if mean else 1.0
        if abs(have / max(1, round(have)) - 1) > problem.tolerance:
            found.append(problem.buildings[part[0]].id)
    return found
