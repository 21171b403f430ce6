"""The made-up town: it tiles, it counts right, it is the same each time, and no building stands on a border."""

from itertools import combinations
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.places.rules.shapes import border_points
from tests.places.rules.test_area_rows import collection

from linli.places.rules.area_rows import read_geojson
from linli.places.rules.codes import checked_code, level_of, lies_in, parent_of, short_name
from linli.places.rules.crossing import first_contact, stray_hole
from linli.places.rules.geometry import Point, area_m2, bounding_box, contains, to_lists, turns_left
from linli.places.rules.grid_index import GridIndex
from linli.places.rules.overlap import excess, overlap
from linli.places.rules.schematic import Place, Town, rooms, schematic_town
from linli.places.terms import Level

SIZES = {
    "sample": {},
    "smallest": {"communities": 1, "grids": 1, "buildings": 1, "households": 1},
    "uneven": {"communities": 3, "grids": 5, "buildings": 11, "households": 700},
    "strips": {"communities": 7, "grids": 3, "buildings": 2, "households": 40},
    "dense": {"communities": 2, "grids": 13, "buildings": 40, "households": 9_000},
}


@pytest.fixture(scope="module", params=SIZES.values(), ids=SIZES)
def town(request) -> Town:
    return schematic_town(5, **request.param)


def everything(town: Town) -> list[Place]:
    return [town.district, town.street, *town.communities, *town.grids, *town.buildings]


def test_the_sample_has_what_the_names_promise():
    town = schematic_town()
    assert [short_name(place.name) for place in town.communities] == [
        "槐荫社区",
        "云桥社区",
        "河湾社区",
        "松柏社区",
    ]
    assert short_name(town.street.name) == "云山街道"
    assert len(town.grids) == 16
    assert [grid.kind for grid in town.grids].count("dedicated") == 1
    assert sum(building.homes for building in town.buildings) == 600
    estates = list(dict.fromkeys(building.estate for building in town.buildings))
    assert estates[:3] == ["槐荫里", "槐安家园", "槐香苑"]
    assert town.park_name == "槐荫公园"
    assert [way.name for way in town.ways if way.river] == ["云水河"]


def test_the_same_numbers_give_the_same_town():
    assert schematic_town(3) == schematic_town(3)
    assert schematic_town(3) != schematic_town(4)


def test_codes_names_and_levels(town):
    places = everything(town)
    assert len({place.code for place in places}) == len(places)
    for place in places:
        assert checked_code(place.code) == place.code
        assert level_of(place.code) is place.level
        assert lies_in(place.code, town.district.code)
        assert place.parent == ("" if place.level is Level.DISTRICT else parent_of(place.code))
    names = [building.name for building in town.buildings]
    assert len(set(names)) == len(names)


def test_every_shape_is_sound(town):
    for place in everything(town):
        for polygon in place.shape:
            assert first_contact(polygon) is None
            assert stray_hole(polygon) is None
            assert [turns_left(ring) for ring in polygon] == [True, False][: len(polygon)]
        assert contains(place.shape, place.lon, place.lat)


def test_grids_and_the_park_fill_their_communities_and_those_the_street(town):
    assert area_m2(town.street.shape) == pytest.approx(
        sum(area_m2(c.shape) for c in town.communities), rel=1e-9
    )
    for number, community in enumerate(town.communities):
        grids = [grid for grid in town.grids if grid.parent == community.code]
        park = area_m2(town.park) if number == 0 else 0
        assert area_m2(community.shape) == pytest.approx(
            sum(area_m2(g.shape) for g in grids) + park, rel=1e-9
        )


def spread(town: Town) -> list[Point]:
    """Points on all borders and a lattice over the whole town."""
    edge = bounding_box(town.street.shape)
    lattice = [
        (edge.west + (edge.east - edge.west) * x / 40, edge.south + (edge.north - edge.south) * y / 40)
        for x in range(41)
        for y in range(41)
    ]
    return lattice + [point for grid in town.grids for point in border_points(grid.shape)]


def test_every_point_has_one_grid_or_is_in_the_park(town):
    index = GridIndex.build([(grid.code, grid.shape) for grid in town.grids])
    for lon, lat in spread(town)[::3]:
        holders = [grid.code for grid in town.grids if contains(grid.shape, lon, lat)]
        covered = contains(town.street.shape, lon, lat) and not contains(town.park, lon, lat)
        assert len(holders) == covered
        assert index.at(lon, lat) == (holders[0] if holders else None)


def test_buildings_stand_inside_their_grid_and_apart(town):
    grids = {grid.code: grid for grid in town.grids}
    for building in town.buildings:
        assert excess(building.shape, grids[building.parent].shape).reach_m < 0.02
        assert 20 < area_m2(building.shape) < 1_000
    for grid in town.grids:
        shapes = [building.shape for building in town.buildings if building.parent == grid.code]
        for one, other in combinations(shapes, 2):
            assert overlap(one, other).area_m2 == 0


def test_the_park_is_a_hole_of_one_grid(town):
    holed = [grid for grid in town.grids if len(grid.shape[0]) > 1]
    assert len(holed) == 1
    assert set(holed[0].shape[0][1]) == set(town.park[0][0])
    assert contains(town.communities[0].shape, *town.park[0][0][0])


def test_rooms_are_the_homes_of_a_building(town):
    for building in town.buildings:
        doors = list(rooms(building))
        assert len(doors) == len(set(doors)) == building.homes
        assert all(unit <= building.units and floor <= building.floors for unit, floor, _ in doors)
        assert all(unit >= 1 and room == f"{floor}{room[-2:]}" for unit, floor, room in doors)


@given(
    communities=st.integers(1, 9),
    grids=st.integers(1, 9),
    buildings=st.integers(1, 9),
    households=st.integers(0, 900),
    seed=st.integers(0, 99),
)
def test_any_size_adds_up(communities, grids, buildings, households, seed):
    town = schematic_town(
        seed, communities=communities, grids=grids, buildings=buildings, households=households
    )
    assert len(town.communities) == communities
    assert len(town.grids) == communities * grids
    assert len(town.buildings) == communities * grids * buildings
    assert sum(building.homes for building in town.buildings) == households
    assert len(town.street.shape) == 1
    assert len(town.street.shape[0]) == 1


def test_the_town_passes_its_own_import():
    town = schematic_town(9)
    features = [
        (
            {
                "code": place.code,
                "name": place.name,
                "kind": place.kind,
                "floors": place.floors,
                "homes": place.homes,
            },
            {"type": "MultiPolygon", "coordinates": to_lists(place.shape)},
        )
        for place in everything(town)
    ]
    found = read_geojson(collection(*features), {})
    assert [fault.sentence for fault in found.faults] == []
    assert {row.code: row.shape for row in found.rows} == {
        place.code: place.shape for place in everything(town)
    }


def test_a_hundred_grids_and_twenty_thousand_households():
    begun = perf_counter()
    town = schematic_town(communities=8, grids=13, buildings=8, households=20_000)
    assert perf_counter() - begun < 10  # 0.3 s on a quiet machine
    assert sum(building.homes for building in town.buildings) == 20_000
