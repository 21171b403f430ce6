"""One area: added, changed, given borders, ended."""

import json

import pytest
from tests import town

from linli.places.models import Area
from linli.places.queries import grid_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def xi(client, cast, clock):
    return town.sign_in(client, "xi")


def polygon(west, south, size=0.01):
    return json.dumps({"type": "Polygon", "coordinates": town.square(west, south, size)[0]})


def test_a_new_grid_gets_the_next_code_proposed(xi, cast):
    address = f"/admin/areas/{cast.areas['huaiyin']}/add/"
    assert 'value="990101001001001"' in xi.get(address).content.decode()
    asked = {
        "name": "槐荫社区第5网格",
        "short": "第5网格",
        "code": "990101001001005",
        "kind": "dedicated",
        "homes": "120",
    }
    answer = xi.post(address, asked, follow=True)
    assert "已新增网格“槐荫社区第5网格”。" in answer.content.decode()
    grid = Area.objects.get(code="990101001001005")
    assert (grid.kind, grid.homes, grid.parent_id) == ("dedicated", 120, cast.areas["huaiyin"])
    again = xi.post(address, asked)
    assert again.status_code == 422
    assert "用过了，请用新的" in again.content.decode()
    assert xi.get(f"/admin/areas/{cast.areas['home502']}/add/").status_code == 404


def test_names_change_and_what_is_the_same_is_said(xi, cast):
    address = f"/admin/areas/{cast.areas['grid3']}/edit/"
    asked = {"step": "edit", "name": "槐荫社区第3网格", "short": "槐三", "kind": "base"}
    answer = xi.post(address, asked, follow=True)
    assert "“槐三”的资料已改好。" in answer.content.decode()
    same = xi.post(address, asked)
    assert same.status_code == 422
    assert "没有改动。" in same.content.decode()


@pytest.mark.parametrize(
    "wrap",
    [lambda g: g, lambda g: {"type": "Feature", "geometry": g}, lambda g: {"features": [{"geometry": g}]}],
)
def test_a_border_passes_the_checks_of_files_and_routes_at_once(xi, cast, wrap):
    address = f"/admin/areas/{cast.areas['grid3']}/edit/"
    text = json.dumps(wrap(json.loads(polygon(106.70, 39.60))))
    answer = xi.post(address, {"step": "border", "text": text, "crs": "wgs84"}, follow=True)
    assert "的边界已换上" in answer.content.decode()
    assert grid_at(106.705, 39.605) == cast.areas["grid3"]
    assert grid_at(106.805, 39.605) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请选边界文件，或者贴上GeoJSON。"),
        ("不是", "这不是GeoJSON。"),
        ("[" * 100_000, "这不是GeoJSON。"),
        ('{"type":"Point","coordinates":[1,2]}', "边界要是GeoJSON的Polygon或MultiPolygon。"),
        ('{"type":"Polygon","coordinates":[[[106.7,39.6],[106.71,39.6],[106.71,39.61]]]}', "边界没有闭合"),
        (polygon(106.815, 39.605), "重叠"),
        (
            '{"type":"Polygon","coordinates":[[[NaN,39.6],[106.71,39.6],[106.71,39.61],[NaN,39.6]]]}',
            "不是数字",
        ),
    ],
)
def test_a_border_without_sense_is_refused_in_words(xi, cast, text, sentence):
    answer = xi.post(
        f"/admin/areas/{cast.areas['grid3']}/edit/", {"step": "border", "text": text, "crs": "wgs84"}
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert grid_at(106.805, 39.605) == cast.areas["grid3"]


def test_an_area_ends_only_when_nothing_lies_below(xi, cast):
    full = xi.post(f"/admin/areas/{cast.areas['grid3']}/edit/", {"step": "end", "until": "2026-11-25"})
    assert full.status_code == 422
    assert "下面还有在用的区域" in full.content.decode()
    empty = xi.post(
        f"/admin/areas/{cast.areas['home502']}/edit/", {"step": "end", "until": "2026-11-25"}, follow=True
    )
    assert "已停用，历史都留着。" in empty.content.decode()
    assert xi.get(f"/admin/areas/{cast.areas['home502']}/edit/").status_code == 404, (
        "ended areas are not edited"
    )


def test_no_two_controls_share_an_id(xi, cast):
    import re

    page = xi.get(f"/admin/areas/{cast.areas['grid3']}/edit/").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("what", ["add", "edit"])
def test_only_the_system_administrator(client, cast, what):
    for name in ("li", "he", "an"):
        assert (
            town.sign_in(client, name).get(f"/admin/areas/{cast.areas['huaiyin']}/{what}/").status_code == 403
        )
