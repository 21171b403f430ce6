"""The duty roster: both halves planned apart, greedily, then by annealing; a linear programme gives the bound."""

from typing import Any

import numpy as np

from linli.kernel.refusal import Refusal
from linli.plan import refused
from linli.plan.budget import Budget
from linli.plan.outcome import Move, Note, Outcome, spent
from linli.plan.roster import bound, check, seats, why
from linli.plan.roster.seats import Hall, Sitting
from linli.plan.roster.shapes import Empty, GroupResult, Roster, RosterPlan, Seat, Share
from linli.plan.roster.table import SCALE, Table, table, targets

CHUNK = 20_000
HOT, COLD = 40.0, 1.0  # tenths of a point
STAFF_SHARE = 0.05  # of the budget
SMALL = 8_000  # seats that may be taken: up to here the exact programme is tried
EXACT_SECONDS = 20.0  # never reached by a half of nine people; 500 nodes end it before


def refuse(problem: Roster) -> None:
    """Refuses what no roster can be made from."""
    refused.refuse_size(len(problem.people), 2_000, "人")
    refused.refuse_size(len(problem.stations), 200, "站")
    refused.refuse_size(len(problem.calendar), 400, "天")
    refused.refuse_doubles([p.id for p in problem.people], "人员")
    refused.refuse_doubles([s.id for s in problem.stations], "驿站")
    refused.refuse_places((p.id, p.x, p.y) for p in problem.people)
    refused.refuse_places((s.id, s.x, s.y) for s in problem.stations)
    refused.refuse_places((p.id, p.owed, 0.0) for p in problem.people)
    refused.refuse_places((p.id, w.points, 0.0) for p in problem.people for w in p.wishes)
    refused.refuse_numbers(((p.id, p.quota) for p in problem.people), "可值班次数")
    refused.refuse_numbers(
        ((s.id, n) for s in problem.stations for n in (s.need_work, s.need_rest)), "所需人数"
    )
    prices = problem.prices
    refused.refuse_numbers(
        (("prices", n) for n in (prices.empty, prices.skill, prices.unfair, prices.change, problem.far)),
        "权重",
    )
    if prices.metres <= 0:
        raise Refusal("plan_bad_number", "每分所抵的米数应大于 0。", facts={"who": ["prices"]})
    known, stations = {p.id for p in problem.people}, {s.id for s in problem.stations}
    lost = [
        f"{s.person}@{s.station}"
        for s in (*problem.told, *problem.locked)
        if s.person not in known or s.station not in stations or not 0 <= s.day < len(problem.calendar)
    ]
    if lost:
        raise Refusal(
            "plan_unknown", f"原班表里有名单以外的人、站或日期：{refused.some(lost)}。", facts={"who": lost}
        )


def plan_roster(problem: Roster, *, seed: int = 1, budget: Budget | None = None) -> RosterPlan:
    """Staff first, then members and volunteers: nothing links the halves."""
    budget = budget or Budget(60.0)
    refuse(problem)
    halves = [(name, table(problem, working)) for name, working in (("staff", True), ("others", False))]
    seated: list[Seat] = []
    groups: dict[str, GroupResult] = {}
    steps = 0
    for (name, t), share in zip(halves, (STAFF_SHARE, 1 - STAFF_SHARE), strict=True):
        who, result, used = _half(t, seed, budget.part(share))
        seated += _named(t, who)
        groups[name] = result
        steps += used
    return _plan(problem, sorted(seated), groups, seed, budget, steps)


def hall(t: Table) -> Hall:
    """The table as the compiled search wants it; locked people sit on the first seats of their slot."""
    need = np.maximum(t.need, np.bincount([j for _p, j in t.locked], minlength=len(t.slots)))
    first = np.concatenate([[0], np.cumsum(need)]).astype(np.int64)
    slot = np.repeat(np.arange(len(t.slots)), need).astype(np.int64)
    able = [np.flatnonzero(t.allowed[:, j]) for j in range(len(t.slots))]
    able_first = np.concatenate([[0], np.cumsum([len(some) for some in able])]).astype(np.int64)
    flat = np.concatenate([*able, [0]]).astype(np.int64)
    return Hall(
        slot, first, t.day, t.weight, t.wants, able_first, flat, t.allowed, t.cost, t.skilled, t.fair, t.quota,
        t.blocked, np.zeros(len(slot), np.bool_), t.gap, t.empty, t.skill,
    )  # fmt: skip


def empty_hall(t: Table, g: Hall, seed: int) -> Sitting:
    """Nobody sits yet, except where the roster is locked."""
    people = len(t.people)
    days = max((slot.day for slot in t.slots), default=0) + 1
    total = t.empty * len(g.slot) + t.skill * int(t.wants.sum()) + int(t.fair[:, 0].sum())
    s = Sitting(
        np.full(len(g.slot), -1, np.int64), np.full((people, days), -1, np.int64), np.zeros(people, np.int64),
        np.zeros(people, np.int64), np.zeros(len(t.slots), np.int64), np.array([total, 0], np.int64),
        np.zeros((64, 3), np.int64), np.array([seed * 2654435761 + 88172645463325252], np.uint64),
    )  # fmt: skip
    for p, j in t.locked:
        free = next((i for i in range(g.first[j], g.first[j + 1]) if s.who[i] < 0), None)
        if free is not None and s.duty[p, t.slots[j].day] < 0 and s.count[p] < t.quota[p]:
            seats.sit(g, s, free, p)
            s.numbers[seats.UNDO] = 0
            g.fixed[free] = True
    return s


def _greedy(t: Table, g: Hall, s: Sitting) -> None:
    """Told people first, then slot by slot the cheapest who fits; the slots with the fewest people first."""
    for p, j in t.told:
        free = next((i for i in range(g.first[j], g.first[j + 1]) if s.who[i] < 0), None)
        if free is not None and seats.fits(g, s, p, free):
            seats.sit(g, s, free, p)
            s.numbers[seats.UNDO] = 0
    order = sorted(range(len(g.slot)), key=lambda i: (int(t.allowed[:, g.slot[i]].sum()), i))
    for seat in order:
        if s.who[seat] < 0:
            seats.fill(g, s, seat, -1, 3 * len(t.people))
            s.numbers[seats.UNDO] = 0


def _half(t: Table, seed: int, budget: Budget) -> tuple[Any, GroupResult, int]:
    """Person of each seat, the result, and steps."""
    g = hall(t)
    s = empty_hall(t, g, seed)
    if not len(g.slot) or not t.people:
        return (
            s.who,
            _result(t, g, s.who, float(s.numbers[0]), float(s.numbers[0]) if not len(g.slot) else None),
            0,
        )
    _greedy(t, g, s)
    best, best_who = int(s.numbers[seats.TOTAL]), s.who.copy()
    seats.anneal(g, s, 0, 1.0, best, best_who)
    budget.begin()
    calm = bool(t.told)  # a told roster is mended, not made anew
    while (share := budget.share()) < 1.0:
        heat = (HOT / 4 if calm else HOT) * (COLD / HOT) ** share
        steps = CHUNK if budget.steps is None else min(CHUNK, budget.steps - budget.done)
        best = int(seats.anneal(g, s, steps, heat, best, best_who))
        budget.done += steps
        budget.tell(share, best / SCALE)
    low, best, best_who = _proven(t, g, best, best_who, seed, budget)
    return best_who, _result(t, g, best_who, float(best), low), budget.done


def _proven(
    t: Table, g: Hall, best: int, best_who: Any, seed: int, budget: Budget
) -> tuple[float | None, int, Any]:
    """The bound; for a small half the exact programme, whose roster is taken if it is cheaper."""
    rows = bound.programme(t) if budget.share() > 0 and (budget.steps is None or budget.steps > 0) else None
    if rows is None:
        return None, best, best_who
    low = bound.lower(rows)
    if low is None or best <= low or len(rows.person) > SMALL or t.blocked.any():
        return low, best, best_who
    better, pairs = bound.exact(rows, EXACT_SECONDS)
    low = max(low, better) if better is not None else low
    if pairs is not None:
        s = empty_hall(t, hall(t), seed)
        for p, j in sorted(set(pairs) - set(t.locked)):
            free = next((i for i in range(g.first[j], g.first[j + 1]) if s.who[i] < 0), None)
            if free is not None and seats.fits(g, s, p, free):
                seats.sit(g, s, free, p)
                s.numbers[seats.UNDO] = 0
        if int(s.numbers[seats.TOTAL]) < best:
            return low, int(s.numbers[seats.TOTAL]), s.who
    return low, best, best_who


def _result(t: Table, g: Hall, who: Any, value: float, low: float | None) -> GroupResult:
    loads = _loads(t, g, who)
    off = np.abs(loads - t.target)
    return GroupResult(
        value / SCALE, None if low is None else low / SCALE, low is not None and value <= low + 1e-6,
        len(g.slot), int((who < 0).sum()), round(float(off.max()), 2) if len(off) else 0.0,
    )  # fmt: skip


def _loads(t: Table, g: Hall, who: Any) -> Any:
    loads = np.zeros(len(t.people))
    for seat, p in enumerate(who):
        if p >= 0:
            loads[p] += t.weight[g.slot[seat]]
    return loads


def _named(t: Table, who: Any) -> list[Seat]:
    slot = hall(t).slot
    return [
        Seat(t.slots[slot[i]].day, t.slots[slot[i]].part, t.slots[slot[i]].station.id, t.people[p].id)
        for i, p in enumerate(who)
        if p >= 0
    ]


def empties(problem: Roster, seated: list[Seat]) -> list[Empty]:
    """Seats nobody has, by day."""
    from linli.plan.roster.table import slots_of

    have: dict[tuple[int, str, str], int] = {}
    for s in seated:
        have[s.day, s.part, s.station] = have.get((s.day, s.part, s.station), 0) + 1
    found = [
        Empty(slot.day, slot.part, slot.station.id, slot.need - got)
        for working in (True, False)
        for slot in slots_of(problem, working)
        if (got := have.get((slot.day, slot.part, slot.station.id), 0)) < slot.need
    ]
    return sorted(found, key=lambda e: (e.day, e.part, e.station))


def shares(problem: Roster, seated: list[Seat]) -> dict[str, Share]:
    """Load, target and what is owed next, for each person alone."""
    from linli.plan.roster.table import slots_of, weight_of

    found = {}
    for working in (True, False):
        people = [p for p in problem.people if (p.kind == "staff") == working]
        for p, target in zip(people, targets(people, slots_of(problem, working)), strict=True):
            days = [s.day for s in seated if s.person == p.id]
            load = float(sum(weight_of(problem, problem.calendar[day]) for day in days))
            found[p.id] = Share(load, round(float(target), 2), round(float(target) - load, 2), len(days))
    return found


def _plan(
    problem: Roster, seated: list[Seat], groups: dict[str, GroupResult], seed: int, budget: Budget, steps: int
) -> RosterPlan:
    empty = empties(problem, seated)
    moved, kept = moves(problem.told, seated)
    bounds = [g.bound for g in groups.values()]
    outcome = Outcome(
        sum(g.value for g in groups.values()), seed, spent(budget), steps,
        bound=None if None in bounds else sum(b for b in bounds if b is not None),
        faults=check.faults(problem, seated), moved=moved, kept=kept,
        notes=[*why.empty_seats(problem, seated, empty), *_provisional(problem)],
        proven=all(g.proven for g in groups.values()),
    )  # fmt: skip
    return RosterPlan(seated, empty, shares(problem, seated), groups, problem.provisional, outcome)


def moves(told: list[Seat], now: list[Seat]) -> tuple[list[Move], int]:
    """Seats whose person is another than told."""
    before = {(s.day, s.part, s.station, s.person) for s in told}
    after = {(s.day, s.part, s.station, s.person) for s in now}
    gone: dict[tuple[int, str, str], list[str]] = {}
    come: dict[tuple[int, str, str], list[str]] = {}
    for key in sorted(before - after):
        gone.setdefault(key[:3], []).append(key[3])
    if before:
        for key in sorted(after - before):
            come.setdefault(key[:3], []).append(key[3])
    found = []
    for at in sorted({*gone, *come}):
        out, into = gone.get(at, []), come.get(at, [])
        for k in range(max(len(out), len(into))):
            name = f"第 {at[0] + 1} 天{'上午' if at[1] == 'am' else '下午'} {at[2]}"
            found.append(Move(name, out[k] if k < len(out) else "", into[k] if k < len(into) else ""))
    return found, len(before & after)


def _provisional(problem: Roster) -> list[Note]:
    if not problem.provisional:
        return []
    return [Note("calendar", [], "下一年的放假安排还没有公布，这份班表是暂定的。", ["等放假通知公布后重排"])]
