"""Checks a month plan from the problem alone, by ways of its own: nothing here is shared with the search."""

import math
from collections import defaultdict

from linli.plan.outcome import Fault
from linli.plan.visits.shapes import Household, Month, MonthPlan, Round

SLACK = 1e-6
SPEED, DETOUR, FLOOR, DOOR = 72.0, 1.3, 0.4, 0.5  # metres a minute, detour, minutes a floor, minutes a door


def faults(month: Month, plan: MonthPlan) -> list[Fault]:
    """Every broken rule: cadence, leave, closed days, windows, lengths, same worker, skills, unknown names."""
    found = _unknown(month, plan)
    if found:
        return found
    return [
        *_days(month, plan), *_cadence(month, plan), *_same_worker(month, plan), *_skills(month, plan),
        *(fault for round_ in plan.rounds for fault in _round(month, round_)),
    ]  # fmt: skip


def _unknown(month: Month, plan: MonthPlan) -> list[Fault]:
    households = {h.id for h in month.households}
    workers = {w.id for w in month.workers}
    lost = [v.household for r in plan.rounds for v in r.visits if v.household not in households]
    lost += [r.worker for r in plan.rounds if r.worker not in workers]
    lost += [f"{r.worker}:{r.day}" for r in plan.rounds if not 0 <= r.day < month.days]
    return [Fault("unknown", lost, "计划里有名单以外的人、户或日期。")] if lost else []


def _works(month: Month, day: int) -> bool:
    return month.working[day] if month.working else (month.weekday + day) % 7 in range(5)


def _days(month: Month, plan: MonthPlan) -> list[Fault]:
    found = []
    leave = {w.id: set(w.leave) for w in month.workers}
    households = {h.id: h for h in month.households}
    for r in plan.rounds:
        if r.visits and (not _works(month, r.day) or r.day in leave[r.worker]):
            found.append(Fault("not_working", [r.worker], f"第 {r.day + 1} 天 {r.worker} 不上班，却有走访。"))
        away = [v.household for v in r.visits if r.day in households[v.household].away]
        if away:
            found.append(Fault("away", away, f"第 {r.day + 1} 天家中无人。"))
    return found


def _seen_days(plan: MonthPlan) -> dict[str, list[int]]:
    seen: dict[str, list[int]] = defaultdict(list)
    for r in plan.rounds:
        for v in r.visits:
            seen[v.household].append(r.day)
    return {who: sorted(days) for who, days in seen.items()}


def _cadence(month: Month, plan: MonthPlan) -> list[Fault]:
    seen = _seen_days(plan)
    found = []
    for h in month.households:
        days = seen.get(h.id, [])
        if len(set(days)) != len(days):
            found.append(Fault("twice_a_day", [h.id], f"{h.id} 一天排了两次。"))
        wrong = _off_cadence(h, month, days, plan.missed.get(h.id, 0))
        if wrong:
            found.append(Fault("cadence", [h.id], f"{h.id}：{wrong}"))
    return found


def _off_cadence(h: Household, month: Month, days: list[int], missed: int) -> str:
    working = [day for day in range(month.days) if _works(month, day)]
    due = _due(h, month, working)
    if len(days) + missed < due:
        return f"应走访 {due} 次，排了 {len(days)} 次，漏报 {due - len(days) - missed} 次。"
    if h.cadence == "three" and not missed:
        return _three_running(month, days)
    if h.cadence == "monthly" and len(days) > 1:
        return "每月一次，却排了多次。"
    if h.cadence == "patterns" and not any(set(days) <= set(pattern) for pattern in h.patterns) and days:
        return "不在允许的日子组合里。"
    if h.cadence == "times" and len(days) > max(0, h.number):
        return f"只需 {h.number} 次，排了 {len(days)} 次。"
    return ""


def _due(h: Household, month: Month, working: list[int]) -> int:
    weeks: dict[int, int] = defaultdict(int)
    for day in working:
        weeks[(month.weekday + day) // 7] += 1
    return {
        "daily": len(working),
        "three": sum(min(3, n) for n in weeks.values()),
        "monthly": 1,
        "every": max(1, month.days // max(1, h.number)) if working else 1,
        "times": min(max(0, h.number), len(working)),
        "patterns": max((len(p) for p in h.patterns), default=1),
    }[h.cadence]


def _three_running(month: Month, days: list[int]) -> str:
    """Never three days running in a week of five working days; a short week gives what it has."""
    for a, b, c in zip(days, days[1:], days[2:], strict=False):
        monday = a - (month.weekday + a) % 7
        week = range(monday, monday + 7)
        usual = all(0 <= d < month.days and _works(month, d) for d in week[:5]) and not any(
            0 <= d < month.days and _works(month, d) for d in week[5:]
        )
        if usual and c - monday < 5 and c - a == 2 and b - a == 1:
            return f"第 {a + 1} 天起连续三天。"
    return ""


def _same_worker(month: Month, plan: MonthPlan) -> list[Fault]:
    seen: dict[str, set[str]] = defaultdict(set)
    for r in plan.rounds:
        for v in r.visits:
            seen[v.household].add(r.worker)
    fixed = {h.id: h.worker for h in month.households if h.worker}
    wrong = [
        who for who, workers in seen.items() if len(workers) > 1 or fixed.get(who, *workers) not in workers
    ]
    return [Fault("other_worker", wrong, "同一户应由同一名网格员走访。")] if wrong else []


def _skills(month: Month, plan: MonthPlan) -> list[Fault]:
    can = {w.id: set(w.can) for w in month.workers}
    wants = {h.id: set(h.wants) for h in month.households}
    wrong = [v.household for r in plan.rounds for v in r.visits if not wants[v.household] <= can[r.worker]]
    return [Fault("skill", sorted(set(wrong)), "走访的人不具备该户要求的语言或技能。")] if wrong else []


def _round(month: Month, round_: Round) -> list[Fault]:
    """Walks the round minute by minute."""
    households = {h.id: h for h in month.households}
    worker = next(w for w in month.workers if w.id == round_.worker)
    found = []
    at = (worker.x, worker.y, "", 1)
    clock, busy = worker.begins, 0.0
    for v in round_.visits:
        h = households[v.household]
        here = (h.x, h.y, h.building, h.floor)
        step = _minutes(at, here)
        if v.begins < clock + step - SLACK:
            found.append(Fault("too_fast", [h.id], f"第 {round_.day + 1} 天 {h.id} 来不及走到。"))
        if not _inside(h, month, round_.day, v.begins):
            found.append(Fault("window", [h.id], f"第 {round_.day + 1} 天 {h.id} 不在约定的时间里。"))
        clock, busy, at = v.begins + h.minutes, busy + step + h.minutes, here
    busy += _minutes(at, (worker.x, worker.y, "", 1)) if round_.visits else 0.0
    if busy > month.day_minutes + SLACK:
        found.append(
            Fault(
                "too_long",
                [worker.id],
                f"第 {round_.day + 1} 天 {worker.id} 走访 {busy:.0f} 分钟，超过上限。",
            )
        )
    return found


def _minutes(a: tuple[float, float, str, int], b: tuple[float, float, str, int]) -> float:
    if a[2] and a[2] == b[2]:
        return DOOR + FLOOR * abs(a[3] - b[3])
    stairs = FLOOR * (max(a[3], 1) - 1 + max(b[3], 1) - 1)
    return math.dist(a[:2], b[:2]) * DETOUR / SPEED + stairs


def _inside(h: Household, month: Month, day: int, begins: float) -> bool:
    weekday = (month.weekday + day) % 7
    return not h.windows or any(
        weekday in w.weekdays and w.opens - SLACK <= begins <= w.closes + SLACK for w in h.windows
    )
