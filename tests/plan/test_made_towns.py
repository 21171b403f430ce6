"""Every solver on made towns: no fault by its own checker, the same answer for the same seed and steps."""

import math

import msgspec
import pytest

from linli.kernel.refusal import Refusal
from linli.plan import town
from linli.plan.budget import Budget
from linli.plan.verbs import VERBS

SMALL = {
    "visits": {"households": 30}, "day": {}, "assign": {"grids": 30, "workers": 13},
    "site": {"homes": 300, "sites": 60, "stations": 45}, "match": {"helpers": 200, "tasks": 80}, "calendar": {},
}  # fmt: skip


def plan(kind: str, seed: int, steps: int = 2000, **more):
    shape, solver = VERBS[kind].load()
    made = town.make(VERBS[kind].town, seed, **SMALL.get(kind, {}))
    return solver(msgspec.convert({**made, **more}, shape), seed=seed, budget=Budget(2.0, steps))


@pytest.mark.parametrize("kind", [kind for kind in SMALL if kind != "site"])
@pytest.mark.parametrize("seed", [1, 2])
def test_without_faults(kind: str, seed: int):
    assert plan(kind, seed).outcome.faults == []


def test_siting_without_faults():
    shape, solver = VERBS["site"].load()
    made = msgspec.convert(town.make("site", 1, **SMALL["site"]), shape)
    found = solver(made, seed=1, budget=Budget(3.0))
    assert found.outcome.faults == []
    assert found.outcome.bound <= found.outcome.value + 1e-6


@pytest.mark.parametrize("kind", ["visits", "day", "assign", "match"])
def test_same_seed_and_steps_same_plan(kind: str):
    first, second = plan(kind, 3), plan(kind, 3)
    same = {"seconds": 0.0}
    assert msgspec.structs.replace(first, outcome=msgspec.structs.replace(first.outcome, **same)) == (
        msgspec.structs.replace(second, outcome=msgspec.structs.replace(second.outcome, **same))
    )


def test_no_budget_gives_the_first_plan():
    found = plan("visits", 1, steps=0)
    assert found.rounds
    assert [fault.code for fault in found.outcome.faults if fault.code != "window"] == []


@pytest.mark.parametrize("number", [-1.0, math.inf])
def test_bad_minutes_are_refused_by_name(number: float):
    made = town.month(1, households=5)
    made["households"][2]["minutes"] = number
    shape, solver = VERBS["visits"].load()
    with pytest.raises(Refusal) as refused:
        solver(msgspec.convert(made, shape))
    assert refused.value.facts["who"] == ["户003"]


def test_too_many_households_are_refused():
    made = town.month(1, households=3)
    row = made["households"][0]
    made["households"] = [{**row, "id": str(i)} for i in range(100_000)]
    shape, solver = VERBS["visits"].load()
    with pytest.raises(Refusal) as refused:
        solver(msgspec.convert(made, shape))
    assert refused.value.code == "plan_too_large"


def test_leave_of_two_weeks_is_explained():
    made = town.month(2, households=20)
    made["workers"][0]["leave"] = list(range(14))
    shape, solver = VERBS["visits"].load()
    found = solver(msgspec.convert(made, shape), budget=Budget(steps=2000))
    assert found.outcome.faults == []
    assert {note.rule for note in found.outcome.notes} == {"leave"}
    assert found.missed


def test_more_stations_than_sites_is_refused():
    made = town.site(1, homes=20, sites=5, stations=9)
    shape, solver = VERBS["site"].load()
    with pytest.raises(Refusal) as refused:
        solver(msgspec.convert(made, shape))
    assert refused.value.code == "plan_too_few_sites"
