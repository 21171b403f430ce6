"""Siting: money, the curve of the worst-served community, and small cases against all choices."""

import itertools
import math
from random import Random

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.kernel.refusal import Refusal
from linli.plan.budget import Budget
from linli.plan.siting.site import Home, Site, Siting, plan_site


def made(seed: int, **more) -> Siting:
    chance = Random(seed)
    homes = [Home(f"h{i}", chance.uniform(0, 4000), chance.uniform(0, 4000), chance.randint(1, 9), f"社区{i % 3}")
             for i in range(25)]  # fmt: skip
    sites = [Site(f"s{j}", chance.uniform(0, 4000), chance.uniform(0, 4000), f"社区{j % 3}", j == 0, chance.randint(1, 4))
             for j in range(8)]  # fmt: skip
    return Siting(homes, sites, **{"stations": 4, **more})


def covered(problem: Siting, chosen: tuple[Site, ...]) -> float:
    return sum(
        h.people for h in problem.homes
        if any(math.dist((h.x, h.y), (s.x, s.y)) <= problem.reach for s in chosen)
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("money", [None, 5.0])
def test_as_many_people_as_any_choice(seed: int, money: float | None):
    problem = made(seed, money=money)
    found = plan_site(problem, budget=Budget(3.0))
    first, others = problem.sites[0], problem.sites[1:]
    sizes = [3] if money is None else range(4)
    best = max(
        covered(problem, (first, *some)) for n in sizes for some in itertools.combinations(others, n)
        if money is None or sum(s.price for s in some) <= money
    )  # fmt: skip
    assert found.outcome.faults == []
    assert found.covered == best


def test_curve_rises_and_the_mean_walk_takes_no_money():
    found = plan_site(made(1, curve=[2, 4, 6]), budget=Budget(2.0))
    assert [p.stations for p in found.curve] == [2, 4, 6]
    assert found.curve[0].covered <= found.curve[1].covered <= found.curve[2].covered
    with pytest.raises(Refusal):
        plan_site(made(1, aim="mean", money=3.0))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    homes=st.integers(1, 6), sites=st.integers(1, 4), stations=st.integers(0, 5), people=st.integers(0, 3),
    aim=st.sampled_from(["cover", "mean"]), each=st.booleans(),
)  # fmt: skip
def test_any_siting_is_sound_or_refused(homes, sites, stations, people, aim, each):
    problem = Siting(
        [Home(f"h{i}", 900.0 * i, 0, people, f"{i % 2}") for i in range(homes)],
        [Site(f"s{j}", 700.0 * (j // 2), 0, f"{j % 2}") for j in range(sites)], stations, aim, one_per_community=each,
    )  # fmt: skip
    try:
        found = plan_site(problem, budget=Budget(0.2))
    except Refusal as no:
        if no.code not in {"plan_too_few_sites", "plan_too_few_stations"}:
            raise
        return
    assert found.outcome.faults == []
    assert msgspec.json.encode(found.outcome)
