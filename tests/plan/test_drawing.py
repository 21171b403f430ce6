"""Drawn grids: connected and even, walls kept, old grids kept, and the checker finds what is wrong."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.kernel.refusal import Refusal
from linli.plan import town
from linli.plan.budget import Budget
from linli.plan.districts import check
from linli.plan.districts.draw import Building, Drawing, plan_draw


def made(seed: int = 1, buildings: int = 200, grids: int = 10) -> Drawing:
    return msgspec.convert(town.draw(seed, buildings=buildings, grids=grids), Drawing)


def planned(problem: Drawing, seed: int = 1, steps: int = 3_000_000):
    return plan_draw(problem, seed=seed, budget=Budget(steps=steps))


def test_even_connected_and_the_same_again():
    found = planned(made())
    assert found.outcome.faults == []
    assert found.worst <= 10.0
    assert found.grids == planned(made()).grids


def line(count: int, loads: list[float], **more) -> Drawing:
    rows = [Building(f"楼{i}", 50.0 * i, 0, loads[i]) for i in range(count)]
    return Drawing(rows, edges=[(f"楼{i}", f"楼{i + 1}") for i in range(count - 1)], **more)


def test_a_row_of_houses_is_cut_where_it_must():
    found = planned(line(6, [10, 10, 10, 10, 10, 10], grids=3), steps=20_000)
    assert sorted(sorted(g.buildings) for g in found.grids) == [
        ["楼0", "楼1"],
        ["楼2", "楼3"],
        ["楼4", "楼5"],
    ]


def test_old_grids_stay_where_they_are_good():
    first = planned(made())
    of = {b: g.id for g in first.grids for b in g.buildings}
    problem = made()
    rows = [msgspec.structs.replace(b, grid=of[b.id]) for b in problem.buildings]
    again = planned(msgspec.structs.replace(problem, buildings=rows, keep=50.0), seed=7)
    assert len(again.outcome.moved) <= 0.05 * len(rows)


def test_walls_part_neighbours():
    rows = [Building(f"{i}", 40.0 * (i % 4), 40.0 * (i // 4), 10) for i in range(8)]
    problem = Drawing(rows, 2, walls=[[(-50.0, 20.0), (300.0, 20.0)]], sight=60.0)
    found = planned(problem, steps=20_000)
    assert sorted(sorted(g.buildings) for g in found.grids) == [["0", "1", "2", "3"], ["4", "5", "6", "7"]]
    with pytest.raises(Refusal) as no:
        planned(msgspec.structs.replace(problem, grids=1))
    assert no.value.code == "plan_disconnected"


def test_checker_finds_broken_and_uneven_grids():
    problem = line(4, [10, 10, 10, 10], grids=2)
    assert check.drawing(problem, {"a": ["楼0", "楼1"], "b": ["楼2", "楼3"]}) == []
    assert "broken" in {f.code for f in check.drawing(problem, {"a": ["楼0", "楼2"], "b": ["楼1", "楼3"]})}
    assert "load" in {f.code for f in check.drawing(problem, {"a": ["楼0"], "b": ["楼1", "楼2", "楼3"]})}
    assert "not_once" in {f.code for f in check.drawing(problem, {"a": ["楼0", "楼1"], "b": ["楼2"]})}


def test_a_house_too_large_is_named():
    found = planned(line(4, [100, 10, 10, 10], grids=2), steps=20_000)
    assert found.outcome.notes[0].rule == "building"
    assert found.outcome.notes[0].who == ["楼0"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    places=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=12), grids=st.integers(0, 4),
    load=st.integers(0, 9), seed=st.integers(1, 9), sight=st.sampled_from([0.0, 60.0, 1000.0]),
)  # fmt: skip
def test_any_drawing_is_whole_or_refused(places, grids, load, seed, sight):
    rows = [Building(f"{i}", 50.0 * x, 50.0 * y, float(load)) for i, (x, y) in enumerate(places)]
    try:
        found = planned(Drawing(rows, grids, sight=sight), seed, 5_000)
    except Refusal as no:
        if no.code not in {"plan_bad_grids", "plan_disconnected"}:
            raise
        return
    assert {f.code for f in found.outcome.faults} <= {"load"}
    assert bool(found.outcome.faults) == bool(found.outcome.notes)
