"""Measurements on made towns: what no public file asks."""

import time
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np

from linli.plan import town, walk
from linli.plan.budget import Budget
from linli.plan.measure.row import Row, row
from linli.plan.verbs import VERBS

LONGER = 8


def made(verb: str, seed: int, **sizes: int) -> tuple[Any, Callable[..., Any]]:
    """A made problem and its solver."""
    shape, solver = VERBS[verb].load()
    return msgspec.convert(town.make(VERBS[verb].town, seed, **sizes), shape), solver


def line(name: str, plan: Any, used: float, best: float | None = None, **more: Any) -> Row:
    """The row of a plan."""
    o = plan.outcome
    return row(
        "town", name, o.value, best, bound=o.bound, seconds=used, seed=o.seed, steps=o.steps,
        faults=[fault.sentence for fault in o.faults], proven=o.proven, moved=len(o.moved), **more,
    )  # fmt: skip


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Result and processor seconds."""
    begun = time.process_time()
    return work(), time.process_time() - begun


def month(seed: int, budget: Budget) -> Row:
    """Against a run of eight times the budget, and against fixed weekdays with the nearest door next."""
    problem, solver = made("visits", seed)
    plan = solver(problem, seed=seed, budget=Budget(budget.seconds, budget.steps, budget.tell))
    steps = None if budget.steps is None else budget.steps * LONGER
    longer = solver(problem, seed=seed, budget=Budget(budget.seconds * LONGER, steps))
    best = min(plan.outcome.value, longer.outcome.value)
    walked = sum(r.walked for r in plan.rounds)
    fixed, loose = fixed_days(problem, True), fixed_days(problem, False)
    minutes = [r.minutes for r in plan.rounds]
    return line(
        f"month {seed}", plan, plan.outcome.seconds, best, missed=sum(plan.missed.values()),
        walked=round(walked, 1), fixed_days=round(fixed, 1), less_walking=round(100 * (1 - walked / fixed), 1),
        fixed_days_no_windows=round(loose, 1),
        longest_day=round(max(minutes), 1), shortest_day=round(min(minutes), 1),
    )  # fmt: skip


def fixed_days(problem: Any, windows: bool) -> float:
    """Minutes walked with three a week on Monday, Wednesday, Friday, once a month spread, nearest door next."""
    days: list[list[int]] = [[] for _ in range(problem.days)]
    work = [d for d in range(problem.days) if (problem.weekday + d) % 7 < 5]
    turn = 0
    for i, h in enumerate(problem.households, 1):
        chosen = {"daily": work, "three": [d for d in work if (problem.weekday + d) % 7 in (0, 2, 4)]}.get(
            h.cadence
        )
        if chosen is None:
            chosen, turn = [work[turn % len(work)]], turn + 1
        for d in chosen:
            days[d].append(i)
    w = problem.workers[0]
    rows = [w, *problem.households]
    way = walk.minutes_between(
        np.array([r.x for r in rows]), np.array([r.y for r in rows]),
        ["", *(h.building for h in problem.households)], np.array([1.0, *(float(h.floor) for h in problem.households)]),
    )  # fmt: skip
    return sum(_nearest_next(problem, way, day, windows) for day in days)


def _nearest_next(problem: Any, way: Any, left: list[int], windows: bool) -> float:
    """From door to door: the nearest that is at home, else the one that opens first; who cannot be met comes last."""
    at, total, clock = 0, 0.0, problem.workers[0].begins

    def turn(c: int) -> tuple[int, float]:
        h = problem.households[c - 1]
        if not windows or not h.windows:
            return 0, float(way[at, c])
        opens, closes = h.windows[0].opens, h.windows[0].closes
        arrive = clock + float(way[at, c])
        return (2, opens) if arrive > closes else (1, opens) if arrive < opens else (0, float(way[at, c]))

    while left:
        nearest = min(left, key=turn)
        total += float(way[at, nearest])
        h = problem.households[nearest - 1]
        clock = (
            max(clock + float(way[at, nearest]), h.windows[0].opens if windows and h.windows else 0.0)
            + h.minutes
        )
        left = [c for c in left if c != nearest]
        at = nearest
    return total + float(way[at, 0])


def day(seed: int, budget: Budget) -> Row:
    """Thirty stops, re-planned; the share of told visits that moved."""
    problem, solver = made("day", seed)
    solver(problem, seed=seed, budget=Budget(0.01, budget.steps))
    plan, used = timed(lambda: solver(problem, seed=seed, budget=budget))
    told = plan.outcome.kept + len(plan.outcome.moved)
    return line(f"day {seed}", plan, used, share_moved=round(100 * len(plan.outcome.moved) / max(1, told), 1))


def roster(seed: int, budget: Budget) -> Row:
    """Six stations, 91 days, nine staff, 110 volunteers."""
    problem, solver = made("roster", seed)
    plan, used = timed(lambda: solver(problem, seed=seed, budget=budget))
    halves = {name: _half(g) for name, g in plan.groups.items()}
    return line(f"roster {seed}", plan, used, plan.outcome.bound, **halves)


def _half(g: Any) -> dict[str, Any]:
    gap = None if g.bound is None else round(100 * (g.value / g.bound - 1), 3) if g.bound else 0.0
    return {"value": g.value, "gap": gap, "proven": g.proven, "empty": g.empty, "worst_off": g.worst_off}


def repair(seed: int, budget: Budget) -> Row:
    """Some people fall ill for two weeks after the roster was told."""
    problem, solver = made("roster", seed)
    told = solver(problem, seed=seed, budget=Budget(20.0, budget.steps))
    chance = np.random.default_rng(seed)
    ill = set(chance.choice([p.id for p in problem.people], 8, replace=False).tolist())
    start = 30
    people = [
        msgspec.structs.replace(p, away=sorted({*p.away, *range(start, start + 14)})) if p.id in ill else p
        for p in problem.people
    ]
    forced = sum(s.person in ill and start <= s.day < start + 14 for s in told.seats)
    again = msgspec.structs.replace(problem, people=people, told=told.seats, freeze=start)
    plan, used = timed(lambda: solver(again, seed=seed, budget=budget))
    gone = [m for m in plan.outcome.moved if m.before]
    others = sum(m.before not in ill for m in gone)
    return line(
        f"repair {seed}", plan, used, forced_out=forced, others_moved=others,
        empty_before=len(told.empty), empty_after=len(plan.empty),
    )  # fmt: skip


def assign(seed: int, budget: Budget) -> Row:
    """100 grids to 45 workers."""
    problem, solver = made("assign", seed)
    plan, used = timed(lambda: solver(problem, seed=seed, budget=budget))
    off = [abs(v - 100) for v in plan.load.values()]
    return line(f"assign {seed}", plan, used, plan.outcome.bound, mean_off=round(float(np.mean(off)), 1))


def draw(seed: int, budget: Budget) -> Row:
    """1,200 buildings to 100 grids."""
    problem, solver = made("draw", seed)
    plan, used = timed(lambda: solver(problem, seed=seed, budget=budget))
    return line(f"draw {seed}", plan, used, worst_off=plan.worst, spread=plan.spread)


def cover(seed: int, budget: Budget) -> Row:
    """5,000 homes, 1,000 sites, 263 stations: the search alone, then with the proof."""
    from linli.plan.siting import cover as search
    from linli.plan.siting.site import walks

    problem, solver = made("site", seed)
    walk_ = walks(problem)
    people = np.array([h.people for h in problem.homes])
    fixed = [j for j, s in enumerate(problem.sites) if s.open]
    alone, searched = timed(
        lambda: search.solve(walk_ <= problem.reach, people, problem.stations, fixed, [], Budget(20.0, budget.steps),
                             seed, exact=False)
    )  # fmt: skip
    plan, used = timed(lambda: solver(problem, seed=seed, budget=budget))
    covered = float(people.sum()) - alone.value
    short = 100 * (1 - covered / plan.covered) if plan.covered else 0.0
    return line(
        f"cover {seed}",
        plan,
        used,
        plan.outcome.bound,
        search_alone=round(short, 4),
        search_seconds=round(searched, 1),
    )


def match(seed: int, budget: Budget) -> Row:
    """20,000 helpers, 8,000 tasks."""
    problem, solver = made("match", seed, helpers=20_000, tasks=8_000)
    plan, used = timed(lambda: solver(problem, seed=seed, budget=budget))
    return line(f"match {seed}", plan, used, plan.outcome.bound, empty=sum(plan.empty.values()))


def measure(name: str, seed: int, budget: Budget) -> Row:
    """One measurement by name."""
    run: dict[str, Callable[[int, Budget], Row]] = {
        "month": month, "day": day, "roster": roster, "repair": repair, "assign": assign, "draw": draw, "cover": cover,
        "match": match,
    }  # fmt: skip
    return run[name](seed, budget)
