"""Plans the month of each worker, one after another, and reports what it is worth."""

from collections import Counter
from typing import Any

import numpy as np

from linli.kernel.refusal import Refusal
from linli.plan import refused, walk
from linli.plan.budget import Budget
from linli.plan.outcome import Fault, Move, Note, Outcome, spent
from linli.plan.visits import check, exchange, patterns, periodic, search
from linli.plan.visits.shapes import Household, Month, MonthPlan, Round, Visit, Worker

MOST = 2_000  # households in one unit of work
STIFF = 0.8  # of the days: who is seen on more of them has no days to choose
MANNER = periodic.Manner(mean=5, longest=10, noise=0.05, heat_from=6.0, heat_to=0.4)


def plan_month(month: Month, *, seed: int = 1, budget: Budget | None = None) -> MonthPlan:
    """The best month found. Refuses what is not a problem at all; names who could not be placed."""
    budget = budget or Budget()
    refuse(month)
    worker_of, notes = share_out(month)
    groups = {w.id: [h for h in month.households if worker_of.get(h.id) == w.id] for w in month.workers}
    rounds: list[Round] = []
    value, steps = 0.0, 0
    placed: dict[str, int] = {}
    total = max(1, sum(len(group) for group in groups.values()))
    for worker in month.workers:
        group = groups[worker.id]
        if group:
            part, cost, used = _plan_worker(month, worker, group, budget.part(len(group) / total), seed)
            rounds, value, steps = rounds + part, value + cost, steps + used
    for visit in (v for r in rounds for v in r.visits):
        placed[visit.household] = placed.get(visit.household, 0) + 1
    missed = {
        h.id: lacking for h in month.households if (lacking := _due(h, month) - placed.get(h.id, 0)) > 0
    }
    value += month.weights.missed * sum(missed[h] for h in missed if h not in worker_of)
    moved, kept = _moves(month, rounds)
    outcome = Outcome(value, seed, spent(budget), steps, moved=moved, kept=kept)
    plan = MonthPlan(rounds, missed, worker_of, outcome)
    return _checked(month, plan, notes)


def _checked(month: Month, plan: MonthPlan, notes: list[Note]) -> MonthPlan:
    found = check.faults(month, plan)
    notes = [*notes, *_why_missed(month, plan), *_why_late(found)]
    old = plan.outcome
    outcome = Outcome(old.value, old.seed, old.seconds, old.steps, None, found, old.moved, old.kept, notes)
    return MonthPlan(plan.rounds, plan.missed, plan.worker_of, outcome)


def refuse(month: Month) -> None:
    """Refuses numbers and names that no plan can be made from."""
    refused.refuse_size(len(month.households), MOST, "户")
    refused.refuse_doubles([h.id for h in month.households], "住户")
    refused.refuse_doubles([w.id for w in month.workers], "网格员")
    if not month.workers:
        raise Refusal("plan_no_worker", "没有可安排的网格员。")
    if not 1 <= month.days <= 366:
        raise Refusal("plan_bad_days", "计划期应为 1 到 366 天。")
    if month.working and len(month.working) != month.days:
        raise Refusal("plan_bad_days", "工作日的个数与计划期不一致。")
    refused.refuse_places((h.id, h.x, h.y) for h in month.households)
    refused.refuse_places((w.id, w.x, w.y) for w in month.workers)
    refused.refuse_numbers(((h.id, h.minutes) for h in month.households), "走访分钟数")
    refused.refuse_numbers(
        ((h.id, t) for h in month.households for w in h.windows for t in (w.opens, w.closes)), "时间"
    )
    refused.refuse_numbers((("day_minutes", month.day_minutes),), "每日走访分钟数")


def share_out(month: Month) -> tuple[dict[str, str], list[Note]]:
    """One worker a household: the named one, else the nearest who can what is wanted and has fewer."""
    workers = {w.id: w for w in month.workers}
    count: Counter[str] = Counter(h.worker for h in month.households if h.worker in workers)
    worker_of: dict[str, str] = {}
    nobody: list[str] = []
    for h in month.households:
        able = [w for w in month.workers if set(h.wants) <= set(w.can) and h.worker in ("", w.id)]
        if not able:
            nobody.append(h.id)
            continue
        best = min(able, key=lambda w: (np.hypot(w.x - h.x, w.y - h.y) + 30.0 * count[w.id], w.id))
        count[best.id] += not h.worker
        worker_of[h.id] = best.id
    notes = [
        Note("skill", nobody, f"{len(nobody)} 户没有合适的网格员：{refused.some(nobody)}。",
             ["为这些户放宽语言或技能要求，或换一名网格员"])
    ] if nobody else []  # fmt: skip
    return worker_of, notes


def _due(h: Household, month: Month) -> int:
    return patterns.wished(h, month)[1]


def _ground(month: Month, worker: Worker, group: list[Household]) -> tuple[search.Ground, list[int]]:
    days = [day for day in patterns.working_days(month) if day not in worker.leave]
    index = {day: i for i, day in enumerate(days)}
    travel = walk.minutes_between(
        np.array([worker.x, *(h.x for h in group)]), np.array([worker.y, *(h.y for h in group)]),
        ["", *(h.building for h in group)], np.array([1.0, *(float(h.floor) for h in group)]),
    )  # fmt: skip
    rows, prices = _pattern_rows(month, worker, group, index)
    opens, closes = _windows(month, worker, group, days)
    usual = np.array([-1.0, *(-1.0 if h.usual is None else h.usual for h in group)])
    minutes = np.array([0.0, *(h.minutes for h in group)])
    weights = month.weights
    more: dict[str, Any] = {
        "opens": opens, "closes": closes, "usual": usual, "timed": True, "starts": np.full(len(days), worker.begins),
        "limit": np.full(len(days), month.day_minutes), "price": prices, "length": travel * weights.walk,
        "late_price": weights.late,
        "drift_price": weights.usual, "uneven_price": weights.uneven, "demand": minutes.copy(),
    }  # fmt: skip
    g = periodic.ground(travel, minutes, len(days), rows, **more)
    return g._replace(stiff=g.often > STIFF * len(days)), days


def _even(g: search.Ground) -> search.Ground:
    """The minutes of an even day, from a first plan that is the same for every seed and budget."""
    state = periodic.empty_state(g._replace(uneven_price=0.0), 0)
    search.fill(g._replace(uneven_price=0.0), state, 0.0)
    busy = state.sums[:, search.BUSY]
    return g._replace(target=np.full(len(g.starts), float(busy.mean()) * 0.95))


def _pattern_rows(
    month: Month, worker: Worker, group: list[Household], index: dict[int, int]
) -> tuple[list[list[list[int]]], Any]:
    rows: list[list[list[int]]] = [[]]
    prices: list[float] = []
    for h in group:
        allowed, price, _due_visits = patterns.priced(h, worker, month)
        rows.append([[index[day] for day in pattern] for pattern in allowed])
        prices += price
    return rows, np.array(prices)


def _windows(month: Month, worker: Worker, group: list[Household], days: list[int]) -> tuple[Any, Any]:
    opens = np.full((len(group) + 1, len(days)), worker.begins)
    closes = np.full((len(group) + 1, len(days)), worker.ends)
    for c, h in enumerate(group, 1):
        for i, day in enumerate(days):
            window = patterns.window_on(h, month, day)
            if window:
                opens[c, i], closes[c, i] = max(window.opens, worker.begins), window.closes
    return opens, closes


def _plan_worker(
    month: Month, worker: Worker, group: list[Household], budget: Budget, seed: int
) -> tuple[list[Round], float, int]:
    g, days = _ground(month, worker, group)
    if not days:
        missed = sum(_due(h, month) for h in group)
        return [], month.weights.missed * missed, 0
    exchange.warm(g)
    budget.begin()
    g = _even(g)
    state = periodic.empty_state(g, seed)
    search.fill(g, state, 0.0)
    found = exchange.plan(g, state, budget, MANNER, seed)
    rounds = [_round(g, worker, group, days, r, stops) for r, stops in enumerate(found.rounds()) if stops]
    return rounds, found.value, found.steps


def _round(
    g: search.Ground, worker: Worker, group: list[Household], days: list[int], column: int, stops: list[int]
) -> Round:
    clock, last, walked, visits = worker.begins, 0, 0.0, []
    for c in stops:
        walked += g.travel[last, c]
        clock = max(clock + g.travel[last, c], g.opens[c, column])
        visits.append(Visit(group[c - 1].id, float(clock)))
        clock += g.minutes[c]
        last = c
    walked += g.travel[last, 0]
    minutes = walked + sum(g.minutes[c] for c in stops)
    return Round(worker.id, days[column], visits, float(walked), float(minutes))


def _moves(month: Month, rounds: list[Round]) -> tuple[list[Move], int]:
    """Visits on another day than told, and how many stayed."""
    now: dict[str, list[int]] = {}
    for r in rounds:
        for v in r.visits:
            now.setdefault(v.household, []).append(r.day)
    moves, kept = [], 0
    for h in month.households:
        if h.told is None:
            continue
        days, told = set(now.get(h.id, [])), set(h.told)
        kept += len(days & told)
        gone, come = sorted(told - days), sorted(days - told)
        for i in range(max(len(gone), len(come))):
            before = f"第 {gone[i] + 1} 天" if i < len(gone) else ""
            after = f"第 {come[i] + 1} 天" if i < len(come) else ""
            moves.append(Move(h.id, before, after))
    return moves, kept


def _why_missed(month: Month, plan: MonthPlan) -> list[Note]:
    """Groups the households with missed visits by the rule that stands in the way."""
    workers = {w.id: w for w in month.workers}
    reasons: dict[str, list[str]] = {}
    for h in month.households:
        if h.id in plan.missed and h.id in plan.worker_of:
            reasons.setdefault(_reason(h, workers[plan.worker_of[h.id]], month), []).append(h.id)
    says = {
        "patterns": ("没有允许的日子组合", ["给这些户设定频次或允许的日子"]),
        "leave": ("网格员请假，无人走访", ["请他人代走，或推迟到销假后"]),
        "away": ("家中无人的日子太多，凑不够次数", ["与住户另约日子"]),
        "windows": ("约定的时间里走不到", ["放宽这些户的时间"]),
        "full": ("每日走访时间已满", ["提高每日走访上限，或把部分住户交给别的网格员"]),
    }
    return [
        Note(code, who, f"{len(who)} 户少走访 {sum(plan.missed[h] for h in who)} 次（{refused.some(who)}）："
             f"{says[code][0]}。", says[code][1])
        for code, who in reasons.items()
    ]  # fmt: skip


def _reason(h: Household, worker: Worker, month: Month) -> str:
    """The first rule without which the visits would fit: the smallest set is always one rule."""
    wishes, due = patterns.wished(h, month)
    if not wishes or (h.cadence == "patterns" and not any(h.patterns)):
        return "patterns"
    best = max(len(set(w) & set(patterns.open_days(h, worker, month))) for w in wishes)
    if best < due:
        rested = Worker(worker.id, worker.x, worker.y)
        without_leave = max(len(set(w) & set(patterns.open_days(h, rested, month))) for w in wishes)
        return "leave" if without_leave >= due or (worker.leave and not h.away and not h.windows) else "away"
    soonest = (
        worker.begins + float(np.hypot(h.x - worker.x, h.y - worker.y)) * walk.DETOUR / walk.METRES_A_MINUTE
    )
    if h.windows and max(w.closes for w in h.windows) < soonest:
        return "windows"
    return "full"


def _why_late(found: list[Fault]) -> list[Note]:
    late = sorted({who for fault in found if fault.code == "window" for who in fault.who})
    if not late:
        return []
    return [
        Note("windows", late, f"{len(late)} 户有的日子会晚到：{refused.some(late)}。", ["放宽这些户的时间"])
    ]
