"""Charts stay on their sheet, scales end above what they show."""

import re
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linli.board.rules.charts import bounds_of, nice_top, plot, step_of

FIRST = date(2026, 11, 1)


@given(st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 5_000)), min_size=2, max_size=60))
def test_every_point_lies_on_the_sheet(counts):
    drawn = plot({FIRST + timedelta(days=at): row for at, row in enumerate(counts)})
    for line in drawn.lines:
        for x, y in re.findall(r"([\d.]+) ([\d.]+)", line.path):
            assert 30 <= float(x) <= 504.05
            assert 9.95 <= float(y) <= 202.05
    assert abs(drawn.lines[0].label_y - drawn.lines[1].label_y) >= 17.9


@given(st.integers(0, 10**6))
def test_a_scale_ends_above_what_it_shows(most):
    assert nice_top(most) >= most
    assert nice_top(most) % 3 == 0


def test_a_day_makes_no_line():
    assert plot({FIRST: (1, 2)}) is None


@given(st.lists(st.integers(0, 500), min_size=1))
def test_five_depths(values):
    bounds = bounds_of(values)
    assert {step_of(value, bounds) for value in values} <= set(range(5))
