"""Common area and excess, against plain rectangles, convex clipping and sums that must come out even."""

from itertools import pairwise
from math import cos, pi, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.places.rules.shapes import LAT, LON, box, box_ring, metres_box, star, tiling

from linli.places.rules.geometry import MultiPolygon, Point, Ring, area_m2
from linli.places.rules.overlap import excess, overlap

seeds = st.integers(0, 10_000)
FAR = box(LON + 5, LAT, LON + 5.1, LAT + 0.1)
shift = st.floats(-0.02, 0.02)


def test_two_rectangles():
    both = overlap(metres_box(0, 0, 100, 100), metres_box(60, 70, 100, 100))
    assert both.area_m2 == pytest.approx(40 * 30, rel=2e-3)
    assert both.depth_m == pytest.approx(15, rel=0.1)
    out = excess(metres_box(60, 70, 100, 100), metres_box(0, 0, 100, 100))
    assert out.area_m2 == pytest.approx(10_000 - 40 * 30, rel=2e-3)
    assert out.share == pytest.approx(0.88, abs=1e-3)
    assert out.reach_m == pytest.approx((60**2 + 70**2) ** 0.5, rel=2e-3)


@given(one=seeds, other=seeds, east=shift, north=shift, holes=st.tuples(st.booleans(), st.booleans()))
def test_common_part_and_excess_make_the_whole(one, other, east, north, holes):
    first = star(one, hole=holes[0])
    second = star(other, LON + east, LAT + north, hole=holes[1])
    common, out = overlap(first, second).area_m2, excess(first, second).area_m2
    whole = excess(first, FAR).area_m2
    assert whole == pytest.approx(area_m2(first), rel=1e-3)
    assert common + out == pytest.approx(whole, rel=1e-7, abs=0.01)
    assert common == pytest.approx(overlap(second, first).area_m2, rel=1e-3, abs=0.01)
    assert -1e-6 <= common <= min(whole, area_m2(second)) * 1.001


@given(one=seeds, other=seeds, east=shift, north=shift)
def test_convex_shapes_as_clipping_says(one, other, east, north):
    first, second = convex(one, LON, LAT), convex(other, LON + east, LAT + north)
    clipped = clip(first, second)
    expected = area_m2(((clipped,),)) if len(clipped) > 3 else 0.0
    assert overlap(((first,),), ((second,),)).area_m2 == pytest.approx(expected, rel=1e-3, abs=1)


@given(seed=seeds)
def test_neighbours_of_a_tiling_do_not_overlap_and_stay_in_their_parent(seed):
    parent, children = tiling(seed, side=2)
    shapes = list(children.values())
    for number, one in enumerate(shapes):
        for other in shapes[:number]:
            both = overlap(one, other)
            assert both.area_m2 < 1e-3
            assert not both.beyond(0.5)
        out = excess(one, parent)
        assert out.area_m2 < 1e-3
        assert not out.beyond(0.5)


@pytest.mark.parametrize(
    ("east", "north", "width", "height", "real"),
    [
        (99.8, 0, 100, 100, False),  # a border drawn twice, 20 cm apart
        (0, 99.8, 100, 100, False),
        (96, 0, 100, 100, True),  # four metres of a street
        (0, 96, 100, 100, True),
        (90, 90, 12, 13, True),  # a house
        (20, 20, 12, 13, True),  # an enclave
        (0, 0, 100, 100, True),  # the same shape again
    ],
)
def test_slivers_are_forgiven_and_houses_are_not(east, north, width, height, real):
    assert overlap(metres_box(0, 0, 100, 100), metres_box(east, north, width, height)).beyond(0.5) is real


def test_a_thin_spike_out_of_the_parent_is_seen():
    parent = metres_box(0, 0, 100, 100)
    ring = list(metres_box(10, 10, 50, 50)[0][0])
    spike = (((*ring[:2], (LON + 300 / 85_830, LAT + 30 / 111_040), *ring[2:]),),)
    thin = (
        (*ring[:2], (LON + 300 / 85_830, LAT + 30 / 111_040), (ring[1][0], ring[1][1] + 1e-9), *ring[2:]),
    )
    for child in (spike, (thin,)):
        assert excess(child, parent).reach_m == pytest.approx(200, rel=0.01)
        assert excess(child, parent).beyond(0.5)


@pytest.mark.parametrize("out", [0.2, 2.0, 4.9, 5.1, 60.0])
def test_the_reach_is_that_of_the_farthest_corner(out):
    parent = metres_box(0, 0, 100, 100)
    assert excess(metres_box(0, 0, 100 + out, 100), parent).reach_m == pytest.approx(out, rel=0.01)


def test_a_child_over_a_bay_of_its_parent_leaves_it():
    bay = ((*box_ring(0, 0, 3, 3)[:2], (3, 1), (1, 1), (1, 2), (3, 2), (3, 3), (0, 3), (0, 0)),)
    parent: MultiPolygon = (tuple(tuple((LON + x / 1e3, LAT + y / 1e3) for x, y in ring) for ring in bay),)
    child = box(LON, LAT, LON + 0.003, LAT + 0.003)  # all its corners are the parent's
    out = excess(child, parent)
    assert out.share == pytest.approx(2 / 9, rel=1e-3)
    assert out.beyond(0.5)


def test_a_long_straight_border_with_more_corners_on_one_side():
    """Ten kilometres of slanting border, written with two corners by the parent and eleven by the child."""
    (west, south), (east, north) = (LON, LAT), (LON + 0.08, LAT + 0.09)
    parent = ((((west, south), (east, north), (west, north), (west, south)),),)
    slant = [(west + (east - west) * step / 10, south + (north - south) * step / 10) for step in range(11)]
    child = (((*slant, (west, north), (west, south)),),)
    assert excess(child, parent).reach_m < 0.01
    assert excess(parent, child).reach_m < 0.01


def test_shapes_apart():
    near, far = metres_box(0, 0, 10, 10), metres_box(500, 0, 10, 10)
    assert overlap(near, far) == (0, 0)
    out = excess(near, far)
    assert out.share == pytest.approx(1)
    assert out.reach_m == pytest.approx(500, rel=2e-3)


def test_an_enclave_in_a_hole_does_not_overlap():
    around = ((box_ring(106, 39, 107, 40), box_ring(106.4, 39.4, 106.6, 39.6)),)
    assert overlap(around, box(106.4, 39.4, 106.6, 39.6)).area_m2 == 0
    assert excess(box(106.4, 39.4, 106.6, 39.6), around).share == pytest.approx(1)


def convex(seed: int, lon: float, lat: float) -> Ring:
    turns = sorted((seed * 0.37 + number * number * 0.61) % 1 * 2 * pi for number in range(3 + seed % 6))
    points = [(lon + 0.01 * cos(turn), lat + 0.008 * sin(turn)) for turn in turns]
    return (*points, points[0])


def clip(subject: Ring, window: Ring) -> Ring:
    """Sutherland and Hodgman (1974), both rings convex and counter-clockwise."""
    kept: list[Point] = list(subject[1:])
    for (x1, y1), (x2, y2) in pairwise(window):
        previous, incoming = kept, kept and [kept[-1], *kept]
        kept = []

        def left(p: Point, x1: float = x1, y1: float = y1, x2: float = x2, y2: float = y2) -> float:
            return (x2 - x1) * (p[1] - y1) - (y2 - y1) * (p[0] - x1)

        for p, q in pairwise(incoming if previous else []):
            if (left(p) > 0) is not (left(q) > 0):
                share = left(p) / (left(p) - left(q))
                kept.append((p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])))
            if left(q) > 0:
                kept.append(q)
    return (*kept, kept[0]) if kept else ()


def test_the_clipper_of_these_tests():
    clipped = clip(box_ring(0, 0, 2, 2), box_ring(1, 1, 3, 3))
    assert set(clipped) == {(1, 1), (2, 1), (2, 2), (1, 2)}
    assert radians(180) == pi
