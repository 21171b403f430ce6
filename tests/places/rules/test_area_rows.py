"""Import files of areas: sound rows, every fault with its row, column and sentence, files of bad make."""

import json
from math import cos, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.places.rules.shapes import LAT, LON, box_ring, metres_box

from linli.kernel.refusal import Refusal
from linli.places.rules import area_tables
from linli.places.rules.area_rows import read_csv, read_geojson
from linli.places.rules.area_values import AreaFile, KnownArea
from linli.places.rules.crs import Crs, from_wgs84
from linli.places.rules.geometry import MultiPolygon, area_m2, to_lists
from linli.places.terms import Level

DISTRICT, STREET, COMMUNITY = "159901000000", "159901001000", "159901001001"
GRID = COMMUNITY + "001"
SQUARE = metres_box(0, 0, 400, 400)
KNOWN = {
    DISTRICT: KnownArea("", "云山区"),
    STREET: KnownArea(DISTRICT, "云山街道办事处"),
    COMMUNITY: KnownArea(STREET, "槐荫社区居民委员会", SQUARE),
}


def sheet(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(lines).encode(encoding)


def cell(shape: object) -> str:
    """A GeoJSON geometry as one CSV cell."""
    return '"' + json.dumps(shape).replace('"', '""') + '"'


def geometry(shape: MultiPolygon) -> dict[str, object]:
    return {"type": "MultiPolygon", "coordinates": to_lists(shape)}


def collection(*features: tuple[dict[str, object], object]) -> bytes:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": p, "geometry": g} for p, g in features],
        }
    ).encode()


def faults(found: AreaFile) -> list[tuple[int, str, str]]:
    assert found.counted == len(found.rows) + len({fault.number for fault in found.faults}) + len(
        found.skipped
    )
    assert all(fault.sentence.endswith("。") and fault.sentence.isprintable() for fault in found.faults)
    assert not {row.number for row in found.rows} & {fault.number for fault in found.faults}
    return [(fault.number, fault.column, fault.code) for fault in found.faults]


DIVISIONS = (
    "code,name,level,parent",
    "150000000000,某自治区,province,",
    "159900000000,某市,city,150000000000",
    "159901000000,云山区,county,159900000000",
    "159901001000,云山街道,street,159901000000",
    "159901001001,槐荫社区居委会,community,159901001000",
    "159901001201,松柏村村民委员会,community,159901001000",
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_divisions_in_the_encodings_offices_use(encoding):
    found = read_csv(sheet(*DIVISIONS, encoding=encoding), {})
    assert faults(found) == []
    assert found.skipped == (2, 3)
    assert [(row.number, row.level, row.code, row.short, row.parent) for row in found.rows] == [
        (4, Level.DISTRICT, "159901000000", "云山区", ""),
        (5, Level.STREET, "159901001000", "云山街道", "159901000000"),
        (6, Level.COMMUNITY, "159901001001", "槐荫社区", "159901001000"),
        (7, Level.COMMUNITY, "159901001201", "松柏村", "159901001000"),
    ]


def test_children_before_parents_and_blank_lines():
    upside_down = (DIVISIONS[0], DIVISIONS[6], "", DIVISIONS[5], ",,,", DIVISIONS[4], DIVISIONS[3])
    found = read_csv(sheet(*upside_down), {})
    assert faults(found) == []
    assert [row.number for row in found.rows] == [7, 6, 2, 4]
    assert found.counted == 4


def test_only_the_part_asked_for():
    found = read_csv(sheet(*DIVISIONS, "159902000000,别区,county,159900000000"), {}, under="159901000000")
    assert [row.code for row in found.rows] == [DISTRICT, STREET, COMMUNITY, "159901001201"]
    assert found.skipped == (2, 3, 8)
    part = read_csv(sheet(*DIVISIONS), {STREET: KnownArea(DISTRICT, "云山街道")}, under=COMMUNITY)
    assert [row.code for row in part.rows] == [COMMUNITY]


def test_chinese_headers_full_width_digits_and_unknown_columns():
    found = read_csv(
        sheet(
            "网格编码,网格名称,所属社区代码,网格类型,经度,纬度,坐标系,备注",
            "１５９９０１００１００１００１,第1网格,159901001001,专属网格,１０６．８０２,39.652,CGCS2000,x",
        ),
        KNOWN,
    )
    assert faults(found) == []
    (row,) = found.rows
    assert read_csv(sheet("name,parent", f"第1网格,{COMMUNITY}"), KNOWN).rows[0].kind == ""
    assert (row.code, row.kind, row.lon, row.lat, row.source_crs) == (
        GRID,
        "dedicated",
        106.802,
        39.652,
        Crs.CGCS2000,
    )
    assert found.unread == ("备注",)


def test_buildings_get_the_next_code_or_that_of_their_name():
    known = KNOWN | {
        GRID: KnownArea(COMMUNITY, "第1网格"),
        GRID + "00001": KnownArea(GRID, "槐荫里1号楼"),
        GRID + "00002": KnownArea(GRID, "槐荫里2号楼", ended=True),
    }
    found = read_csv(
        sheet(
            "name,parent,floors,units,homes",
            f"槐荫里1号楼,{GRID},6,3,36",
            f"槐荫里2号楼,{GRID},18.0,２,72",
            f"槐荫里3号楼,{GRID},,,",
        ),
        known,
    )
    assert faults(found) == []
    assert [(row.code, row.floors, row.units, row.homes) for row in found.rows] == [
        (GRID + "00001", 6, 3, 36),
        (GRID + "00003", 18, 2, 72),
        (GRID + "00004", None, None, None),
    ]
    assert {row.level for row in found.rows} == {Level.BUILDING}


def test_a_name_does_not_take_the_code_another_row_claims():
    known = KNOWN | {GRID: KnownArea(COMMUNITY, "第1网格")}
    found = read_csv(
        sheet("code,name,parent", f"{GRID},东网格,{COMMUNITY}", f",第1网格,{COMMUNITY}"),
        known,
    )
    assert faults(found) == []
    assert [(row.code, row.name) for row in found.rows] == [(GRID, "东网格"), (COMMUNITY + "002", "第1网格")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["159901009001,甲社区,community,159901009000"], [(2, "parent", "parent_unknown")]),
        (["159901002001,甲社区,community,159901001000"], [(2, "code", "code_not_below_parent")]),
        (
            ["159901001002,甲社区,,159901001000", "159901001002,乙社区,,159901001000"],
            [(3, "code", "code_twice")],
        ),
        (["159901001002,,community,159901001000"], [(2, "name", "name_missing")]),
        (["159901001002,甲\x00,community,159901001000"], [(2, "name", "text_unreadable")]),
        (["1599\x0001001002,甲社区,community,159901001000"], [(2, "code", "code_not_digits")]),
        (["159901001002,甲\u202e社区,community,159901001000"], [(2, "name", "text_hidden_marks")]),
        ([f"159901001002,{'甲' * 51},community,159901001000"], [(2, "name", "text_too_long")]),
        (["15990100100²,甲社区,community,159901001000"], [(2, "code", "code_not_digits")]),
        (["1.59901E+11,甲社区,community,159901001000"], [(2, "code", "code_in_scientific_notation")]),
        (["159901001002,甲社区,community,1599"], [(2, "parent", "code_length")]),
        (["159901001002,甲社区,street,159901001000"], [(2, "level", "level_differs")]),
        (["159901001002,甲社区,planet,159901001000"], [(2, "level", "level_unknown")]),
        (["159901001002,甲社区,community"], [(2, "", "cells_count")]),
        (["159901001002,甲社区,community,159901001000,x"], [(2, "", "cells_count")]),
        ([",甲社区,,159901001000"], [(2, "code", "code_missing")]),
        ([",甲,,"], [(2, "code", "code_missing")]),
        (["159901001001001,第1网格,grid,159901001000"], [(2, "code", "code_not_below_parent")]),
        (
            ["159901002000,,street,159901000000", "159901002001,乙社区,community,159901002000"],
            [(2, "name", "name_missing"), (3, "parent", "parent_refused")],
        ),
        (
            [",第9网格,,159901001001", ",第9网格,,159901001001"],
            [(3, "name", "name_twice")],
        ),
    ],
)
def test_faults_of_the_tree(lines, expected):
    found = read_csv(
        sheet("code,name,level,parent", *lines, "159901001003,好社区,community,159901001000"), KNOWN
    )
    assert faults(found) == expected
    assert found.rows[-1].name == "好社区" or found.rows[0].name == "好社区"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("nonsense,106.8,39.6,,,,", [("kind", "kind_unknown")]),
        ("base,39.65,106.8,,,,", [("lon", "coordinates_swapped")]),
        ("base,2.35,48.85,,,,", [("lon", "outside_china")]),
        ("base,482000.5,4390000,,,,", [("lon", "coordinates_projected")]),
        ("base,nan,39.65,,,,", [("lon", "coordinate_not_number")]),
        ("base,106.8,1e999,,,,", [("lon", "coordinate_not_number")]),
        ("base,106.8,,,,,", [("lat", "coordinate_half")]),
        ("base,,39.65,,,,", [("lon", "coordinate_half")]),
        ("base,106°48′,39.65,,,,", [("lon", "coordinate_unreadable")]),
        ("base,106.8,39.65,beijing54,,,", [("crs", "crs_unknown")]),
        ("base,106.81,39.65,,,,", [("lon", "point_outside_parent")]),
        ("base,,,,six,,", [("floors", "count_unreadable")]),
        ("base,,,,-1,,", [("floors", "count_unreadable")]),
        ("base,,,,6,100,", [("units", "count_too_large")]),
        ("x,1,2,y,z,w,v", [("crs", "crs_unknown"), ("lon", "outside_china"), ("kind", "kind_unknown"), ("floors", "count_unreadable"), ("units", "count_unreadable"), ("homes", "count_unreadable")]),
    ],
)  # fmt: skip
def test_faults_of_cells(cells, expected):
    found = read_csv(
        sheet("code,name,parent,kind,lon,lat,crs,floors,units,homes", f"{GRID},第1网格,{COMMUNITY},{cells}"),
        KNOWN,
    )
    assert faults(found) == [(2, column, code) for column, code in expected]


def test_a_wrong_coordinate_system_is_guessed():
    lon, lat = from_wgs84(LON + 0.002, LAT + 0.002, Crs.GCJ02)
    found = read_csv(sheet("name,parent,lon,lat", f"第1网格,{COMMUNITY},{lon},{lat}"), KNOWN)
    assert faults(found) == [(2, "lon", "point_outside_parent")]
    assert "gcj02" in found.faults[0].sentence
    right = read_csv(sheet("name,parent,lon,lat", f"第1网格,{COMMUNITY},{lon},{lat}"), KNOWN, crs=Crs.GCJ02)
    assert right.rows[0].lon == pytest.approx(LON + 0.002, abs=1e-9)
    assert right.rows[0].source_crs is Crs.GCJ02
    named = read_csv(sheet("name,parent,lon,lat,crs", f"第1网格,{COMMUNITY},{lon},{lat},高德"), KNOWN)
    assert named.rows[0].lat == pytest.approx(LAT + 0.002, abs=1e-9)


def test_polygons_in_csv_and_in_geojson_are_read_alike():
    shape = metres_box(0, 0, 200, 200)
    text = cell(geometry(shape))
    by_csv = read_csv(sheet("code,name,parent,polygon", f"{GRID},第1网格,{COMMUNITY},{text}"), KNOWN)
    by_json = read_geojson(
        collection(({"code": int(GRID), "name": "第1网格", "parent": COMMUNITY}, geometry(shape))), KNOWN
    )
    assert faults(by_csv) == faults(by_json) == []
    assert by_csv.rows[0].shape == by_json.rows[0].shape == shape
    assert by_json.rows[0].number == 1


def test_polygons_are_converted_and_turned():
    ring = [list(from_wgs84(*point, Crs.BD09)) for point in metres_box(0, 0, 200, 200)[0][0]]
    found = read_geojson(
        collection(
            (
                {"code": GRID, "name": "第1网格", "crs": "bd09"},
                {"type": "Polygon", "coordinates": [ring[::-1]]},
            )
        ),
        KNOWN,
    )
    assert faults(found) == []
    assert area_m2(found.rows[0].shape) == pytest.approx(40_000, rel=2e-3)
    assert found.rows[0].shape[0][0][0] == pytest.approx((LON, LAT), abs=1e-9)


DEGREES = box_ring(106.801, 39.651, 106.802, 39.652)


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        ({"type": "Polygon", "coordinates": [DEGREES[:-1]]}, "ring_open"),
        ({"type": "Polygon", "coordinates": [[DEGREES[0], DEGREES[2], DEGREES[1], DEGREES[3], DEGREES[0]]]}, "border_meets_itself"),
        ({"type": "Polygon", "coordinates": [DEGREES, box_ring(106.8015, 39.6515, 106.803, 39.653)]}, "border_meets_itself"),
        ({"type": "Polygon", "coordinates": [DEGREES, box_ring(106.8031, 39.6531, 106.8032, 39.6532)]}, "hole_outside"),
        ({"type": "MultiPolygon", "coordinates": [[DEGREES], [box_ring(106.8015, 39.6515, 106.8025, 39.6525)]]}, "parts_overlap"),
        ({"type": "Polygon", "coordinates": [box_ring(106.801, 39.651, 106.80100001, 39.65100001)]}, "polygon_too_small"),
        ({"type": "Polygon", "coordinates": [[DEGREES[0], DEGREES[1], DEGREES[0]]]}, "ring_too_short"),
        ({"type": "Polygon", "coordinates": [[DEGREES[0], DEGREES[1], DEGREES[1], DEGREES[0]]]}, "ring_too_short"),
        ({"type": "Polygon", "coordinates": [[(lat, lon) for lon, lat in DEGREES]]}, "coordinates_swapped"),
        ({"type": "Polygon", "coordinates": [[(lon - 60, lat) for lon, lat in DEGREES]]}, "outside_china"),
        ({"type": "Polygon", "coordinates": [[(lon * 1e5, lat * 1e5) for lon, lat in DEGREES]]}, "coordinates_projected"),
        ({"type": "Polygon", "coordinates": [[*DEGREES[:2], (float("nan"), 39.6), *DEGREES[2:]]]}, "coordinate_not_number"),
        ({"type": "Polygon", "coordinates": [[*DEGREES[:2], (106.8, float("inf")), *DEGREES[2:]]]}, "coordinate_not_number"),
        ({"type": "Polygon", "coordinates": [[*DEGREES[:2], ("106.8", 39.6), *DEGREES[2:]]]}, "polygon_unreadable"),
        ({"type": "Polygon", "coordinates": [[*DEGREES[:2], (True, 39.6), *DEGREES[2:]]]}, "polygon_unreadable"),
        ({"type": "Polygon", "coordinates": [[*DEGREES[:2], (106.8,), *DEGREES[2:]]]}, "polygon_unreadable"),
        ({"type": "Polygon", "coordinates": [[*DEGREES[:2], None, *DEGREES[2:]]]}, "polygon_unreadable"),
        ({"type": "Polygon", "coordinates": DEGREES}, "polygon_unreadable"),
        ({"type": "Polygon", "coordinates": [[[DEGREES]]]}, "polygon_unreadable"),
        ({"type": "Polygon", "coordinates": []}, "polygon_unreadable"),
        ({"type": "Polygon", "coordinates": [[]]}, "polygon_unreadable"),
        ({"type": "Polygon"}, "polygon_unreadable"),
        ({"type": "LineString", "coordinates": DEGREES}, "polygon_wanted"),
        ({"coordinates": [DEGREES]}, "polygon_wanted"),
        (["Polygon"], "polygon_wanted"),
        ("Polygon", "polygon_wanted"),
        ({"type": "Polygon", "coordinates": [[DEGREES[0]] * 20_001]}, "ring_too_long"),
        ({"type": "Polygon", "coordinates": [DEGREES] * 201}, "rings_too_many"),
    ],
)  # fmt: skip
def test_faults_of_a_border_by_itself(shape, code):
    found = read_geojson(collection(({"code": GRID, "name": "第1网格"}, shape)), KNOWN)
    assert faults(found) == [(1, "polygon", code)]


@pytest.mark.parametrize(
    "text", ['{"type": "Polygon", "coordinates": [[[106', "[" * 100_000, "{}", "1" * 5000]
)
def test_torn_polygon_cells_spoil_their_row_only(text):
    found = read_csv(
        sheet(
            "code,name,parent,polygon",
            f"{GRID},第1网格,{COMMUNITY},{json.dumps(text)[:1]}" + text.replace('"', '""') + '"',
            f"{COMMUNITY}002,第2网格,{COMMUNITY},",
        ),
        KNOWN,
    )
    assert [fault[:2] for fault in faults(found)] == [(2, "polygon")]
    assert found.faults[0].code in {"json_torn", "json_too_deep", "polygon_wanted"}
    assert [row.number for row in found.rows] == [3]


def test_heights_are_dropped():
    ring = [[lon, lat, 1093.5] for lon, lat in DEGREES]
    found = read_geojson(
        collection(({"code": GRID, "name": "第1网格"}, {"type": "Polygon", "coordinates": [ring]})), KNOWN
    )
    assert faults(found) == []
    assert found.rows[0].shape == ((DEGREES,),)


def test_overlap_names_the_sibling_and_the_area():
    found = read_geojson(
        collection(
            ({"code": COMMUNITY + "001", "name": "第1网格"}, geometry(metres_box(0, 0, 200, 200))),
            ({"code": COMMUNITY + "002", "name": "第2网格"}, geometry(metres_box(190, 0, 200, 200))),
            ({"code": COMMUNITY + "003", "name": "第3网格"}, geometry(metres_box(0, 200, 200, 200))),
        ),
        KNOWN,
    )
    assert faults(found) == [(2, "polygon", "overlaps_sibling")]
    assert "第1网格" in found.faults[0].sentence
    assert "2,0" in found.faults[0].sentence  # 10 m by 200 m
    assert [row.number for row in found.rows] == [1, 3]


def test_overlap_with_a_known_sibling_unless_the_file_moves_it():
    known = KNOWN | {COMMUNITY + "001": KnownArea(COMMUNITY, "第1网格", metres_box(0, 0, 200, 200))}
    second = ({"code": COMMUNITY + "002", "name": "第2网格"}, geometry(metres_box(100, 0, 200, 200)))
    first = ({"code": COMMUNITY + "001", "name": "第1网格"}, geometry(metres_box(0, 0, 100, 200)))
    assert faults(read_geojson(collection(second), known)) == [(1, "polygon", "overlaps_sibling")]
    assert faults(read_geojson(collection(second, first), known)) == []


def test_outside_its_parent_says_how_much():
    found = read_geojson(
        collection(({"code": GRID, "name": "第1网格"}, geometry(metres_box(300, 300, 200, 100)))), KNOWN
    )
    assert faults(found) == [(1, "polygon", "outside_parent")]
    sentence = found.faults[0].sentence
    assert "槐荫社区" in sentence
    assert "50.0%" in sentence
    assert "10,0" in sentence or "9,9" in sentence  # 100 m by 100 m


def test_a_parent_in_the_file_counts_before_the_known_one():
    wider = ({"code": COMMUNITY, "name": "槐荫社区"}, geometry(metres_box(0, 0, 800, 400)))
    grid = ({"code": GRID, "name": "第1网格"}, geometry(metres_box(500, 0, 200, 200)))
    assert faults(read_geojson(collection(grid, wider), KNOWN)) == []
    assert faults(read_geojson(collection(grid), KNOWN)) == [(1, "polygon", "outside_parent")]


def test_a_smaller_border_must_still_hold_its_children():
    known = KNOWN | {GRID: KnownArea(COMMUNITY, "第1网格", metres_box(300, 300, 100, 100))}
    smaller = ({"code": COMMUNITY, "name": "槐荫社区"}, geometry(metres_box(0, 0, 350, 400)))
    moved = ({"code": GRID, "name": "第1网格"}, geometry(metres_box(200, 300, 100, 100)))
    assert faults(read_geojson(collection(smaller), known)) == [(1, "polygon", "leaves_child_outside")]
    assert faults(read_geojson(collection(smaller, moved), known)) == []


def test_ended_areas_keep_their_code_and_take_no_children():
    known = KNOWN | {GRID: KnownArea(COMMUNITY, "第1网格", ended=True)}
    found = read_csv(
        sheet("code,name,parent", f"{GRID},第1网格,{COMMUNITY}", f",1号楼,{GRID}", f",第1网格,{COMMUNITY}"),
        known,
    )
    assert faults(found) == [(2, "code", "code_ended"), (3, "parent", "parent_refused")]
    assert found.rows[0].code == COMMUNITY + "002"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b" \r\n ", "file_empty"),
        (sheet("a,b,c", "1,2,3"), "header_missing"),
        (sheet("code,parent", "1,2"), "header_missing"),
        (sheet("name", "x"), "header_missing"),
        (sheet("code,代码,name", "1,2,3"), "header_twice"),
        (sheet("code,name,parent", '159901001002,"甲社区,159901001000'), "csv_torn"),
        (b"code,name\n\xff\xff,\xff", "encoding_unknown"),
        (sheet(*DIVISIONS, "159901001002,甲")[:-1], "encoding_damaged"),
        (b"\xff\xfec", "encoding_unknown"),
    ],
)  # fmt: skip
def test_csv_files_of_bad_make(content, code):
    with pytest.raises(Refusal) as caught:
        read_csv(content, KNOWN)
    assert caught.value.code == code
    assert caught.value.sentence.endswith("。")


GOOD = collection(({"code": GRID, "name": "第1网格"}, geometry(metres_box(0, 0, 200, 200))))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"[]", "not_features"),
        (b'{"type": "Feature"}', "not_features"),
        (b'{"type": "FeatureCollection", "features": {}}', "not_features"),
        (b"[" * 1_000_000, "json_too_deep"),
        (b'{"type": "FeatureCollection", "type": "x", "features": []}', "json_key_twice"),
        (b'{"a": ' + b"1" * 5000 + b"}", "json_torn"),
        (b'{"a": \xff}', "encoding_unknown"),
    ],
)
def test_geojson_files_of_bad_make(content, code):
    with pytest.raises(Refusal) as caught:
        read_geojson(content, KNOWN)
    assert caught.value.code == code


def test_a_file_cut_anywhere_is_torn():
    for end in range(1, len(GOOD)):
        with pytest.raises(Refusal) as caught:
            read_geojson(GOOD[:end], KNOWN)
        assert caught.value.code in {"json_torn", "file_empty"}


@pytest.mark.parametrize(
    "feature", ["null", "1", '"x"', "[]", "{}", '{"properties": 1}', '{"properties": {"code": {}}}']
)
def test_features_that_are_none(feature):
    found = read_geojson(f'{{"type": "FeatureCollection", "features": [{feature}]}}'.encode(), KNOWN)
    assert faults(found) == [(1, "code", "code_missing")]


def test_caps(monkeypatch):
    monkeypatch.setattr(area_tables, "MOST_ROWS", 2)
    with pytest.raises(Refusal, match="too_many_rows"):
        read_csv(sheet(*DIVISIONS), {})
    with pytest.raises(Refusal, match="too_many_rows"):
        read_geojson(collection(*[({}, None)] * 3), {})
    monkeypatch.setattr(area_tables, "MOST_BYTES", 100)
    with pytest.raises(Refusal, match="file_too_large"):
        read_csv(sheet(*DIVISIONS), {})


def test_a_border_of_the_largest_size_is_read():
    count = 19_999
    turns = [2 * pi * step / count for step in range(count)]
    ring = [[LON + 0.002 + 0.001 * cos(turn), LAT + 0.0018 + 0.001 * sin(turn)] for turn in turns]
    shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    found = read_geojson(collection(({"code": GRID, "name": "第1网格"}, shape)), KNOWN)
    assert faults(found) == []


@given(content=st.binary(max_size=300))
def test_any_bytes_are_answered(content):
    for read in (read_csv, read_geojson):
        try:
            faults(read(content, KNOWN))
        except Refusal:
            continue


texts = st.text(
    alphabet=st.characters(exclude_characters='\r\n"\x00', exclude_categories=["Cs"]), max_size=20
)
scraps = texts | st.sampled_from(
    [GRID, COMMUNITY, STREET, "106.8", "39.65", "nan", "gcj02", "grid", "第1网格", "-1"]
)


@given(rows=st.lists(st.lists(scraps, min_size=9, max_size=9), max_size=6))
def test_any_cells_are_answered(rows):
    lines = ["code,name,level,parent,kind,lon,lat,crs,floors"]
    lines += [",".join('"' + value + '"' for value in row) for row in rows]
    found = read_csv(sheet(*lines), KNOWN)
    faults(found)
    assert all(
        row.parent in KNOWN or row.parent in {r.code for r in found.rows} for row in found.rows if row.parent
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@given(
    shape=json_values | st.builds(lambda c: {"type": "Polygon", "coordinates": c}, json_values),
    name=json_values,
)
def test_any_json_is_answered(shape, name):
    found = read_geojson(collection(({"code": GRID, "name": name}, shape)), KNOWN)
    faults(found)
