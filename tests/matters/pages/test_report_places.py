"""The place part: the next list after each choice, who comes, and nothing trusted that does not fit."""

import pytest

pytestmark = pytest.mark.django_db


def part(client, **chosen) -> str:
    answer = client.get("/report/places/", chosen, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_community_brings_its_buildings_and_no_others(client, cast, clock):
    page = part(client, community=cast.areas["huaiyin"])
    assert 'id="where"' in page
    assert "<!doctype" not in page
    assert "槐荫里2号楼" in page
    assert "第3网格的院里、路上" in page
    assert "河桥社区第1网格" not in page
    assert "槐荫社区前台会在" in page, "the community's desk has it while the grid is not known"


def test_a_building_brings_its_units_and_the_grid_worker(client, cast, clock):
    page = part(client, community=cast.areas["huaiyin"], building=cast.areas["building2"])
    assert f'<option value="{cast.areas["unit2"]}"' in page
    assert "网格员陈思远会在<b>明天8:50前</b>到现场看" in page
    assert 'id="coming" hx-swap-oob="true"' in page
    assert 'id="nearby"' in page


def test_a_position_is_found_in_its_grid(client, cast, clock):
    page = part(client, lon="106.815", lat="39.605", here="1")
    assert "槐荫社区第4网格" in page
    assert 'name="lon" value="106.815"' in page
    assert 'name="here">' in page, "used up: the next choice in the lists counts more"


def test_a_position_outside_says_so(client, cast, clock):
    assert "当前位置不在已登记的网格里" in part(client, lon="2.35", lat="48.85", here="1")


def test_a_position_gives_way_to_a_building_elsewhere(client, cast, clock):
    page = part(
        client, lon="106.815", lat="39.605", community=cast.areas["huaiyin"], building=cast.areas["building2"]
    )
    assert "槐荫里2号楼" in page
    assert 'name="lon" value=""' in page


@pytest.mark.parametrize(
    "chosen",
    [
        {"community": "9" * 30},
        {"community": "０"},
        {"building": "-5", "unit": "\x7f"},
        {"lon": "1e999", "lat": "nan", "here": "1"},
        {"lon": "106.8"},
        {"category": "' or 1=1"},
    ],
)
def test_made_up_values_are_nothing(client, cast, clock, chosen):
    assert "请选社区" in part(client, **chosen)


def test_a_home_is_never_a_place_to_report(client, cast, clock):
    assert "502" not in part(client, building=cast.areas["home502"])
