"""Nearest area, then nearest category, then the newest row: against a naive oracle, and row by row."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.matters.rules.duties import Approved, covering, may_decide, pushed_down
from linli.matters.rules.responsibility import Duty, conflicts, derive, gaps, indexed

START = date(2026, 1, 1)
DAYS = st.integers(0, 40).map(lambda n: START + timedelta(days=n))


@st.composite
def duties(draw):
    rows = []
    for pk in range(draw(st.integers(0, 14))):
        since = draw(DAYS)
        until = draw(st.none() | st.integers(0, 20).map(lambda n, since=since: since + timedelta(days=n)))
        rows.append(
            Duty(pk, draw(st.integers(1, 4)), draw(st.integers(1, 4)), draw(st.integers(1, 3)), since, until)
        )
    return rows


CHAIN = st.lists(st.integers(1, 5), min_size=1, max_size=4, unique=True)


def naive(rows, areas, categories, on):
    """Every row that fits, ranked."""
    fits = [
        (-areas.index(row.area_id), -categories.index(row.category_id), row.since, row.id, row)
        for row in rows
        if row.area_id in areas and row.category_id in categories and row.since <= on
        and (row.until is None or row.until >= on)
    ]  # fmt: skip
    return max(fits)[-1] if fits else None


@given(duties(), CHAIN, CHAIN, DAYS)
@settings(max_examples=400)
def test_it_agrees_with_the_naive_oracle(rows, areas, categories, on):
    found = derive(indexed(rows), areas, categories, on)
    wanted = naive(rows, areas, categories, on)
    assert (found.duty if found else None) == wanted
    if found:
        for rival in found.rivals:
            assert (rival.area_id, rival.category_id) == (wanted.area_id, wanted.category_id)
            assert rival.organisation_id != wanted.organisation_id
            assert rival.holds(on)


@given(duties(), DAYS)
@settings(max_examples=200)
def test_conflicts_are_exactly_the_places_with_two_names(rows, on):
    named = {}
    for row in rows:
        if row.holds(on):
            named.setdefault((row.area_id, row.category_id), set()).add(row.organisation_id)
    wanted = {key for key, units in named.items() if len(units) > 1}
    assert {(found[0].area_id, found[0].category_id) for found in conflicts(indexed(rows), on)} == wanted


@given(duties(), st.lists(CHAIN, max_size=3), st.lists(CHAIN, max_size=3), DAYS)
@settings(max_examples=100)
def test_a_gap_is_where_nobody_is_named(rows, places, chains, on):
    index = indexed(rows)
    for area, category in gaps(index, places, chains, on):
        ways = [(p, c) for p in places for c in chains if (p[0], c[0]) == (area, category)]
        assert any(naive(rows, p, c, on) is None for p, c in ways)


ROWS = [
    Duty(1, 1, 10, 100, START, None), Duty(2, 2, 10, 200, START, None), Duty(3, 1, 11, 300, START, None),
    Duty(4, 2, 10, 201, START + timedelta(days=10), START + timedelta(days=12)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("areas", "categories", "days", "row"),
    [
        ([2, 1], [11, 10], 0, 2), ([1], [11, 10], 0, 3), ([1], [12, 10], 0, 1), ([2, 1], [10], 10, 4),
        ([2, 1], [10], 12, 4), ([2, 1], [10], 13, 2), ([3], [10], 0, None), ([2, 1], [12], 0, None), ([2, 1], [10], -1, None),
    ],
)  # fmt: skip
def test_the_nearest_area_is_asked_before_the_finer_category(areas, categories, days, row):
    found = derive(indexed(ROWS), areas, categories, START + timedelta(days=days))
    assert (found.duty.id if found else None) == row


@pytest.mark.parametrize(
    ("roles", "by_department", "may"),
    [
        ({"leader"}, False, True), ({"district_desk"}, False, True), ({"street_desk"}, False, False),
        ({"street_desk"}, True, True), ({"leader", "street_desk"}, False, True), ({"community_desk"}, True, False),
        ({"department_staff"}, True, False), (set(), True, False),
    ],
)  # fmt: skip
def test_who_may_decide(roles, by_department, may):
    assert may_decide(roles, by_department=by_department) is may


@pytest.mark.parametrize(
    ("before", "after", "down"),
    [
        ("street_desk", "community_desk", True), ("district_desk", "grid_worker", True), ("street_desk", "street_desk", False),
        ("community_desk", "grid_worker", False), ("grid_worker", "community_desk", False), ("community_desk", "street_desk", False),
    ],
)  # fmt: skip
def test_what_counts_as_pushing_down(before, after, down):
    assert pushed_down(before, after) is down


def test_an_approval_covers_its_category_and_all_below_on_its_days():
    own, every = Approved(1, 11, START, START), Approved(2, None, START, START + timedelta(days=5))
    assert covering([every, own], [12, 11, 10], START) == own
    assert covering([every, own], [12, 11, 10], START + timedelta(days=1)) == every
    assert covering([own], [10], START) is None
    assert covering([every], [10], START + timedelta(days=6)) is None
