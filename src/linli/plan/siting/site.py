"""Siting by maximal covering or by the mean walk: greedy, swaps and shaking; then a linear programme proves."""

from collections.abc import Iterable
from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from linli.kernel.refusal import Refusal
from linli.plan import refused
from linli.plan.budget import Budget
from linli.plan.outcome import Fault, Note, Outcome, spent
from linli.plan.siting import cover, median

REACH = 1_000.0  # metres: 15 minutes at 1.2 m/s with a detour of nine tenths (一刻钟服务圈)


class Home(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A block of homes: metres, people, and the community it belongs to."""

    id: str
    x: float
    y: float
    people: float
    community: str = ""


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place where a station could stand; `open`: one stands there already."""

    id: str
    x: float
    y: float
    community: str = ""
    open: bool = False
    price: float = 1.0


class Siting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """stations: how many in all. walk: metres from home to site, straight lines unless given.

    money: what new stations may cost together (then `stations` is the most); curve: other numbers of stations to look at.
    """

    homes: list[Home]
    sites: list[Site]
    stations: int
    aim: Literal["cover", "mean"] = "cover"
    reach: float = REACH
    one_per_community: bool = False
    walk: list[list[float]] | None = None
    money: float | None = None
    curve: list[int] = []


class Point(msgspec.Struct, frozen=True):
    """So many stations reach so much of all people, and of the worst-served community, in percent."""

    stations: int
    covered: float
    worst: float


class SitePlan(msgspec.Struct, frozen=True):
    """Sites that are open, people within reach, mean walk in metres, cover of each community in percent."""

    open: list[str]
    covered: float
    people: float
    mean_walk: float
    communities: dict[str, float]
    curve: list[Point]
    outcome: Outcome


def refuse(problem: Siting) -> None:
    """Refuses what cannot be sited at all."""
    refused.refuse_size(len(problem.homes), 200_000, "处住宅")
    refused.refuse_size(len(problem.sites), 10_000, "处候选点")
    refused.refuse_doubles([h.id for h in problem.homes], "住宅")
    refused.refuse_doubles([s.id for s in problem.sites], "候选点")
    refused.refuse_places((h.id, h.x, h.y) for h in problem.homes)
    refused.refuse_places((s.id, s.x, s.y) for s in problem.sites)
    refused.refuse_numbers(((h.id, h.people) for h in problem.homes), "人数")
    refused.refuse_numbers((("stations", problem.stations), ("reach", problem.reach)), "站数和步行距离")
    if problem.stations > len(problem.sites):
        raise Refusal(
            "plan_too_few_sites", f"要建 {problem.stations} 站，候选点只有 {len(problem.sites)} 处。",
            facts={"stations": problem.stations, "sites": len(problem.sites)},
        )  # fmt: skip
    fixed = [s.id for s in problem.sites if s.open]
    if len(fixed) > problem.stations:
        raise Refusal("plan_too_many_open", f"已开放 {len(fixed)} 站，多于要求的 {problem.stations} 站。")
    if problem.money is not None:
        refused.refuse_numbers((("money", problem.money), *((s.id, s.price) for s in problem.sites)), "造价")
        if problem.aim != "cover":
            raise Refusal("plan_no_money", "按平均步行距离选址时不能限定造价，请改按覆盖选址。")
    if not problem.homes:
        raise Refusal("plan_no_homes", "没有住宅可供计算。")


def walks(problem: Siting) -> NDArray[np.float64]:
    """Metres from every home to every site."""
    if problem.walk is not None:
        return np.array(problem.walk, np.float64)
    homes = np.array([(h.x, h.y) for h in problem.homes])
    sites = np.array([(s.x, s.y) for s in problem.sites]).reshape(-1, 2)
    return np.asarray(np.hypot(homes[:, None, 0] - sites[None, :, 0], homes[:, None, 1] - sites[None, :, 1]))


def plan_site(problem: Siting, *, seed: int = 1, budget: Budget | None = None) -> SitePlan:
    """The best choice of sites found, with the bound of the linear programme."""
    budget = budget or Budget(60.0)
    refuse(problem)
    walk = walks(problem)
    people = np.array([h.people for h in problem.homes])
    fixed = [j for j, s in enumerate(problem.sites) if s.open]
    groups = _groups(problem)
    whole, budget = budget, budget.part(0.5 if problem.curve else 1.0)
    if problem.stations == 0:
        best = cover.Best([], float(people.sum()), float(people.sum()), True, 0)
    elif problem.aim == "cover" and problem.money is not None:
        prices = np.array([0.0 if s.open else s.price for s in problem.sites])
        best = cover.within_money(
            walk <= problem.reach, people, problem.stations, fixed, groups, budget, prices, problem.money
        )
    elif problem.aim == "cover":
        reached = walk <= problem.reach
        best = cover.solve(reached, people, problem.stations, fixed, groups, budget, seed)
    else:
        best = median.solve(walk, people, problem.stations, fixed, groups, budget, seed)
    points = curve(problem, seed, whole.part(0.5))
    return _plan(problem, walk, people, best, points, seed, whole)


def _groups(problem: Siting) -> list[list[int]]:
    """Sites of each community, where each must have one."""
    if not problem.one_per_community:
        return []
    names = sorted({s.community for s in problem.sites if s.community})
    groups = [[j for j, s in enumerate(problem.sites) if s.community == name] for name in names]
    if len(groups) > problem.stations:
        raise Refusal(
            "plan_too_few_stations", f"{len(groups)} 个社区各要一站，只能建 {problem.stations} 站。"
        )
    return groups


def _plan(
    problem: Siting,
    walk: NDArray[np.float64],
    people: NDArray[np.float64],
    best: "cover.Best",
    points: list[Point],
    seed: int,
    budget: Budget,
) -> SitePlan:
    chosen = sorted(best.sites)
    nearest = walk[:, chosen].min(axis=1) if chosen else np.full(len(people), np.inf)
    inside = nearest <= problem.reach
    total = float(people.sum())
    mean = float((nearest * people).sum() / total) if chosen and total else 0.0
    communities = dict(_shares(problem, inside, people))
    outcome = Outcome(
        best.value, seed, spent(budget), best.steps, bound=best.bound, proven=best.proven,
        faults=faults(problem, [problem.sites[j].id for j in chosen]), notes=_notes(communities),
    )  # fmt: skip
    covered = float(people[inside].sum())
    return SitePlan([problem.sites[j].id for j in chosen], covered, total, mean, communities, points, outcome)


def _shares(problem: Siting, inside: Any, people: NDArray[np.float64]) -> Iterable[tuple[str, float]]:
    for name in sorted({h.community for h in problem.homes}):
        of = np.array([h.community == name for h in problem.homes])
        total = float(people[of].sum())
        yield name, round(100.0 * float(people[of & inside].sum()) / total, 1) if total else 0.0


def _notes(communities: dict[str, float]) -> list[Note]:
    poor = [name for name, share in communities.items() if share < 50.0 and name]
    if not poor:
        return []
    return [Note("cover", poor, f"{len(poor)} 个社区不到一半的人走得到（{refused.some(poor)}）。",
                 ["增加站数，或在这些社区补充候选点"])]  # fmt: skip


def faults(problem: Siting, chosen: list[str]) -> list[Fault]:
    """Right number, existing stations open, one per community: counted from the names alone."""
    found = []
    known = {s.id for s in problem.sites}
    few = len(set(chosen)) < problem.stations and problem.money is None
    if few or len(set(chosen)) > problem.stations or not set(chosen) <= known:
        found.append(Fault("number", chosen[:3], f"应为 {problem.stations} 站，选了 {len(set(chosen))} 站。"))
    cost = sum(s.price for s in problem.sites if s.id in chosen and not s.open)
    if problem.money is not None and cost > problem.money + 1e-6:
        found.append(Fault("money", chosen[:3], f"新建要 {cost:g}，超出 {problem.money:g}。"))
    shut = [s.id for s in problem.sites if s.open and s.id not in chosen]
    if shut:
        found.append(Fault("shut", shut, f"已开放的站被漏掉：{refused.some(shut)}。"))
    if problem.one_per_community:
        have = {s.community for s in problem.sites if s.id in chosen}
        without = sorted({s.community for s in problem.sites if s.community} - have)
        if without:
            found.append(Fault("community", without, f"这些社区没有站：{refused.some(without)}。"))
    return found


def curve(problem: Siting, seed: int, budget: Budget) -> list[Point]:
    """For each number of stations: percent of people in reach, and of the worst-served community."""
    points = []
    for count in problem.curve:
        asked = msgspec.structs.replace(problem, stations=count, curve=[])
        plan = plan_site(asked, seed=seed, budget=budget.part(1.0 / len(problem.curve)))
        share = 100.0 * plan.covered / plan.people if plan.people else 0.0
        points.append(Point(count, round(share, 2), min(plan.communities.values(), default=0.0)))
    return points
