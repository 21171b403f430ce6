"""Files of areas: sound rows in, faulty rows out with their reason, the tree right at once."""

import json
from pathlib import Path

import pytest
from tests import town

from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM
from linli.places.commands import import_areas
from linli.places.models import Area
from linli.places.queries import area_sheet, grid_at, lineage, tree
from linli.places.rules.crs import Crs, from_wgs84
from linli.places.terms import Level

pytestmark = pytest.mark.django_db
DIVISIONS = Path(__file__).resolve().parents[4] / "shared" / "data" / "divisions.csv"
GRID3 = "990101001001003"


def take(cast, now, content, name="xi", form="csv", **more):
    content = content.encode() if isinstance(content, str) else content
    return import_areas(actor=cast.actor(name), now=now, content=content, form=form, **more)


def geojson(*features):
    listed = [
        {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": rings}}
        for properties, rings in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": listed})


def test_new_known_and_faulty_rows_each_get_their_due(cast, now):
    event = take(
        cast, now,
        f"code,name,floors,units,homes\n{GRID3}00009,槐荫里9号楼,6,2,24\n{GRID3},第3网格甲,,,\n"
        "990101001001004,槐荫社区第4网格,,,\n9901010010010,短,,,\n990101001009001,没有社区,,,\n",
    )  # fmt: skip
    assert (event.added, event.changed, event.same, event.faulty, event.units) == (1, 1, 1, 2, 2)
    building = Area.objects.get(code=f"{GRID3}00009", until=None)
    assert building.parent_id == cast.areas["grid3"]
    assert (building.floors, building.homes, building.local, building.since) == (6, 24, True, now.date())
    assert building.path == f"{cast.path('grid3')}{building.pk}/"
    units = Area.objects.filter(parent=building).order_by("code")
    assert [(one.level, one.name, one.code[-2:]) for one in units] == [
        (Level.UNIT, "槐荫里9号楼1单元", "01"), (Level.UNIT, "槐荫里9号楼2单元", "02"),
    ]  # fmt: skip
    assert tree()[cast.areas["grid3"]].name == "第3网格甲"
    assert lineage(building.pk).grid_id == cast.areas["grid3"]


def test_the_same_file_again_changes_nothing(cast, now):
    content = f"code,name,units\n{GRID3}00009,槐荫里9号楼,2\n"
    take(cast, now, content)
    rows = Area.objects.count()
    with pytest.raises(Refusal, match="nothing_changed"):
        take(cast, now, content)
    assert Area.objects.count() == rows


def test_all_or_nothing_when_asked_for(cast, now):
    with pytest.raises(Refusal, match="rows_faulty") as refused:
        take(cast, now, f"code,name\n{GRID3}00009,好\n990101001009001,坏\n", only_whole=True)
    assert refused.value.facts["faulty"] == 1
    assert not Area.objects.filter(code=f"{GRID3}00009").exists()


@pytest.mark.parametrize("crs", [Crs.GCJ02, Crs.BD09])
def test_coordinates_are_converted_at_the_door_and_say_where_they_came_from(cast, now, crs):
    inner = [
        [106.8302, 39.6002],
        [106.8398, 39.6002],
        [106.8398, 39.6098],
        [106.8302, 39.6098],
        [106.8302, 39.6002],
    ]
    shifted = [list(from_wgs84(lon, lat, crs)) for lon, lat in inner]
    take(
        cast,
        now,
        geojson(({"code": "990101001001009", "name": "第9网格"}, [shifted])),
        form="geojson",
        crs=crs.value,
    )
    grid = Area.objects.get(code="990101001001009")
    assert grid.source_crs == crs.value
    for (lon, lat), (west, south) in zip(inner, grid.polygon[0][0], strict=True):
        assert abs(lon - west) < 1e-8
        assert abs(lat - south) < 1e-8
    assert grid_at(106.835, 39.605) == grid.pk


def test_borders_that_overlap_or_stand_open_are_named_row_by_row(cast, now):
    over = town.square(106.805, 39.605)[0]
    bent = [[[106.83, 39.60], [106.84, 39.60], [106.84, 39.61]]]
    swapped = [[[39.60, 106.83], [39.61, 106.83], [39.61, 106.84], [39.60, 106.83]]]
    content = geojson(
        ({"code": "990101001001007", "name": "重叠"}, over),
        ({"code": "990101001001008", "name": "没闭合"}, bent),
        ({"code": "990101001001009", "name": "写反"}, swapped),
    )
    with pytest.raises(Refusal, match="nothing_changed") as refused:
        take(cast, now, content, form="geojson")
    assert refused.value.facts["faulty"] == 3
    sheet = area_sheet(SYSTEM, content.encode(), form="geojson")
    assert [(fault.number, fault.code) for fault in sheet.faults] == [
        (1, "overlaps_sibling"), (2, "ring_open"), (3, "coordinates_swapped"),
    ]  # fmt: skip
    assert all(fault.sentence.endswith("。") for fault in sheet.faults)


def test_nobody_writes_outside_the_own_area(cast, now):
    from linli.kernel.scope import Actor, Grant

    keeper = Actor(
        kind="person", person_id=cast.people["xi"], grants=(Grant("places.edit_areas", cast.path("huaiyin")),)
    )
    content = b"code,name\n990101001001003,A\n990101002001001,B\n990101002009,C\n990102000000,D\n"
    sheet = area_sheet(keeper, content, form="csv")
    assert [(fault.number, fault.code) for fault in sheet.faults] == [
        (3, "area_not_yours"), (4, "area_not_yours"), (5, "area_not_yours"),
    ]  # fmt: skip
    event = import_areas(actor=keeper, now=now, content=content, form="csv")
    assert (event.added, event.changed, event.faulty) == (0, 1, 3)
    assert Area.objects.get(pk=cast.areas["other_grid"]).name == "松涛社区第1网格"
    for name in ("li", "he", "an"):
        with pytest.raises(Refusal, match="not_allowed"):
            take(cast, now, content, name=name)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "header_missing"),
        (b'code,name\n1,"torn', "csv_torn"),
        (b"a,b\n1,2\n", "header_missing"),
        (b"code,name,code\n1,2,3\n", "header_twice"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(cast, now, content, code):
    with pytest.raises(Refusal) as refused:
        take(cast, now, content)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"type":"FeatureCollection","features":' + b"[" * 100_000, "json_too_deep"),
        (b'{"type":"Topology"}', "not_features"),
        (b'{"type":"FeatureCollection","features":[{"type":"Feature","type":"x"}]}', "json_key_twice"),
    ],
)
def test_json_that_is_none_is_refused_whole(cast, now, content, code):
    with pytest.raises(Refusal) as refused:
        take(cast, now, content, form="geojson")
    assert refused.value.code == code


@pytest.mark.skipif(not DIVISIONS.is_file(), reason="the divisions file is not beside this checkout")
def test_a_county_of_the_bureaus_list_comes_in_and_is_the_same_again(now, db):
    content = DIVISIONS.read_bytes()
    event = import_areas(
        actor=SYSTEM, now=now, content=content, form="csv", under="150303000000", official=True
    )
    areas = Area.objects.filter(code__startswith="150303")
    assert event.added == areas.count() > 20
    assert event.faulty == 0
    assert not areas.filter(local=True).exists()
    below = areas.exclude(level=Level.DISTRICT).select_related("parent")
    assert all(one.path == f"{one.parent.path}{one.pk}/" for one in below)
    with pytest.raises(Refusal, match="nothing_changed"):
        import_areas(actor=SYSTEM, now=now, content=content, form="csv", under="150303000000", official=True)


@pytest.mark.skipif(not DIVISIONS.is_file(), reason="the divisions file is not beside this checkout")
def test_the_whole_list_adds_up(now, db):
    content = DIVISIONS.read_bytes()
    sheet = area_sheet(SYSTEM, content, form="csv", official=True)
    lines = len(content.decode("utf-8-sig").splitlines()) - 1
    assert sheet.file.counted == lines
    assert (
        len(sheet.added) + len(sheet.changed) + sheet.same + sheet.faulty + len(sheet.file.skipped) == lines
    )
    assert sheet.faulty == 0
