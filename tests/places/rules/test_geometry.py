"""Polygons: the border rule proved exactly, tilings without gap or double, areas, middles, distances."""

from fractions import Fraction
from itertools import pairwise
from math import cos, inf, nextafter, pi, radians, sin, sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.places.rules.shapes import (
    LAT,
    LON,
    border_points,
    box,
    box_ring,
    corners,
    metres_box,
    star,
    tiling,
)

from linli.places.rules.banded import Banded
from linli.places.rules.geometry import (
    Box,
    MultiPolygon,
    area_m2,
    border_distance_m,
    bounding_box,
    centroid,
    contains,
    distance_m,
    equal_area_height,
    from_lists,
    inner_point,
    is_closed,
    metres_per_degree,
    side,
    tidy,
    to_lists,
    turns_left,
)

small = st.integers(0, 12)
half_steps = st.integers(-2, 26).map(lambda n: n / 2)
lattice_rings = st.lists(st.tuples(small, small), min_size=3, max_size=10).map(lambda c: (*c, c[0]))
seeds = st.integers(0, 10_000)


def just_north_east(shape: MultiPolygon, x: float, y: float) -> bool:
    """The same question put to a point a hair east and half a hair north, which lies on no border.

    Rational arithmetic and the crossings north of the point, where the code counts those east of it.
    """
    px, py = Fraction(x) + Fraction(1, 10**4), Fraction(y) + Fraction(1, 10**9)
    inside = False
    for polygon in shape:
        for ring in polygon:
            for (x1, y1), (x2, y2) in pairwise(ring):
                if (x1 < px) is not (x2 < px):
                    at = Fraction(y1) + (px - Fraction(x1)) * Fraction(y2 - y1) / Fraction(x2 - x1)
                    inside ^= at > py
    return inside


@given(ring=lattice_rings, hole=lattice_rings, x=half_steps, y=half_steps)
def test_the_border_rule_is_a_step_to_the_north_east(ring, hole, x, y):
    shape = ((ring, hole),)
    assert contains(shape, x, y) is just_north_east(shape, x, y)


@given(ring=lattice_rings, hole=lattice_rings, x=half_steps, y=half_steps)
def test_bands_answer_as_the_plain_test_does(ring, hole, x, y):
    edge = bounding_box(((ring,),))
    inside = tuple(
        (min(max(lon, edge.west), edge.east), min(max(lat, edge.south), edge.north)) for lon, lat in hole
    )
    shape = ((ring, inside),)
    assert Banded(shape).contains(x, y) is contains(shape, x, y)


@pytest.mark.parametrize(
    ("x", "y", "inside"),
    [
        (0, 0, True),  # the south-west corner and both borders that meet there
        (0, 1, True),
        (1, 0, True),
        (4, 0, False),
        (0, 4, False),
        (4, 4, False),
        (4, 1, False),
        (1, 4, False),
        (2, 2, False),  # in the hole
        (1, 1, False),  # west and south borders of the hole are the hole's
        (3, 2, True),  # its east and north borders are not
        (2, 3, True),
        (3, 3, True),
    ],
)
def test_borders_of_a_square_with_a_hole(x, y, inside):
    shape = ((box_ring(0, 0, 4, 4), box_ring(1, 1, 3, 3)),)
    assert contains(shape, x, y) is inside
    assert Banded(shape).contains(x, y) is inside


@given(seed=seeds, data=st.data())
def test_every_point_of_the_parent_has_exactly_one_child(seed, data):
    parent, children = tiling(seed)
    edge = bounding_box(parent)
    anywhere = st.tuples(st.floats(edge.west, edge.east), st.floats(edge.south, edge.north))
    on_borders = st.sampled_from(border_points(children[data.draw(st.sampled_from(sorted(children)))]))
    for lon, lat in data.draw(st.lists(anywhere | on_borders, min_size=5, max_size=20)):
        holders = [key for key, shape in children.items() if contains(shape, lon, lat)]
        assert len(holders) == (1 if contains(parent, lon, lat) else 0), (lon, lat, holders)


@given(seed=seeds)
def test_a_neighbouring_float_of_a_corner_has_exactly_one_child(seed):
    parent, children = tiling(seed, side=2)
    for lon, lat in corners(children["0-0"]):
        for x in (nextafter(lon, -inf), lon, nextafter(lon, inf)):
            for y in (nextafter(lat, -inf), lat, nextafter(lat, inf)):
                held = sum(contains(shape, x, y) for shape in children.values())
                assert held == contains(parent, x, y)


@given(*[st.floats(-180, 180)] * 6)
def test_side_has_the_sign_of_rational_arithmetic(x1, y1, x2, y2, x, y):
    exact = (Fraction(x2) - Fraction(x1)) * (Fraction(y) - Fraction(y1)) - (Fraction(y2) - Fraction(y1)) * (
        Fraction(x) - Fraction(x1)
    )
    answer = side(x1, y1, x2, y2, x, y)
    assert (answer > 0) is (exact > 0)
    assert (answer < 0) is (exact < 0)


def test_side_is_exact_where_floats_are_not():
    assert side(0.1, 0.1, 0.3, 0.3, 0.2, 0.2) == 0
    assert side(0.1, 0.1, 0.3, 0.3, 0.2, nextafter(0.2, 1)) > 0
    assert side(0.1, 0.1, 0.3, 0.3, 0.2, nextafter(0.2, 0)) < 0


def test_side_close_to_a_line():
    """Points rounded onto a line: the plain product has the wrong sign for about one in a hundred of them."""
    chance = Random(1)
    for _ in range(3_000):
        x1, x2, y1, y2 = (chance.uniform(0, most) for most in (180, 180, 90, 90))
        share = chance.random()
        x, y = x1 + share * (x2 - x1), y1 + share * (y2 - y1)
        exact = (Fraction(x2) - Fraction(x1)) * (Fraction(y) - Fraction(y1))
        exact -= (Fraction(y2) - Fraction(y1)) * (Fraction(x) - Fraction(x1))
        answer = side(x1, y1, x2, y2, x, y)
        assert (answer > 0, answer < 0) == (exact > 0, exact < 0)


def integrated_area(west: float, south: float, east: float, north: float) -> float:
    """Square metres between two meridians and two parallels, summed strip by strip on the ellipsoid."""
    axis, flat = 6378137.0, 1 / 298.257222101
    e2, steps = flat * (2 - flat), 2000
    total = 0.0
    for number in range(steps):
        phi = radians(south + (north - south) * (number + 0.5) / steps)
        curve = 1 - e2 * sin(phi) ** 2
        total += axis / sqrt(curve) * cos(phi) * axis * (1 - e2) / curve**1.5
    return total * radians(north - south) / steps * radians(east - west)


@pytest.mark.parametrize(
    "edges",
    [(0, 0, 1, 1), (106.8, 39.65, 106.81, 39.66), (73.5, 18, 134, 53), (106.8, 39.65, 106.8001, 39.6501)],
)
def test_area_is_that_of_the_ellipsoid(edges):
    assert area_m2(box(*edges)) == pytest.approx(integrated_area(*edges), rel=1e-6)


def test_area_of_the_whole_earth():
    assert 4 * pi * equal_area_height(90) * 6378137.0 == pytest.approx(5.10065621724e14, rel=1e-10)


def test_holes_are_taken_off_whatever_their_direction():
    outer, hole = box_ring(106.8, 39.6, 106.9, 39.7), box_ring(106.82, 39.62, 106.84, 39.64)
    rest = area_m2(((outer,),)) - area_m2(((hole,),))
    assert area_m2(((outer, hole),)) == pytest.approx(rest)
    assert area_m2(((outer[::-1], hole[::-1]),)) == pytest.approx(rest)


@given(seed=seeds)
def test_children_have_the_area_of_their_parent(seed):
    parent, children = tiling(seed)
    assert sum(map(area_m2, children.values())) == pytest.approx(area_m2(parent), rel=1e-9)


@given(seed=seeds, hole=st.booleans())
def test_an_inner_point_is_inside(seed, hole):
    shape = star(seed, hole=hole)
    assert contains(shape, *inner_point(shape))


def test_the_middle_of_a_square_and_of_one_with_a_hole():
    assert centroid(box(0, 0, 4, 2)) == pytest.approx((2, 1))
    assert centroid(((box_ring(0, 0, 4, 2), box_ring(2, 0.5, 3, 1.5)),)) == pytest.approx((2 - 0.5 / 7, 1))
    assert centroid(box(0, 0, 4, 2) + box(6, 0, 10, 2)) == pytest.approx((5, 1))


def test_the_middle_of_a_ring_without_area():
    line = ((1.0, 2.0), (3.0, 4.0), (1.0, 2.0))
    assert centroid(((line,),)) == (1, 2)


@given(seed=seeds, hole=st.booleans())
def test_tidy_turns_rings_the_right_way_and_keeps_the_area(seed, hole):
    shape = star(seed, hole=hole)
    messy = tuple(tuple((ring[0], *ring[::-1]) for ring in polygon) for polygon in shape)
    clean = tidy(messy)
    assert [turns_left(ring) for ring in clean[0]] == [True, False][: len(clean[0])]
    assert all(a != b for ring in clean[0] for a, b in pairwise(ring))
    assert all(is_closed(ring) for ring in clean[0])
    assert area_m2(clean) == pytest.approx(area_m2(shape))
    assert tidy(clean) == clean


@pytest.mark.parametrize(
    ("ring", "closed"),
    [
        (box_ring(0, 0, 1, 1), True),
        (box_ring(0, 0, 1, 1)[:-1], False),
        (((0, 0), (1, 1), (0, 0)), False),
        ((), False),
    ],
)
def test_closed_rings(ring, closed):
    assert is_closed(ring) is closed


def test_boxes_touch():
    assert Box(0, 0, 1, 1).touches(Box(1, 1, 2, 2))
    assert not Box(0, 0, 1, 1).touches(Box(1.1, 0, 2, 1))
    assert not Box(0, 0, 1, 1).touches(Box(0, 1.1, 1, 2))
    assert bounding_box(box(0, 0, 1, 2) + box(3, -1, 4, 0)) == Box(0, -1, 4, 2)


def test_distances_in_metres():
    shape = metres_box(0, 0, 100, 100)
    east, north = metres_per_degree(LAT)
    assert border_distance_m(shape, LON + 50 / east, LAT - 30 / north) == pytest.approx(30, abs=0.01)
    assert border_distance_m(shape, LON + 50 / east, LAT + 40 / north) == pytest.approx(40, abs=0.01)
    assert border_distance_m(shape, LON - 30 / east, LAT - 40 / north) == pytest.approx(50, abs=0.01)
    assert distance_m((LON, LAT), (LON + 3 / east, LAT + 4 / north)) == pytest.approx(5, rel=1e-4)
    # one degree along the equator and along the meridian (GRS80 tables)
    assert metres_per_degree(0)[0] == pytest.approx(111_319.49, abs=0.01)
    assert metres_per_degree(45)[1] == pytest.approx(111_131.78, abs=0.01)


@given(seed=seeds, hole=st.booleans())
def test_the_stored_form_is_exact(seed, hole):
    shape = star(seed, hole=hole)
    assert from_lists(to_lists(shape)) == shape
