"""Duty rosters: rules kept, fair, proven against trying everything, mended with few moves, swapped by the rules."""

from itertools import product

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.kernel.refusal import Refusal
from linli.plan import town
from linli.plan.budget import Budget
from linli.plan.roster import check, why
from linli.plan.roster.shapes import Person, Roster, Seat, Station
from linli.plan.roster.solve import plan_roster
from linli.plan.roster.swap import Swap, plan_swap
from linli.plan.roster.table import unfairness

QUICK = {"steps": 200_000}


def made(seed: int = 1, **sizes: int) -> Roster:
    return msgspec.convert(
        town.roster(seed, **{"stations": 2, "days": 28, "staff": 4, "volunteers": 30, **sizes}), Roster
    )


def planned(problem: Roster, seed: int = 1, steps: int = 200_000):
    return plan_roster(problem, seed=seed, budget=Budget(steps=steps))


def test_no_rule_is_broken_and_the_bound_holds():
    found = planned(made())
    assert found.outcome.faults == []
    assert found.outcome.bound <= found.outcome.value + 1e-6
    assert {s.person[:2] for s in found.seats if made().calendar[s.day] == "work"} == {"职工"}


def test_make_up_day_belongs_to_the_staff():
    problem = made()
    calendar = list(problem.calendar)
    saturday = calendar.index("rest")
    calendar[saturday] = "work"
    found = planned(msgspec.structs.replace(problem, calendar=calendar))
    assert {s.person[:2] for s in found.seats if s.day == saturday} <= {"职工"}


def test_same_seed_same_roster():
    assert planned(made(), 5).seats == planned(made(), 5).seats


@pytest.mark.parametrize("fault", ["away", "far", "gap", "quota", "kind", "crowded"])
def test_checker_finds_a_broken_rule(fault: str):
    problem = Roster(
        [Station("站", 0, 0)], ["rest"] * 3, [Person("甲", "volunteer", 0, 0, quota=1), Person("乙", "staff", 0, 0),
        Person("丙", "volunteer", 9000, 0), Person("丁", "volunteer", 0, 0, away=[1])], rest_days=2,
    )  # fmt: skip
    seats = {
        "away": [Seat(1, "am", "站", "丁")], "far": [Seat(0, "am", "站", "丙")], "kind": [Seat(0, "am", "站", "乙")],
        "gap": [Seat(0, "am", "站", "甲"), Seat(1, "am", "站", "甲")],
        "quota": [Seat(0, "am", "站", "甲"), Seat(2, "am", "站", "甲")],
        "crowded": [Seat(0, "am", "站", w) for w in ("甲", "丁", "甲")],
    }[fault]  # fmt: skip
    assert fault in {f.code for f in check.faults(problem, seats)}


def brute(problem: Roster) -> float:
    """The cheapest of all rosters of one station, one seat a half day."""
    slots = [(d, part) for d in range(len(problem.calendar)) for part in ("am", "pm")]
    people = problem.people
    total = sum(2 for _ in slots)
    quotas = sum(p.quota for p in people)
    best = float("inf")
    for choice in product([None, *range(len(people))], repeat=len(slots)):
        seats = [
            Seat(d, part, "站", people[c].id)
            for (d, part), c in zip(slots, choice, strict=True)
            if c is not None
        ]
        if check.faults(problem, seats):
            continue
        price = 1000.0 * sum(c is None for c in choice)
        for i, p in enumerate(people):
            price += sum(round(10 * (abs(p.x) / 150)) / 10 for c in choice if c == i)
            load = 2 * sum(c == i for c in choice)
            price += round(60 * unfairness(load - max(0.0, total * p.quota / quotas + p.owed))) / 10
        best = min(best, price)
    return best


@pytest.mark.parametrize("seed", range(4))
def test_as_cheap_as_the_cheapest_of_all(seed: int):
    chance = __import__("random").Random(seed)
    people = [
        Person(f"人{i}", "volunteer", chance.randint(0, 1500), 0, quota=chance.randint(1, 3), away=chance.sample(range(3), 1))
        for i in range(3)
    ]  # fmt: skip
    problem = Roster([Station("站", 0, 0, need_rest=1)], ["rest"] * 3, people, rest_days=2)
    found = planned(problem, steps=50_000)
    assert found.groups["others"].value == pytest.approx(brute(problem), abs=0.11)


def test_repair_keeps_nearly_everything():
    problem = made(2)
    told = planned(problem)
    ill = told.seats[-1].person
    people = [msgspec.structs.replace(p, away=list(range(28))) if p.id == ill else p for p in problem.people]
    again = planned(msgspec.structs.replace(problem, people=people, told=told.seats, freeze=7))
    forced = sum(s.person == ill and s.day >= 7 for s in told.seats)
    others = [m for m in again.outcome.moved if m.before and m.before != ill]
    assert again.outcome.faults == []
    assert not any(s.person == ill and s.day >= 7 for s in again.seats)
    assert len(others) <= 2 * forced
    assert [s for s in again.seats if s.day < 7] == [s for s in told.seats if s.day < 7]


def test_locked_seats_stay_and_blocked_people_are_apart():
    problem = made(3)
    first = planned(problem)
    locked = first.seats[::9]
    pair = [p.id for p in problem.people if p.kind != "staff"][:2]
    people = [msgspec.structs.replace(p, blocked=[pair[1]]) if p.id == pair[0] else p for p in problem.people]
    found = planned(msgspec.structs.replace(problem, locked=locked, people=people), 9)
    assert set(locked) <= set(found.seats)
    assert [f for f in found.outcome.faults if f.code == "blocked"] == []


def test_swaps_keep_the_rules():
    problem = made(4)
    told = planned(problem)
    wants = next(s for s in told.seats if problem.calendar[s.day] != "work")
    plan = plan_swap(Swap(problem, told.seats, wants, most=5))
    assert {p.people for p in plan.proposals} <= {2, 3}
    assert plan.proposals
    for proposal in plan.proposals:
        gone = {c.leaves for c in proposal.changes}
        new = [s for s in told.seats if s not in gone] + [c.takes for c in proposal.changes]
        assert check.faults(problem, sorted(new)) == []
        assert wants not in new


def test_empty_seats_name_the_fewest_rules():
    ways = [
        {frozenset({"gap"}), frozenset({"away", "far"})},
        {frozenset({"gap", "quota"}), frozenset({"far"})},
    ]
    assert why.smallest(ways) == ("away", "far")
    assert why.smallest([{frozenset({"quota"})}]) == ("quota",)
    problem = Roster([Station("站", 0, 0)], ["rest"], [Person("甲", "volunteer", 0, 0, away=[0])])
    note = planned(problem, steps=100).outcome.notes[0]
    assert note.rule == "away"
    assert note.relax


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    days=st.lists(st.sampled_from(["work", "rest", "festival"]), max_size=8),
    people=st.integers(0, 5), quota=st.integers(0, 4), gap=st.integers(0, 4), far=st.sampled_from([0.0, 500.0, 5000.0]),
    need=st.integers(0, 3), seed=st.integers(1, 9),
)  # fmt: skip
def test_any_roster_keeps_its_rules(days, people, quota, gap, far, need, seed):
    rows = [
        Person(f"{i}", "staff" if i % 2 else "volunteer", 300.0 * i, 0, quota=quota, away=[i])
        for i in range(people)
    ]
    problem = Roster(
        [Station("站", 0, 0, need_work=need, need_rest=need)], days, rows, rest_days=gap, far=far
    )
    found = planned(problem, seed, 3_000)
    assert found.outcome.faults == []
    assert sum(e.missing for e in found.empty) + len(found.seats) == 2 * need * len(days)


def test_nonsense_is_refused_by_name():
    with pytest.raises(Refusal) as no:
        planned(msgspec.structs.replace(made(), people=[Person("甲", "staff", float("nan"), 0)]))
    assert no.value.facts["who"] == ["甲"]
