"""Moves of single stops: every sum kept while moving is the sum of the plan, every pattern its days."""

import msgspec
import numpy as np
import pytest

from linli.plan import town
from linli.plan.budget import Budget
from linli.plan.visits import exchange, month, periodic, search, swaps
from linli.plan.visits.shapes import Month


def made(seed: int, **more) -> Month:
    return msgspec.convert({**town.month(seed, households=40), **more}, Month)


def filled(problem: Month, seed: int):
    ground, _days = month._ground(problem, problem.workers[0], list(problem.households))
    ground = month._even(ground)
    state = periodic.empty_state(ground, seed)
    search.fill(ground, state, 0.0)
    found = periodic.Found(np.inf, state.seq, state.size, state.chosen, 0)
    return ground, state, exchange.days_of(ground, found, seed)


@pytest.mark.parametrize("heat", [0.1, 30.0])
def test_sums_and_patterns_after_many_moves(heat: float):
    g, _state, days = filled(made(3), 5)
    best = swaps.wander(g, days, 30_000, heat, np.inf)
    kept, order = days.sums.copy(), days.seq.copy()
    for d in range(len(g.starts)):
        stops = order[d, : days.size[d]].tolist()
        assert sorted(stops) == [c for c in range(1, len(g.minutes)) if g.pattern[days.chosen[c], d]]
    swaps.settle(g, days)
    assert days.sums == pytest.approx(kept)
    assert days.total == pytest.approx(kept.sum(axis=0), abs=1e-6)
    found = exchange._found(g, days, best, 0)
    assert found.value + (days.dear[1] if days.total[swaps.LATE] > swaps.PAST else 0) == pytest.approx(best)


def test_nobody_late_where_all_can_be_met():
    plan = month.plan_month(made(1), seed=1, budget=Budget(steps=3_000))
    assert plan.outcome.faults == []
    assert plan.missed == {}


def test_days_too_full_miss_few_and_keep_the_limit():
    plan = month.plan_month(made(2, day_minutes=60.0), seed=1, budget=Budget(steps=3_000))
    assert plan.missed
    assert [fault.code for fault in plan.outcome.faults] == []


def test_value_is_what_the_plan_costs():
    problem = made(4)
    plan = month.plan_month(problem, seed=2, budget=Budget(steps=3_000))
    g, _state, _days = filled(problem, 2)
    minutes = np.array([r.minutes for r in plan.rounds])
    walked = sum(r.walked for r in plan.rounds)
    usual = {h.id: h.usual for h in problem.households if h.usual is not None}
    drift = sum(
        max(0.0, abs(v.begins - usual[v.household]) - 30.0)
        for r in plan.rounds
        for v in r.visits
        if v.household in usual
    )
    uneven = (np.maximum(0.0, minutes - g.target[0]) ** 2).sum()
    w = problem.weights
    assert plan.outcome.value == pytest.approx(walked + w.usual * drift + w.uneven * uneven)
