"""Helpers to tasks as a flow of least cost: exact, since a task needs helpers who can replace each other."""

import math

import msgspec
import numpy as np
from numpy.typing import NDArray

from linli.kernel.refusal import Refusal
from linli.plan import refused
from linli.plan.budget import Budget
from linli.plan.outcome import Fault, Note, Outcome, spent

Ints = NDArray[np.int64]
FAR = 2_000.0  # metres a helper walks at most
NEAREST = 60  # helpers looked at for a task
NO_SKILL = 1_500  # metres that a missing skill is worth
AN_HOUR = 5  # metres for each hour given so far
EMPTY = 20_000  # metres that an empty place is worth
MOST = 200_000


class Helper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """x, y in metres; hours given so far; `most` tasks at once."""

    id: str
    x: float
    y: float
    can: list[str] = []
    hours: float = 0.0
    most: int = 1


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Needs this many helpers; a wanted skill, strict or merely better."""

    id: str
    x: float
    y: float
    need: int = 1
    wants: str = ""
    strict: bool = False


class Matching(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sub-district's day."""

    helpers: list[Helper]
    tasks: list[Task]


class MatchPlan(msgspec.Struct, frozen=True):
    """Pairs of helper and task; how many places of a task stay empty."""

    pairs: list[tuple[str, str]]
    empty: dict[str, int]
    outcome: Outcome


def refuse(problem: Matching) -> None:
    """Refuses what cannot be matched at all."""
    refused.refuse_size(len(problem.helpers), MOST, "人")
    refused.refuse_size(len(problem.tasks), MOST, "项")
    refused.refuse_doubles([h.id for h in problem.helpers], "热心人")
    refused.refuse_doubles([t.id for t in problem.tasks], "任务")
    refused.refuse_places((h.id, h.x, h.y) for h in problem.helpers)
    refused.refuse_places((t.id, t.x, t.y) for t in problem.tasks)
    refused.refuse_numbers(((h.id, h.hours) for h in problem.helpers), "服务时长")
    refused.refuse_numbers(((h.id, h.most) for h in problem.helpers), "可接任务数")
    refused.refuse_numbers(((t.id, t.need) for t in problem.tasks), "所需人数")


def plan_match(problem: Matching, *, seed: int = 1, budget: Budget | None = None) -> MatchPlan:
    """The cheapest matching; proven, for all pairs among the nearest sixty of each task."""
    budget = budget or Budget()
    refuse(problem)
    task, helper, cost = _arcs(problem)
    flow = _flow(problem, task, helper, cost)
    chosen = np.flatnonzero(flow > 0)
    pairs = [(problem.helpers[helper[a]].id, problem.tasks[task[a]].id) for a in chosen]
    filled = np.bincount(task[chosen], minlength=len(problem.tasks))
    empty = {t.id: t.need - int(n) for t, n in zip(problem.tasks, filled, strict=True) if t.need > n}
    value = float(cost[chosen].sum()) + EMPTY * sum(empty.values())
    outcome = Outcome(
        value,
        seed,
        spent(budget),
        0,
        bound=value,
        faults=faults(problem, pairs),
        notes=_notes(empty),
        proven=True,
    )
    return MatchPlan(pairs, empty, outcome)


def _arcs(problem: Matching) -> tuple[Ints, Ints, Ints]:
    """Task, helper and whole cost of every pair that may be."""
    from scipy.spatial import cKDTree

    none = np.zeros(0, np.int64)
    if not problem.helpers or not problem.tasks:
        return none, none, none
    places = np.array([(h.x, h.y) for h in problem.helpers])
    wanted = np.array([(t.x, t.y) for t in problem.tasks])
    k = min(NEAREST, len(places))
    far, who = cKDTree(places).query(wanted, k=k, distance_upper_bound=FAR)
    far, who = far.reshape(len(wanted), k), who.reshape(len(wanted), k)
    task, column = np.nonzero(np.isfinite(far))
    helper = who[task, column].astype(np.int64)
    skills = sorted({t.wants for t in problem.tasks})
    able = np.array([[not s or s in h.can for s in skills] for h in problem.helpers])
    wants = np.array([skills.index(t.wants) for t in problem.tasks])
    fits = able[helper, wants[task]]
    strict = np.array([t.strict for t in problem.tasks])
    allowed = fits | ~strict[task]
    hours = np.array([h.hours for h in problem.helpers])
    cost = np.rint(far[task, column] + NO_SKILL * ~fits + AN_HOUR * hours[helper]).astype(np.int64)
    return task[allowed], helper[allowed], cost[allowed]


def _flow(problem: Matching, task: Ints, helper: Ints, cost: Ints) -> Ints:
    from ortools.graph.python import min_cost_flow

    tasks, helpers = len(problem.tasks), len(problem.helpers)
    flow = min_cost_flow.SimpleMinCostFlow()
    source, sink = tasks + helpers, tasks + helpers + 1
    need = np.array([t.need for t in problem.tasks], np.int64)
    most = np.array([h.most for h in problem.helpers], np.int64)
    arcs = flow.add_arcs_with_capacity_and_unit_cost(task, tasks + helper, np.ones(len(task), np.int64), cost)
    every = np.arange(tasks)
    flow.add_arcs_with_capacity_and_unit_cost(np.full(tasks, source), every, need, np.zeros(tasks, np.int64))
    flow.add_arcs_with_capacity_and_unit_cost(every, np.full(tasks, sink), need, np.full(tasks, EMPTY))
    people = tasks + np.arange(helpers)
    flow.add_arcs_with_capacity_and_unit_cost(
        people, np.full(helpers, sink), most, np.zeros(helpers, np.int64)
    )
    flow.set_node_supply(source, int(need.sum()))
    flow.set_node_supply(sink, -int(need.sum()))
    if flow.solve() != flow.OPTIMAL:
        raise Refusal("plan_no_flow", "没有算出匹配结果，请检查人数和任务数。")
    return np.asarray(flow.flows(arcs)) if len(task) else np.zeros(0, np.int64)


def faults(problem: Matching, pairs: list[tuple[str, str]]) -> list[Fault]:
    """Checks a matching pair by pair, from the problem alone."""
    helpers, tasks = {h.id: h for h in problem.helpers}, {t.id: t for t in problem.tasks}
    found = []
    if len(set(pairs)) != len(pairs):
        found.append(Fault("twice", [], "同一人在同一任务里出现两次。"))
    load: dict[str, int] = {}
    seats: dict[str, int] = {}
    for who, what in pairs:
        h, t = helpers[who], tasks[what]
        load[who], seats[what] = load.get(who, 0) + 1, seats.get(what, 0) + 1
        if math.dist((h.x, h.y), (t.x, t.y)) > FAR + 1e-6:
            found.append(Fault("too_far", [who, what], f"{who} 离 {what} 超过 2 公里。"))
        if t.strict and t.wants not in h.can:
            found.append(Fault("skill", [who, what], f"{who} 不会{t.wants}。"))
    found += [Fault("too_much", [w], f"{w} 任务太多。") for w, n in load.items() if n > helpers[w].most]
    found += [Fault("too_many", [w], f"{w} 人数超出。") for w, n in seats.items() if n > tasks[w].need]
    return found


def _notes(empty: dict[str, int]) -> list[Note]:
    if not empty:
        return []
    sentence = (
        f"{len(empty)} 项任务还缺 {sum(empty.values())} 人（{refused.some(empty)}）：2 公里内可用的人不够。"
    )
    return [Note("people", list(empty), sentence, ["招募附近的热心人，或放宽技能和距离"])]
