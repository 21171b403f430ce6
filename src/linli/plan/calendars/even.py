"""Desks on wheels and periodic checks: every place its times, far apart, few a day, never on a closed day."""

import msgspec
import numpy as np

from linli.plan import refused
from linli.plan.budget import Budget
from linli.plan.outcome import Fault, Note, Outcome, spent


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """times: how often in the period; closed: days that do not suit; last: days since the last time."""

    id: str
    times: int = 1
    closed: list[int] = []
    last: int = 0


class Calendar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """days: working days of the period, counted from 0."""

    places: list[Place]
    days: int
    most_a_day: int = 1


class CalendarPlan(msgspec.Struct, frozen=True):
    """Days of each place; how often it comes too seldom."""

    days_of: dict[str, list[int]]
    missing: dict[str, int]
    outcome: Outcome


def refuse(problem: Calendar) -> None:
    """Refuses what is no calendar."""
    refused.refuse_size(len(problem.places), 500, "处")
    refused.refuse_size(problem.days, 400, "天")
    refused.refuse_doubles([p.id for p in problem.places], "地点")
    refused.refuse_numbers(((p.id, n) for p in problem.places for n in (p.times, p.last)), "次数")
    refused.refuse_numbers((("days", problem.days), ("most_a_day", problem.most_a_day)), "天数")


def plan_calendar(problem: Calendar, *, seed: int = 1, budget: Budget | None = None) -> CalendarPlan:
    """The assignment with the least sum of squared distances from the ideal days; exact for its ideal days."""
    budget = budget or Budget()
    refuse(problem)
    turns = _turns(problem)
    days, cost = _assigned(problem, turns)
    days_of: dict[str, list[int]] = {p.id: [] for p in problem.places}
    for (place, _ideal), day in zip(turns, days, strict=True):
        if day is not None:
            days_of[problem.places[place].id].append(day)
    days_of = {who: sorted(some) for who, some in days_of.items()}
    missing = {p.id: p.times - len(days_of[p.id]) for p in problem.places if len(days_of[p.id]) < p.times}
    outcome = Outcome(cost, seed, spent(budget), 0, faults=faults(problem, days_of), notes=_notes(missing))
    return CalendarPlan(days_of, missing, outcome)


def _turns(problem: Calendar) -> list[tuple[int, float]]:
    """Place and ideal day; places begin one after another, who waited longest first."""
    order = sorted(range(len(problem.places)), key=lambda i: (-problem.places[i].last, i))
    turns = []
    for rank, i in enumerate(order):
        times = problem.places[i].times
        gap = problem.days / max(1, times)
        start = gap * (rank + 0.5) / len(order) - 0.5
        turns += [(i, start + k * gap) for k in range(times)]
    return turns


def _assigned(problem: Calendar, turns: list[tuple[int, float]]) -> tuple[list[int | None], float]:
    from scipy.optimize import linear_sum_assignment

    slots = [day for day in range(problem.days) for _ in range(problem.most_a_day)]
    if not slots or not turns:
        return [None] * len(turns), 0.0
    never = 1e6
    cost = np.full((len(turns), len(slots) + len(turns)), never)
    for t, (place, ideal) in enumerate(turns):
        closed = set(problem.places[place].closed)
        cost[t, : len(slots)] = [never * 2 if day in closed else (day - ideal) ** 2 for day in slots]
    rows, columns = linear_sum_assignment(cost)
    days: list[int | None] = [None] * len(turns)
    taken: set[tuple[int, int]] = set()
    for t, column in zip(rows, columns, strict=True):
        day = slots[column] if column < len(slots) and cost[t, column] < never else None
        if day is not None and (turns[t][0], day) not in taken:
            taken.add((turns[t][0], day))
            days[t] = day
    total = sum((day - turns[t][1]) ** 2 for t, day in enumerate(days) if day is not None)
    return days, float(total + never * sum(day is None for day in days))


def faults(problem: Calendar, days_of: dict[str, list[int]]) -> list[Fault]:
    """Closed days kept free, no day too full, no place twice a day or too often."""
    found = []
    count: dict[int, int] = {}
    for p in problem.places:
        days = days_of.get(p.id, [])
        for day in days:
            count[day] = count.get(day, 0) + 1
        if set(days) & set(p.closed):
            found.append(Fault("closed", [p.id], f"{p.id} 排在了不能去的日子。"))
        if len(set(days)) != len(days) or len(days) > p.times:
            found.append(Fault("too_often", [p.id], f"{p.id} 次数过多。"))
    found += [
        Fault("full", [str(d)], f"第 {d + 1} 天排得太满。")
        for d, n in count.items()
        if n > problem.most_a_day
    ]
    return found


def _notes(missing: dict[str, int]) -> list[Note]:
    if not missing:
        return []
    return [Note("days", list(missing), f"{len(missing)} 处次数不够（{refused.some(missing)}）：日子排满了，或不能去的日子太多。",
                 ["增加每天的次数，或减少不能去的日子"])]  # fmt: skip
