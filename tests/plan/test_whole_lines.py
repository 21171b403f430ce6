"""Whole lines of a ward: priced as cheaply as trying everything, and rosters of them against all rosters."""

import itertools
from random import Random

import numpy as np
import pytest

from linli.plan.budget import Budget
from linli.plan.formats.nurse import read, sections
from linli.plan.measure import nurse
from linli.plan.roster import ward_columns
from linli.plan.roster.nurse import solve

DAYS = 8


def ward_file(seed: int, people: int = 2) -> str:
    """Two kinds of shift over eight days with a weekend; N is counted, D may not follow it."""
    chance = Random(seed)
    rows = ["SECTION_HORIZON", str(DAYS), "SECTION_SHIFTS", "D,480,", "N,600,D", "SECTION_STAFF"]
    for p in range(people):
        least, rest = chance.randint(1, 3), chance.randint(1, 3)
        rows.append(
            f"P{p},D=8|N={chance.randint(0, 2)},3000,960,{least + 1},{least},{rest},{chance.randint(0, 1)}"
        )
    rows += ["SECTION_DAYS_OFF", *(f"P{p},{chance.randrange(DAYS)}" for p in range(people))]
    rows += ["SECTION_SHIFT_OFF_REQUESTS"]
    rows += [
        f"P{p},{chance.randrange(DAYS)},{chance.choice('DN')},{chance.randint(1, 4)}" for p in range(people)
    ]
    rows += ["SECTION_COVER"]
    rows += [f"{d},{t},{chance.randint(0, 1)},{chance.randint(3, 9)},1" for d in range(DAYS) for t in "DN"]
    return "\n".join(rows)


def lawful(text: str, p: int) -> list[tuple[int, ...]]:
    """Every line of the person that the checker of files passes."""
    parts = sections(text)
    names = ["", "D", "N"]
    row = parts["SECTION_STAFF"][p]
    lines = itertools.product(range(3), repeat=DAYS)
    return [line for line in lines if not nurse._person(parts, row, [names[t] for t in line])]


@pytest.mark.parametrize("seed", range(6))
def test_no_lawful_line_is_cheaper(seed: int):
    text = ward_file(seed)
    ways = ward_columns.pricing(read(text))
    assert ways is not None
    for p in range(2):
        prices = np.random.default_rng(seed).uniform(-3, 9, (DAYS, 3))
        all_lines = lawful(text, p)
        found = ways.lines(p, prices, 3)
        cost = [ways.ward.wish[p, d] - np.where(np.arange(3) > 0, prices[d], 0) for d in range(DAYS)]
        cheapest = min(sum(cost[d][t] for d, t in enumerate(line)) for line in all_lines)
        assert found[0][0] == pytest.approx(cheapest, abs=1e-3)
        assert {tuple(line.tolist()) for _, line in found} <= set(all_lines)


@pytest.mark.parametrize("seed", range(3))
def test_rosters_of_lines_against_all_rosters(seed: int):
    text = ward_file(seed)
    w = read(text)
    best = min(
        nurse_value(w, np.array([a, b])) for a, b in itertools.product(lawful(text, 0), lawful(text, 1))
    )
    found = solve(w, Budget(2.0), 1)
    assert found.value == best
    assert found.bound is not None
    assert found.bound <= best


def nurse_value(w, at) -> int:
    """Wishes and cover, added up anew."""
    wishes = sum(w.wish[p, d, at[p, d]] for p in range(len(at)) for d in range(DAYS))
    for d in range(DAYS):
        for t in (1, 2):
            less = w.need[d, t] - (at[:, d] == t).sum()
            wishes += w.under[d, t] * less if less > 0 else -w.over[d, t] * less
    return int(wishes)


def test_the_same_steps_give_the_same_roster():
    w = read(ward_file(7, people=4))
    one, two = (solve(w, Budget(steps=4_000), 3) for _ in range(2))
    assert one.value == two.value < np.inf
    assert (one.at == two.at).all()
    assert one.bound == two.bound
