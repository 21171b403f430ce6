"""Choosing a place: what fits counts, what does not gives way to the wider choice."""

import pytest
from tests.town import LONG_AGO, square

from linli.kernel.scope import SYSTEM
from linli.places.commands import add_area
from linli.places.queries import Chosen, choosing, place_title, plan_around, row_id

pytestmark = pytest.mark.django_db


def at(cast, **names) -> Chosen:
    return Chosen(**{f"{level}_id": cast.areas[name] for level, name in names.items()})


@pytest.mark.parametrize(
    ("picked", "area"),
    [
        ({"community": "huaiyin"}, "huaiyin"),
        ({"community": "huaiyin", "building": "grid3"}, "grid3"),
        ({"community": "huaiyin", "building": "building2"}, "building2"),
        ({"building": "building2", "unit": "unit2"}, "unit2"),
        ({"building": "building2"}, "building2"),
        ({"community": "heqiao", "building": "building2"}, "heqiao"),
        ({"community": "huaiyin", "building": "building8", "unit": "unit2"}, "building8"),
        ({"community": "huaiyin", "unit": "unit2"}, "huaiyin"),
        ({"community": "grid3"}, None),
        ({"community": "street"}, None),
        ({"building": "home502"}, None),
        ({"building": "huaiyin"}, None),
    ],
)
def test_the_deepest_choice_that_fits(cast, picked, area):
    assert choosing(at(cast, **picked)).area_id == (cast.areas[area] if area else None)


def test_the_lists_follow_the_choice(cast):
    found = choosing(at(cast, community="huaiyin", building="building2"))
    assert [group.label for group in found.streets] == ["云山街道", "松柏街道"]
    assert [(group.label, [one.short for one in group.choices]) for group in found.grids] == [
        ("第3网格", ["槐荫里2号楼"]),
        ("第4网格", ["槐安家园8号楼"]),
    ]
    assert [one.short for one in found.units] == ["槐荫里2号楼2单元"]
    assert (found.title, found.grid) == ("槐荫里2号楼", "第3网格")


def test_buildings_stand_in_the_order_people_count(cast):
    for number in (10, 9, 1):
        add_area(
            actor=SYSTEM, now=LONG_AGO, level=5, code=f"990101001001003-{number}0", name=f"槐荫里{number}号楼",
            parent_id=cast.areas["grid3"],
        )  # fmt: skip
    group = choosing(at(cast, community="huaiyin")).grids[0]
    assert [one.short for one in group.choices] == [
        "槐荫里1号楼",
        "槐荫里2号楼",
        "槐荫里9号楼",
        "槐荫里10号楼",
    ]


def test_a_position_counts_where_it_was_asked_for(cast):
    here = Chosen(building_id=cast.areas["building2"], lon=106.815, lat=39.605, here=True)
    found = choosing(here)
    assert (found.area_id, found.lon, found.lat) == (cast.areas["grid4"], 106.815, 39.605)


def test_a_position_stays_only_with_its_own_grid(cast):
    inside = choosing(Chosen(building_id=cast.areas["building2"], lon=106.805, lat=39.605))
    assert (inside.area_id, inside.lon) == (cast.areas["building2"], 106.805)
    outside = choosing(Chosen(building_id=cast.areas["building2"], lon=106.815, lat=39.605))
    assert (outside.area_id, outside.lon) == (cast.areas["building2"], None)


def test_a_position_in_no_grid_is_said(cast):
    found = choosing(Chosen(lon=2.35, lat=48.85, here=True))
    assert (found.outside, found.area_id) == (True, None)


def test_the_usual_place_is_taken_where_nothing_was_chosen(cast):
    assert choosing(Chosen(), otherwise=cast.areas["home502"]).area_id == cast.areas["unit2"]
    assert choosing(Chosen(), otherwise=cast.areas["street"]).area_id is None
    assert choosing(Chosen(), otherwise=987654).area_id is None
    assert (
        choosing(at(cast, community="heqiao"), otherwise=cast.areas["home502"]).area_id
        == cast.areas["heqiao"]
    )


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({}, Chosen()),
        ({"community": "3", "building": "", "unit": "x"}, Chosen(community_id=3)),
        ({"lon": "106.8", "lat": "39.6"}, Chosen(lon=106.8, lat=39.6)),
        ({"lon": "106.8", "lat": "39.6", "here": "1"}, Chosen(lon=106.8, lat=39.6, here=True)),
        ({"lon": "106.8", "here": "1"}, Chosen()),
        ({"lon": "nan", "lat": "1", "here": "1"}, Chosen()),
        ({"lon": "181", "lat": "1"}, Chosen()),
        ({"community": "9" * 19}, Chosen()),
    ],
)
def test_what_a_form_says(given, read):
    assert Chosen.read(given) == read


@pytest.mark.parametrize("text", ["", "-1", "1.0", "٣", "²", "1e3", "9" * 19, " 1"])
def test_what_is_no_id(text):
    assert row_id(text) is None


def test_names_as_people_say_them(cast):
    assert place_title(cast.areas["grid3"]) == "槐荫社区第3网格"
    assert place_title(cast.areas["building2"]) == "槐荫里2号楼"
    assert place_title(987654) == ""


def test_a_plan_shows_the_grids_until_buildings_are_drawn(cast):
    spot = choosing(at(cast, building="building2")).spot
    grids = plan_around(spot)
    assert [shape.label for shape in grids.shapes] == ["第3网格", "第4网格"]
    assert [shape.css for shape in grids.shapes] == ["blk on", "blk"]
    add_area(
        actor=SYSTEM, now=LONG_AGO, level=5, code="990101001001003-7", name="槐荫里7号楼",
        parent_id=cast.areas["grid3"], polygon=square(106.803, 39.603, 0.002),
    )  # fmt: skip
    blocks = plan_around(spot, 106.809, 39.609)
    assert [shape.label for shape in blocks.shapes] == ["7号楼"]
    assert blocks.pin
    assert "槐荫里2号楼" in blocks.says


def test_without_any_border_there_is_no_plan(cast):
    district = choosing(Chosen(), otherwise=cast.areas["heqiao"]).spot
    assert plan_around(district) is not None
    assert plan_around(choosing(at(cast, community="other_community")).spot) is not None
