"""The day re-planned while under way: what is done stays done, new visits enter, little else moves."""

import msgspec
import numpy as np

from linli.plan import refused
from linli.plan.budget import Budget
from linli.plan.outcome import Fault, Move, Note, Outcome, gap, spent
from linli.plan.visits import periodic, search
from linli.plan.walk import minutes_between

__all__ = ["Day", "DayPlan", "Stop", "Told", "gap", "plan_day"]
WORTH = 5.0  # minutes a new order must save before anybody is moved
MOST_MOVED = 0.1  # share of the told visits that may change places
MANNER = periodic.Manner(mean=3, longest=4, noise=0.05, heat_from=2.0, heat_to=0.02)


class Stop(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Metres and minutes after midnight; an urgent stop is served as early as the round allows."""

    id: str
    x: float
    y: float
    minutes: float
    opens: float = 0.0
    closes: float = 1440.0
    building: str = ""
    floor: int = 1
    urgent: bool = False


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a household was told to expect us."""

    stop: str
    begins: float


class Day(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """x, y: where the worker is now. under_way: the stop being visited, until `free_at`."""

    now: float
    x: float
    y: float
    home_x: float
    home_y: float
    stops: list[Stop]
    told: list[Told] = []
    done: list[str] = []
    under_way: str = ""
    free_at: float = 0.0
    ends: float = 1080.0


class DayPlan(msgspec.Struct, frozen=True):
    """What is left of the day, in order with times; whom it does not reach today."""

    order: list[Told]
    dropped: list[str]
    outcome: Outcome


def refuse(day: Day) -> None:
    """Refuses what is no day at all."""
    refused.refuse_size(len(day.stops), 300, "处")
    refused.refuse_doubles([s.id for s in day.stops], "走访")
    refused.refuse_places((s.id, s.x, s.y) for s in day.stops)
    refused.refuse_numbers(((s.id, n) for s in day.stops for n in (s.minutes, s.opens, s.closes)), "时间")
    refused.refuse_numbers((("now", day.now), ("ends", day.ends), ("free_at", day.free_at)), "时间")
    refused.refuse_places((("worker", day.x, day.y), ("home", day.home_x, day.home_y)))


def plan_day(day: Day, *, seed: int = 1, budget: Budget | None = None) -> DayPlan:
    """The told order with new stops in their cheapest places; another one only where it is worth it."""
    budget = budget or Budget(0.15)
    refuse(day)
    fixed = {*day.done, day.under_way}
    left = [s for s in day.stops if s.id not in fixed]
    if not left:
        return DayPlan([], [], Outcome(0.0, seed, spent(budget), 0))
    g = _ground(day, left)
    periodic.warm(g)
    budget.begin()
    first = _inserted(g, day, left)
    few = _few_moved(g, day, left, first, budget)
    found, steps = _searched(g, few, budget, seed)
    order = found if _worth(g, day, left, few, found, first) else few
    order, dropped = _fitting(g, order)
    return _plan(g, day, left, order, dropped, seed, budget, steps)


def _ground(day: Day, left: list[Stop]) -> search.Ground:
    xs, ys = [day.x, *(s.x for s in left)], [day.y, *(s.y for s in left)]
    way = minutes_between(
        np.array([*xs, day.home_x]), np.array([*ys, day.home_y]),
        ["", *(s.building for s in left), ""], np.array([1.0, *(float(s.floor) for s in left), 1.0]),
    )  # fmt: skip
    travel = way[:-1, :-1].copy()
    travel[:, 0] = way[:-1, -1]
    starts = max(day.now, day.free_at if day.under_way else day.now)
    closes = [day.ends, *(min(s.closes, starts + 60.0) if s.urgent else s.closes for s in left)]
    told = {t.stop: t.begins for t in day.told}
    return periodic.ground(
        travel, np.array([0.0, *(s.minutes for s in left)]), 1, [[], *([[0]] for _ in left)],
        opens=np.array([[0.0], *([s.opens] for s in left)]), closes=np.array(closes)[:, None], timed=True,
        starts=np.array([starts]), usual=np.array([-1.0, *(told.get(s.id, -1.0) for s in left)]),
        drift_price=0.1, late_price=20.0, span_price=0.2,
    )  # fmt: skip


def _state_of(g: search.Ground, order: list[int], seed: int) -> search.State:
    state = periodic.empty_state(g, seed)
    state.seq[0, : len(order)] = order
    state.size[0] = len(order)
    for c in order:
        state.where[c, 0], state.chosen[c] = 0, g.first[c]
    search.evaluate(g, state, 0)
    return state


def _inserted(g: search.Ground, day: Day, left: list[Stop]) -> list[int]:
    """Told stops in told order, the urgent and the new ones where they cost least."""
    told = {t.stop: t.begins for t in day.told}
    order = sorted((c for c, s in enumerate(left, 1) if s.id in told), key=lambda c: told[left[c - 1].id])
    state = _state_of(g, order, 0)
    new = sorted(set(range(1, len(left) + 1)) - set(order), key=lambda c: not left[c - 1].urgent)
    for c in new:
        search.put_in(g, state, c, 0.0, 0.0, state.day_price, state.day_round)
        search.forget_touched(state)
    return [int(c) for c in state.seq[0, : state.size[0]]]


def _searched(g: search.Ground, first: list[int], budget: Budget, seed: int) -> tuple[list[int], int]:
    state = _state_of(g, first, seed)
    found = periodic.descend(g, state, budget, MANNER)
    return found.rounds()[0], found.steps


def _few_moved(g: search.Ground, day: Day, left: list[Stop], first: list[int], budget: Budget) -> list[int]:
    """Moves one stop after another to its best place, while at most a tenth of the told ones move."""
    told = {t.stop for t in day.told}
    known = [c for c in first if left[c - 1].id in told]
    order = first
    for _ in range(len(first)):
        before = _price(g, order)
        tries = [(_price(g, new), new) for c in order for new in [_elsewhere(g, order, c)]
                 if len(moved(known, [x for x in new if x in known])) <= MOST_MOVED * len(known)]  # fmt: skip
        price, new = min(tries, default=(before, order))
        if price > before - WORTH or budget.share() >= 1.0:
            return order
        order = new
    return order


def _price(g: search.Ground, order: list[int]) -> float:
    late, span = _late_span(g, order)
    return g.late_price * late + span


def _elsewhere(g: search.Ground, order: list[int], c: int) -> list[int]:
    state = _state_of(g, [x for x in order if x != c], 0)
    search.put_in(g, state, c, 0.0, 0.0, state.day_price, state.day_round)
    search.forget_touched(state)
    return [int(x) for x in state.seq[0, : state.size[0]]]


def _worth(
    g: search.Ground, day: Day, left: list[Stop], few: list[int], found: list[int], first: list[int]
) -> bool:
    """Another order mends a window that few moves did not, or saves five minutes more within a tenth moved."""
    (late, span), (new_late, new_span) = _late_span(g, few), _late_span(g, found)
    if new_late < late - 1.0:
        return True
    told = {t.stop for t in day.told}
    known = [c for c in first if left[c - 1].id in told]
    within = len(moved(known, [c for c in found if c in known])) <= MOST_MOVED * len(known)
    return within and new_late <= late + 1e-6 and new_span < span - WORTH


def _late_span(g: search.Ground, order: list[int]) -> tuple[float, float]:
    state = _state_of(g, order, 0)
    return float(state.total[search.LATE]), float(state.total[search.SPAN])


def moved(before: list[int], after: list[int]) -> list[int]:
    """The fewest that changed their place among the others (all but a longest common order)."""
    at = {c: i for i, c in enumerate(before)}
    chains: list[list[int]] = []
    for c in after:
        before_it = [chain for chain in chains if at[chain[-1]] < at[c]]
        chains.append([*_longest(before_it), c])
    kept = set(_longest(chains))
    return [c for c in before if c not in kept]


def _longest(chains: list[list[int]]) -> list[int]:
    return max(chains, key=lambda chain: len(chain), default=[])


def _fitting(g: search.Ground, order: list[int]) -> tuple[list[int], list[int]]:
    """Drops from the end what the worker's day no longer holds."""
    order, dropped = list(order), []
    while order and float(_state_of(g, order, 0).sums[0, search.SPAN]) > g.closes[0, 0] + 1e-6:
        dropped.append(order.pop())
    return order, dropped


def _plan(
    g: search.Ground,
    day: Day,
    left: list[Stop],
    order: list[int],
    dropped: list[int],
    seed: int,
    budget: Budget,
    steps: int,
) -> DayPlan:
    state = _state_of(g, order, 0)
    times = [Told(left[c - 1].id, float(state.arrive[0, i])) for i, c in enumerate(order)]
    told = {t.stop: t.begins for t in day.told}
    known = [c for c in range(1, len(left) + 1) if left[c - 1].id in told]
    known.sort(key=lambda c: told[left[c - 1].id])
    changed = moved(known, [c for c in order if c in set(known)]) if known else []
    at = {t.stop: t.begins for t in times}
    moves = [
        Move(left[c - 1].id, _clock(told[left[c - 1].id]), _clock(at.get(left[c - 1].id))) for c in changed
    ]
    gone = [left[c - 1].id for c in dropped]
    outcome = Outcome(
        float(search.cost(g, state)), seed, spent(budget), steps, faults=faults(day, times), moved=moves,
        kept=len(known) - len(changed), notes=_notes(gone),
    )  # fmt: skip
    return DayPlan(times, gone, outcome)


def _clock(minutes: float | None) -> str:
    return "" if minutes is None else f"{int(minutes) // 60}:{int(minutes) % 60:02d}"


def _notes(gone: list[str]) -> list[Note]:
    if not gone:
        return []
    return [Note("full", gone, f"今天走不完，{len(gone)} 处改到下一个可去的日子：{refused.some(gone)}。",
                 ["延长下班时间，或请同事分担"])]  # fmt: skip


def faults(day: Day, times: list[Told]) -> list[Fault]:
    """Done stops stay done, nobody twice, windows kept: from the day alone."""
    found = []
    stops = {s.id: s for s in day.stops}
    again = [t.stop for t in times if t.stop in day.done or t.stop == day.under_way]
    if again:
        found.append(Fault("done_again", again, "已走访的又排了一次。"))
    if len({t.stop for t in times}) != len(times):
        found.append(Fault("twice", [], "同一处排了两次。"))
    for t in times:
        s = stops[t.stop]
        if not s.opens - 1e-6 <= t.begins <= s.closes + 1e-6:
            found.append(Fault("window", [t.stop], f"{t.stop} 不在约定的时间里。"))
    return found
