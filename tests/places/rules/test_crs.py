"""Coordinate systems: known points, the known size of the shift, and the way back."""

from math import cos, hypot, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.places.rules.crs import Crs, from_wgs84, to_wgs84

SHIFTED = [Crs.GCJ02, Crs.BD09]
in_china = st.tuples(st.floats(73.4, 135.1), st.floats(3.5, 53.6))

# county seats of the nine field places, rounded to a hundredth of a degree
FIELD_PLACES = {
    "海勃湾": (106.82, 39.69),
    "海南": (106.89, 39.44),
    "乌达": (106.73, 39.51),
    "和林格尔": (111.82, 40.38),
    "赛罕": (111.70, 40.79),
    "新城": (111.66, 40.86),
    "大冶": (114.98, 30.10),
    "万水泉": (109.86, 40.60),
    "稀土路": (109.84, 40.63),
}


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    return hypot((a[0] - b[0]) * 111_320 * cos(radians(a[1])), (a[1] - b[1]) * 111_320)


@pytest.mark.parametrize(
    ("wgs", "gcj"),
    [
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
        ((116.404, 39.915), (116.41024449916938, 39.91640428150164)),
    ],
)
def test_published_gcj_pairs(wgs, gcj):
    assert from_wgs84(*wgs, Crs.GCJ02) == pytest.approx(gcj, abs=1e-10)
    assert metres(to_wgs84(*gcj, Crs.GCJ02), wgs) < 1e-4


def test_published_bd_pair():
    wgs = to_wgs84(116.404, 39.915, Crs.GCJ02)
    assert from_wgs84(*wgs, Crs.BD09) == pytest.approx((116.41036949371029, 39.92133699351021), abs=1e-10)


@pytest.mark.parametrize("place", FIELD_PLACES.values(), ids=FIELD_PLACES)
def test_the_shift_of_the_field_places(place):
    assert 400 < metres(place, from_wgs84(*place, Crs.GCJ02)) < 605


@pytest.mark.parametrize("crs", SHIFTED)
@given(place=in_china)
def test_there_and_back_anywhere_in_china(crs, place):
    assert metres(to_wgs84(*from_wgs84(*place, crs), crs), place) < 0.001


@pytest.mark.parametrize("crs", SHIFTED)
@given(place=in_china)
def test_back_and_there_anywhere_in_china(crs, place):
    assert metres(from_wgs84(*to_wgs84(*place, crs), crs), place) < 0.001


@pytest.mark.parametrize("crs", list(Crs))
@pytest.mark.parametrize("place", [(2.35, 48.85), (-74.0, 40.7), (139.7, 35.7), (106.8, -6.2), (100.0, 60.0)])
def test_outside_china_nothing_moves(crs, place):
    assert from_wgs84(*place, crs) == place
    assert to_wgs84(*place, crs) == place


@given(place=in_china)
def test_cgcs2000_is_kept_as_it_is(place):
    assert from_wgs84(*place, Crs.CGCS2000) == place == to_wgs84(*place, Crs.CGCS2000)


@given(place=in_china)
def test_both_shifts_move_by_a_plausible_distance(place):
    assert 10 < metres(place, from_wgs84(*place, Crs.GCJ02)) < 1_500
    assert 300 < metres(place, from_wgs84(*place, Crs.BD09)) < 3_000
