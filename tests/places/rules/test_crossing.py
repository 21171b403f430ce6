"""Borders that cross or touch themselves, against a comparison of all pairs in rational arithmetic."""

from fractions import Fraction
from itertools import combinations, pairwise
from math import cos, pi, sin
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.places.rules.shapes import box_ring, star, tiling

from linli.places.rules.crossing import first_contact, stray_hole
from linli.places.rules.geometry import Point, Polygon

small = st.integers(0, 8)
lattice_rings = st.lists(st.tuples(small, small), min_size=3, max_size=12).map(lambda c: (*c, c[0]))


def meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """True when the closed segments a-b and c-d have a point in common; corners are small integers."""

    def turn(p: Point, q: Point, r: Point) -> Fraction:
        return (Fraction(q[0]) - Fraction(p[0])) * (Fraction(r[1]) - Fraction(p[1])) - (
            Fraction(q[1]) - Fraction(p[1])
        ) * (Fraction(r[0]) - Fraction(p[0]))

    def between(p: Point, q: Point, r: Point) -> bool:
        return min(p[0], q[0]) <= r[0] <= max(p[0], q[0]) and min(p[1], q[1]) <= r[1] <= max(p[1], q[1])

    one, two, three, four = turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)
    if one * two < 0 and three * four < 0:
        return True
    ends = ((one, a, b, c), (two, a, b, d), (three, c, d, a), (four, c, d, b))
    return any(value == 0 and between(p, q, r) for value, p, q, r in ends)


def has_contact(polygon: Polygon) -> bool:
    corners = [corner for ring in polygon for corner in ring[1:]]
    if len(set(corners)) < len(corners):
        return True
    edges = [edge for ring in polygon for edge in pairwise(ring)]
    for (a, b), (c, d) in combinations(edges, 2):
        common = {a, b} & {c, d}
        if not common and meet(a, b, c, d):
            return True
        # neighbours meet at their corner; anything more lies on the other
        if common and (
            meet(a, b, *[p for p in (c, d) if p not in common] * 2)
            or meet(c, d, *[p for p in (a, b) if p not in common] * 2)
        ):
            return True
    return False


@given(ring=lattice_rings)
def test_one_ring_as_all_pairs_say(ring):
    assert (first_contact((ring,)) is not None) is has_contact((ring,))


@given(ring=lattice_rings, hole=lattice_rings)
def test_two_rings_as_all_pairs_say(ring, hole):
    assert (first_contact((ring, hole)) is not None) is has_contact((ring, hole))


@given(seed=st.integers(0, 10_000), place=st.integers(0, 7), east=st.floats(-1, 1), north=st.floats(-1, 1))
def test_a_star_with_one_corner_astray_as_all_pairs_say(seed, place, east, north):
    ring = list(star(seed, 0.0, 0.0, 1.0)[0][0])
    ring[place + 1] = (east, north)
    polygon = ((*ring[:-1], ring[0]),)
    assert (first_contact(polygon) is not None) is has_contact(polygon)


def test_a_crossing_that_only_an_ending_edge_uncovers():
    """Two long edges cross in the east; the notch between them ends in the west."""
    ring = ((0, 0), (10, 5), (10, 0), (0, 5), (0, 3), (2, 2.5), (0, 2), (0, 0))
    assert first_contact((ring,)) == pytest.approx((5, 2.5))


@given(seed=st.integers(0, 10_000), hole=st.booleans())
def test_a_sound_star_has_no_contact(seed, hole):
    polygon = star(seed, hole=hole)[0]
    assert first_contact(polygon) is None
    assert stray_hole(polygon) is None


@given(seed=st.integers(0, 10_000))
def test_sound_neighbours_have_no_contact(seed):
    parent, children = tiling(seed)
    for shape in (parent, *children.values()):
        assert first_contact(shape[0]) is None


@pytest.mark.parametrize(
    ("ring", "where"),
    [
        (((0, 0), (4, 4), (4, 0), (0, 4), (0, 0)), (2, 2)),  # a bow tie
        (((0, 0), (4, 0), (4, 4), (2, 0), (0, 4), (0, 0)), (2, 0)),  # a corner on a border
        (((0, 0), (4, 0), (2, 2), (4, 4), (0, 4), (2, 2), (0, 0)), (2, 2)),  # two corners in one place
        (((0, 0), (4, 0), (4, 2), (4, 0), (0, 4), (0, 0)), (4, 0)),  # a spike
        (((0, 0), (4, 0), (8, 0), (4, 0), (0, 0)), (4, 0)),  # there and back
    ],
)
def test_where_the_contact_is(ring, where):
    assert first_contact((ring,)) == pytest.approx(where)


def test_holes_that_cross_touch_or_stray():
    outer = box_ring(0, 0, 10, 10)
    assert first_contact((outer, box_ring(8, 8, 12, 12))) is not None
    assert first_contact((outer, box_ring(0, 2, 2, 4))) is not None
    assert first_contact((outer, box_ring(2, 2, 5, 5), box_ring(4, 4, 6, 6))) is not None
    assert stray_hole((outer, box_ring(2, 2, 5, 5), box_ring(6, 6, 7, 7))) is None
    assert stray_hole((outer, box_ring(12, 12, 13, 13))) == (12, 12)
    assert stray_hole((outer, box_ring(2, 2, 8, 8), box_ring(4, 4, 5, 5))) == (4, 4)


def test_a_hair_apart_is_apart():
    assert first_contact((((0.1, 0.1), (0.3, 0.3), (0.2, 0.2), (0.1, 0.3), (0.1, 0.1)),)) is not None
    assert (
        first_contact((((0.1, 0.1), (0.3, 0.3), (0.2, 0.20000000000000004), (0.1, 0.3), (0.1, 0.1)),)) is None
    )


def test_the_largest_allowed_ring_is_read_in_seconds():
    """20,000 corners in the worst order for bounding boxes: slanting teeth that all lie side by side."""
    teeth = 9_999
    ring: list[Point] = []
    for tooth in range(teeth):
        ring += [(tooth * 1e-4, 0.0), (tooth * 1e-4 + 1.00005, 1.0)]
    ring += [(teeth * 1e-4, -1.0), ring[0]]
    begun = perf_counter()
    assert first_contact((tuple(ring),)) is None
    assert perf_counter() - begun < 20
    circle = tuple((cos(2 * pi * n / 20_000), sin(2 * pi * n / 20_000)) for n in range(20_000))
    assert first_contact(((*circle, circle[0]),)) is None
