"""Whatever comes in: a plan without faults, or a refusal by name; and small cases against all choices."""

import itertools
import math

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.kernel.refusal import Refusal
from linli.plan import town
from linli.plan.budget import Budget
from linli.plan.calendars.even import Calendar, Place, plan_calendar
from linli.plan.districts.assign import Assignment, Grid, GridWorker, plan_assign
from linli.plan.matching.match import Helper, Matching, Task, plan_match
from linli.plan.visits.day import Day, Stop, Told, plan_day
from linli.plan.visits.month import plan_month
from linli.plan.visits.shapes import Household, Month, Window, Worker

ANY = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SOFT = {"window", "too_long"}


@ANY
@given(
    cadences=st.lists(st.sampled_from(["daily", "three", "monthly", "every", "times", "patterns"]), max_size=6),
    number=st.integers(0, 40), minutes=st.sampled_from([0.0, 10.0, 500.0]), away=st.lists(st.integers(0, 30), max_size=9),
    leave=st.lists(st.integers(0, 27), max_size=14), same=st.booleans(), closes=st.sampled_from([None, 100.0, 600.0]),
    days=st.integers(1, 30), seed=st.integers(1, 5),
)  # fmt: skip
def test_any_month(cadences, number, minutes, away, leave, same, closes, days, seed):
    windows = [] if closes is None else [Window([0, 1, 2, 3, 4], 0.0, closes)]
    rows = [
        Household(
            f"{i}",
            0.0 if same else 90.0 * i,
            0.0,
            minutes,
            c,
            number,
            [[0, 1], [2]] if i % 2 else [],
            windows,
            away,
        )
        for i, c in enumerate(cadences)
    ]
    plan = plan_month(
        Month(rows, [Worker("w", 0, 0, leave=leave)], days), seed=seed, budget=Budget(steps=300)
    )
    assert {f.code for f in plan.outcome.faults} <= SOFT
    assert bool(plan.missed) <= bool(plan.outcome.notes)


@ANY
@given(
    stops=st.integers(0, 8), told=st.integers(0, 8), now=st.sampled_from([0.0, 600.0, 1439.0]), same=st.booleans(),
    opens=st.sampled_from([0.0, 700.0]), seed=st.integers(1, 5),
)  # fmt: skip
def test_any_day(stops, told, now, same, opens, seed):
    rows = [
        Stop(f"{i}", 0.0 if same else 70.0 * i, 10.0, 8.0, opens=opens, urgent=i == 2) for i in range(stops)
    ]
    day = Day(
        now,
        0,
        0,
        50,
        0,
        rows,
        [Told(f"{i}", 500.0 + i) for i in range(min(told, stops))],
        [r.id for r in rows[:1]],
    )
    plan = plan_day(day, seed=seed, budget=Budget(steps=200))
    assert plan.outcome.faults == []
    assert sorted([t.stop for t in plan.order] + plan.dropped) == sorted(r.id for r in rows[1:])


@ANY
@given(
    grids=st.integers(0, 7), workers=st.integers(0, 4), edges=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12),
    load=st.integers(0, 3), held=st.booleans(),
)  # fmt: skip
def test_any_assignment(grids, workers, edges, load, held):
    rows = [Grid(f"{i}", i, 0, load + i % 2, load, "w0" if held else "") for i in range(grids)]
    problem = Assignment(rows, [(f"{a}", f"{b}") for a, b in edges if a < grids and b < grids],
                         [GridWorker(f"w{i}") for i in range(workers)])  # fmt: skip
    plan = plan_assign(problem)
    assert not plan.outcome.faults or plan.outcome.notes


@ANY
@given(
    helpers=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 2)), max_size=6), tasks=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3)), max_size=4),
    strict=st.booleans(),
)  # fmt: skip
def test_any_matching(helpers, tasks, strict):
    people = [
        Helper(f"h{i}", x, 0, ["急救"] if i % 2 else [], 3.0, most) for i, (x, most) in enumerate(helpers)
    ]
    jobs = [Task(f"t{i}", x, 0, need, "急救", strict) for i, (x, need) in enumerate(tasks)]
    plan = plan_match(Matching(people, jobs))
    assert plan.outcome.faults == []
    assert len(plan.pairs) + sum(plan.empty.values()) == sum(need for _x, need in tasks)


@ANY
@given(
    places=st.lists(st.tuples(st.integers(0, 5), st.lists(st.integers(0, 9), max_size=9)), max_size=6), days=st.integers(0, 9),
    most=st.integers(0, 3),
)  # fmt: skip
def test_any_calendar(places, days, most):
    rows = [Place(f"{i}", times, closed) for i, (times, closed) in enumerate(places)]
    plan = plan_calendar(Calendar(rows, days, most))
    assert plan.outcome.faults == []
    assert bool(plan.missing) == bool(plan.outcome.notes)


def test_matching_as_cheap_as_any():
    helpers = [Helper("a", 0, 0, hours=10), Helper("b", 500, 0, ["x"]), Helper("c", 900, 0)]
    tasks = [Task("t", 100, 0, 1, "x"), Task("u", 600, 0)]

    def price(who: Helper, what: Task) -> float:
        lacks = 1500 if what.wants and what.wants not in who.can else 0
        return round(math.dist((who.x, who.y), (what.x, what.y)) + lacks + 5 * who.hours)

    best = min(price(a, tasks[0]) + price(b, tasks[1]) for a, b in itertools.permutations(helpers, 2))
    assert plan_match(Matching(helpers, tasks)).outcome.value == best


def test_grids_shared_as_evenly_as_any():
    loads = [3, 1, 2, 2, 1, 3]
    rows = [Grid(f"{i}", 0, 0, load, 0) for i, load in enumerate(loads)]
    problem = Assignment(
        rows, [(f"{i}", f"{i + 1}") for i in range(5)], [GridWorker(f"w{k}") for k in range(3)]
    )
    plan = plan_assign(problem)
    cuts = itertools.combinations(range(1, 6), 2)
    best = min(sum((sum(part) / 4 - 1) ** 2 for part in (loads[:a], loads[a:b], loads[b:])) for a, b in cuts)
    assert plan.outcome.proven
    assert plan.outcome.value == pytest.approx(10 * best)


def test_a_week_in_the_best_of_all_orders():
    rows = [
        Household(f"{i}", 300.0 * x, 300.0 * y, 5.0, "monthly")
        for i, (x, y) in enumerate([(1, 0), (2, 1), (0, 2), (2, 2)])
    ]
    month = Month(rows, [Worker("w", 0, 0)], 1)
    walked = plan_month(month, budget=Budget(steps=2_000)).rounds[0].walked
    places = [(0.0, 0.0), *((h.x, h.y) for h in rows)]
    best = min(
        sum(math.dist(places[a], places[b]) for a, b in itertools.pairwise([0, *way, 0]))
        for way in itertools.permutations(range(1, 5))
    )
    assert walked == pytest.approx(best * 1.3 / 72.0)


@pytest.mark.parametrize("kind", ["month", "day", "roster", "assign", "draw", "site", "match", "calendar"])
def test_made_towns_are_the_same_again(kind: str):
    assert town.make(kind, 4) == town.make(kind, 4)
    assert town.make(kind, 4) != town.make(kind, 5)


def test_two_households_of_one_name_are_refused():
    row = Household("甲", 0, 0, 5.0, "monthly")
    with pytest.raises(Refusal) as no:
        plan_month(Month([row, msgspec.structs.replace(row, x=9.0)], [Worker("w", 0, 0)]))
    assert no.value.facts["who"] == ["甲"]
