"""Grids to workers: the best choice among all connected sets, proven by a linear programme."""

from typing import Any

import msgspec
import numpy as np

from linli.plan import refused
from linli.plan.budget import Budget
from linli.plan.outcome import Fault, Move, Note, Outcome, spent

WIDEST = 4  # grids of one worker at most
SPREAD_UNIT = 400.0  # metres


class Grid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """x, y in metres; households and care visits are its load; `worker` holds it now."""

    id: str
    x: float
    y: float
    households: float
    visits: float
    worker: str = ""
    wants: list[str] = []


class GridWorker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the worker can; `part` is the share of full time."""

    id: str
    can: list[str] = []
    part: float = 1.0


class Assignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """edges: pairs of neighbouring grids. keep: price of taking a grid away from its worker."""

    grids: list[Grid]
    edges: list[tuple[str, str]]
    workers: list[GridWorker]
    keep: float = 0.5
    care_share: float = 0.5


class AssignPlan(msgspec.Struct, frozen=True):
    """Grids of each worker, and each worker's load in percent of the mean."""

    grids_of: dict[str, list[str]]
    load: dict[str, float]
    outcome: Outcome


def refuse(problem: Assignment) -> None:
    """Refuses what cannot be assigned at all."""
    refused.refuse_size(len(problem.grids), 2_000, "格")
    refused.refuse_doubles([g.id for g in problem.grids], "网格")
    refused.refuse_doubles([w.id for w in problem.workers], "网格员")
    refused.refuse_places((g.id, g.x, g.y) for g in problem.grids)
    refused.refuse_numbers(
        ((g.id, n) for g in problem.grids for n in (g.households, g.visits)), "户数和走访数"
    )


def loads(problem: Assignment) -> Any:
    """Load of each grid; the mean worker has 1."""
    houses = np.array([g.households for g in problem.grids])
    visits = np.array([g.visits for g in problem.grids])
    share = problem.care_share if visits.sum() > 0 else 0.0
    parts = sum(w.part for w in problem.workers) or 1.0
    mixed = (1 - share) * houses / max(houses.sum(), 1e-9) + share * visits / max(visits.sum(), 1e-9)
    return mixed * parts


def plan_assign(problem: Assignment, *, seed: int = 1, budget: Budget | None = None) -> AssignPlan:
    """The proven best sets; without any covering choice a first plan with its faults named."""
    budget = budget or Budget()
    refuse(problem)
    load = loads(problem)
    neighbours = _neighbours(problem)
    low, high = 0.45, 1.6
    for _ in range(4):
        columns = _columns(problem, load, neighbours, low, high)
        chosen, proven, bound = _choose(problem, columns, load, budget)
        if chosen is not None:
            break
        low, high = low / 2, high * 1.5
    notes = [] if chosen is not None else _why(problem, load, neighbours)
    named = _named(
        problem, [columns[j] for j in chosen] if chosen is not None else _grown(problem, load, neighbours)
    )
    value = sum(
        _price(problem, load, [_index(problem)[g] for g in grids]) for grids in named.values() if grids
    )
    value += problem.keep * len(_moves(problem, named))
    outcome = Outcome(
        float(value), seed, spent(budget), 0, bound=float(value) if proven else bound,
        faults=faults(problem, named), moved=_moves(problem, named), notes=notes, proven=proven,
        kept=sum(bool(g.worker) for g in problem.grids) - len(_moves(problem, named)),
    )  # fmt: skip
    of = {
        w: round(100 * float(sum(load[_index(problem)[g]] for g in grids)), 1) for w, grids in named.items()
    }
    return AssignPlan(named, of, outcome)


def _index(problem: Assignment) -> dict[str, int]:
    return {g.id: i for i, g in enumerate(problem.grids)}


def _neighbours(problem: Assignment) -> list[set[int]]:
    index = _index(problem)
    found: list[set[int]] = [set() for _ in problem.grids]
    for a, b in problem.edges:
        if a in index and b in index and a != b:
            found[index[a]].add(index[b])
            found[index[b]].add(index[a])
    return found


def _columns(
    problem: Assignment, load: Any, neighbours: list[set[int]], low: float, high: float
) -> list[tuple[int, ...]]:
    """Every connected set of up to four grids whose load is in reach of the mean; single heavy grids always."""
    level: set[tuple[int, ...]] = {(i,) for i in range(len(problem.grids))}
    found = {one for one in level if load[one[0]] >= low}
    for _ in range(WIDEST - 1):
        level = {
            tuple(sorted((*some, j)))
            for some in level
            for i in some
            for j in neighbours[i]
            if j not in some and sum(load[k] for k in some) + load[j] <= high
        }
        found |= {some for some in level if sum(load[k] for k in some) >= low}
    return sorted(found)


def _price(problem: Assignment, load: Any, some: list[int]) -> float:
    """Ten times the squared deviation from the mean, and the spread of the set."""
    grids = [problem.grids[i] for i in some]
    x, y = np.mean([g.x for g in grids]), np.mean([g.y for g in grids])
    spread = float(np.mean([np.hypot(g.x - x, g.y - y) for g in grids]))
    return float(10.0 * (sum(load[i] for i in some) - 1.0) ** 2 + 0.3 * spread / SPREAD_UNIT)


def _change(problem: Assignment, some: tuple[int, ...]) -> float:
    """Grids of the set that leave their worker, if the set goes to the one who holds most of it."""
    held: dict[str, int] = {}
    for i in some:
        if problem.grids[i].worker:
            held[problem.grids[i].worker] = held.get(problem.grids[i].worker, 0) + 1
    return problem.keep * (sum(held.values()) - max(held.values(), default=0))


def _choose(
    problem: Assignment, columns: list[tuple[int, ...]], load: Any, budget: Budget
) -> tuple[list[int] | None, bool, float | None]:
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csc_array

    n, k = len(problem.grids), len(problem.workers)
    if not columns or n < k or not k:
        return None, False, None
    rows = np.concatenate([[*some, n] for some in columns])
    starts = np.cumsum([0] + [len(some) + 1 for some in columns])
    matrix = csc_array((np.ones(len(rows)), rows, starts), shape=(n + 1, len(columns)))
    need = np.ones(n + 1)
    need[n] = k
    price = np.array([_price(problem, load, list(some)) + _change(problem, some) for some in columns])
    done = milp(
        price, integrality=np.ones(len(columns)), bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, need, need), options={"time_limit": max(1.0, budget.left())},
    )  # fmt: skip
    if done.x is None:
        return None, False, None
    return [int(j) for j in np.flatnonzero(done.x > 0.5)], done.status == 0, float(done.mip_dual_bound)


def _grown(problem: Assignment, load: Any, neighbours: list[set[int]]) -> list[tuple[int, ...]]:
    """A plan in any case: spread starts, then always the lightest grows."""
    k = min(len(problem.workers), len(problem.grids))
    if not k:
        return []
    order = sorted(range(len(problem.grids)), key=lambda i: (-load[i], i))
    sets = [[i] for i in order[:k]]
    left = set(order[k:])
    while left:
        for some in sorted(sets, key=lambda s: sum(load[i] for i in s)):
            near = [j for i in some for j in neighbours[i] if j in left]
            if near:
                break
        else:
            some, near = min(sets, key=lambda s: sum(load[i] for i in s)), sorted(left)[:1]
        some.append(near[0])
        left.discard(near[0])
    return [tuple(some) for some in sets]


def _named(problem: Assignment, sets: list[tuple[int, ...]]) -> dict[str, list[str]]:
    """Sets to named workers so that as many grids as possible stay with theirs."""
    from scipy.optimize import linear_sum_assignment

    keep = np.zeros((len(sets), len(problem.workers)))
    for r, some in enumerate(sets):
        for c, w in enumerate(problem.workers):
            wants = {want for i in some for want in problem.grids[i].wants}
            keep[r, c] = sum(problem.grids[i].worker == w.id for i in some) - 100 * len(wants - set(w.can))
    named: dict[str, list[str]] = {w.id: [] for w in problem.workers}
    for r, c in zip(*linear_sum_assignment(-keep), strict=True):
        named[problem.workers[c].id] = [problem.grids[i].id for i in sets[r]]
    return named


def _moves(problem: Assignment, named: dict[str, list[str]]) -> list[Move]:
    now = {g: w for w, grids in named.items() for g in grids}
    return [
        Move(g.id, g.worker, now.get(g.id, ""))
        for g in problem.grids
        if g.worker and now.get(g.id) != g.worker
    ]


def faults(problem: Assignment, named: dict[str, list[str]]) -> list[Fault]:
    """Each grid once, each worker's set in one piece (found by flooding), skills as wanted."""
    found = []
    given = [g for grids in named.values() for g in grids]
    wrong = [g.id for g in problem.grids if given.count(g.id) != 1]
    if wrong:
        found.append(Fault("not_once", wrong, f"这些网格没有恰好一名网格员：{refused.some(wrong)}。"))
    touch: dict[str, set[str]] = {}
    for a, b in problem.edges:
        touch.setdefault(a, set()).add(b)
        touch.setdefault(b, set()).add(a)
    for who, grids in named.items():
        reached, front = set(grids[:1]), list(grids[:1])
        while front:
            step = [b for b in touch.get(front.pop(), ()) if b in grids and b not in reached]
            reached |= set(step)
            front += step
        if len(reached) < len(set(grids)):
            found.append(Fault("broken", [who], f"{who} 的网格不相连。"))
    can = {w.id: set(w.can) for w in problem.workers}
    for g in problem.grids:
        for who, grids in named.items():
            if g.id in grids and not set(g.wants) <= can[who]:
                found.append(Fault("skill", [who, g.id], f"{who} 不具备 {g.id} 要求的语言或技能。"))
    return found


def _why(problem: Assignment, load: Any, neighbours: list[set[int]]) -> list[Note]:
    if not problem.workers:
        return [Note("workers", [], "没有网格员。", ["安排网格员"])]
    if len(problem.grids) < len(problem.workers):
        return [Note("workers", [], f"网格只有 {len(problem.grids)} 个，网格员有 {len(problem.workers)} 名。",
                     ["减少网格员，或把大网格分开"])]  # fmt: skip
    alone = [g.id for g, near in zip(problem.grids, neighbours, strict=True) if not near]
    if alone:
        return [Note("edges", alone, f"这些网格与别的网格不相邻：{refused.some(alone)}。", ["补上相邻关系"])]
    return [Note("load", [], "每人最多四格，无法分匀。", ["允许每人多于四格，或增加网格员"])]
