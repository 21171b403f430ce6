"""The index answers as a look at every polygon would, on borders, in holes, in slivers and overlaps."""

from math import inf, nan

import pytest
from bench.places import tiling as large_tiling
from hypothesis import given
from hypothesis import strategies as st
from tests.places.rules.shapes import LAT, LON, border_points, box, box_ring, metres_box, star, tiling

from linli.places.rules.geometry import (
    MultiPolygon,
    area_m2,
    border_distance_m,
    bounding_box,
    contains,
    inner_point,
)
from linli.places.rules.grid_index import GridIndex

seeds = st.integers(0, 10_000)
Polygons = list[tuple[str, MultiPolygon]]


def looked_up(polygons: Polygons, lon: float, lat: float) -> str | None:
    """Every polygon in turn, smaller boxes first."""
    for key, shape in sorted(polygons, key=lambda pair: longer_side(pair[1])):
        if contains(shape, lon, lat):
            return key
    return None


def longer_side(shape: MultiPolygon) -> float:
    edge = bounding_box(shape)
    return max(edge.east - edge.west, edge.north - edge.south)


@st.composite
def crowds(draw) -> Polygons:
    """Overlapping stars of very different size, slivers, shapes in two parts."""
    chosen: Polygons = []
    for number in range(draw(st.integers(1, 12))):
        lon = LON + draw(st.floats(-0.02, 0.02))
        lat = LAT + draw(st.floats(-0.02, 0.02))
        size = draw(st.sampled_from([1e-6, 1e-4, 0.003, 0.01, 0.05, 1.0]))
        kind = draw(st.sampled_from(["star", "ring", "sliver", "parts"]))
        if kind == "sliver":
            shape = box(lon, lat, lon + size, lat + size * 1e-6)
        elif kind == "parts":
            shape = star(number, lon, lat, size) + star(number + 50, lon + 3 * size, lat, size / 3, hole=True)
        else:
            shape = star(draw(seeds), lon, lat, size, hole=kind == "ring")
        chosen.append((f"{kind}{number}", shape))
    return chosen


@given(polygons=crowds(), data=st.data())
def test_at_is_the_same_as_looking_at_every_polygon(polygons, data):
    index = GridIndex.build(polygons)
    borders = [point for _, shape in polygons for point in border_points(shape)]
    nearby = st.tuples(st.floats(LON - 0.05, LON + 0.05), st.floats(LAT - 0.05, LAT + 0.05))
    for lon, lat in data.draw(st.lists(st.sampled_from(borders) | nearby, min_size=10, max_size=40)):
        assert index.at(lon, lat) == looked_up(polygons, lon, lat)


@given(seed=seeds, data=st.data())
def test_at_on_a_tiling(seed, data):
    parent, children = tiling(seed)
    index = GridIndex.build(children.items())
    borders = [point for shape in children.values() for point in border_points(shape)]
    edge = bounding_box(parent)
    anywhere = st.tuples(st.floats(edge.west, edge.east), st.floats(edge.south, edge.north))
    for lon, lat in data.draw(st.lists(st.sampled_from(borders) | anywhere, min_size=10, max_size=40)):
        holders = [key for key, shape in children.items() if contains(shape, lon, lat)]
        assert index.at(lon, lat) == (holders[0] if holders else None)


@given(polygons=crowds(), data=st.data())
def test_near_is_the_same_as_measuring_every_polygon(polygons, data):
    index = GridIndex.build(polygons)
    lon, lat = data.draw(st.tuples(st.floats(LON - 0.05, LON + 0.05), st.floats(LAT - 0.05, LAT + 0.05)))
    metres = data.draw(st.sampled_from([0.0, 1.0, 50.0, 800.0, 20_000.0]))
    distances = {
        key: 0.0 if contains(shape, lon, lat) else border_distance_m(shape, lon, lat)
        for key, shape in polygons
    }
    found = index.near(lon, lat, metres)
    assert set(found) == {key for key, distance in distances.items() if distance <= metres}
    assert [distances[key] for key in found] == pytest.approx(sorted(distances[key] for key in found))


def test_large_tiling_against_every_polygon():
    polygons = list(large_tiling(12, seed=3))
    index = GridIndex.build(polygons)
    parent_area = sum(area_m2(shape) for _, shape in polygons)
    assert parent_area > 0
    for key, shape in polygons:
        assert index.at(*inner_point(shape)) == key
        for lon, lat in border_points(shape)[:20]:
            assert index.at(lon, lat) == next((k for k, s in polygons if contains(s, lon, lat)), None)


def test_a_hole_belongs_to_what_fills_it():
    around = ((box_ring(106, 39, 107, 40), box_ring(106.4, 39.4, 106.6, 39.6)),)
    lone = GridIndex.build([("around", around)])
    assert lone.at(106.5, 39.5) is None
    assert lone.at(106.3, 39.5) == "around"
    filled = GridIndex.build([("around", around), ("park", box(106.4, 39.4, 106.6, 39.6))])
    assert filled.at(106.5, 39.5) == "park"
    assert filled.at(106.4, 39.4) == "park"
    assert filled.at(106.6, 39.6) == "around"


def test_where_shapes_overlap_the_smaller_then_the_first_given_answers():
    wide, enclave = box(106, 39, 107, 40), box(106.4, 39.4, 106.6, 39.6)
    index = GridIndex.build([("wide", wide), ("enclave", enclave), ("copy", enclave)])
    assert index.at(106.5, 39.5) == "enclave"
    assert index.at(106.1, 39.5) == "wide"


def test_near_names_the_nearest_first_and_reaches_over_a_gap():
    index = GridIndex.build(
        [
            ("far", metres_box(400, 0, 100, 100)),
            ("here", metres_box(0, 0, 100, 100)),
            ("gone", metres_box(9e3, 0, 9, 9)),
        ]
    )
    assert index.near(LON + 150 / 85_830, LAT + 50 / 111_040, 300) == ["here", "far"]
    assert index.near(LON + 150 / 85_830, LAT + 50 / 111_040, 40) == []
    assert index.near(LON + 50 / 85_830, LAT + 50 / 111_040, 0) == ["here"]
    assert index.near(LON, LAT, 49_000) == ["here", "far", "gone"]


def test_an_empty_index_and_an_empty_shape():
    assert GridIndex.build([]).at(106.8, 39.65) is None
    assert GridIndex.build([]).near(106.8, 39.65, 1000) == []
    assert len(GridIndex.build([("nothing", ())])) == 0


@pytest.mark.parametrize(
    ("lon", "lat"), [(nan, 39), (106, nan), (inf, 39), (106, -inf), (1e300, 0), (106.8, 91)]
)
def test_what_is_no_place_on_earth_has_no_grid(lon, lat):
    index = GridIndex.build([("here", box(106, 39, 107, 40))])
    assert index.at(lon, lat) is None
    assert index.near(lon, lat, 100) == []


def test_shapes_without_width_hold_nothing_and_break_nothing():
    line = (((LON, LAT), (LON + 0.01, LAT), (LON, LAT)),)
    dot = (((LON, LAT), (LON, LAT), (LON, LAT)),)
    index = GridIndex.build([("line", (line,)), ("dot", (dot,))])
    assert index.at(LON, LAT) is None
    assert index.near(LON + 0.005, LAT + 0.0001, 50) == ["line"]
