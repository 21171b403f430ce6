"""导入区划、网格: looked over, written, faults to download."""

import csv
import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import town
from tests.matters.desk import text_of

from linli.places.models import Area

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/areas/import/"
ROWS = (
    "代码,名称,层数,单元数,楼长\n99010100100100300009,槐荫里9号楼,6,2,x\n990101001001003,第3网格甲,,,x\n"
    "990101001009001,=没有社区,,,x\n"
)


@pytest.fixture
def xi(client, cast, clock, settings, tmp_path):
    settings.LINLI_FILES = tmp_path
    return town.sign_in(client, "xi")


def look(client, content, name="a.csv", **more):
    content = content.encode() if isinstance(content, str) else content
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content), "crs": "wgs84", **more})


def hidden(page: str) -> dict[str, str]:
    return dict(
        re.findall(
            r'<input type="hidden" name="(step|upload|name|under|crs|command_id)" value="([^"]*)"', page
        )
    )


def test_counts_faults_and_samples_come_first(xi):
    page = look(xi, ROWS).content.decode()
    text = text_of(page)
    assert "共 3行 要新增 1 ，另2个单元 要改动 1 原样 0 跳过 0 有问题 1行" in text
    assert "不认识的列，没有用：楼长" in text
    assert "4 parent 没有代码为990101001009的在用上级，请先导入它。" in text
    assert "2 新增 楼栋 99010100100100300009 槐荫里9号楼" in text
    assert not Area.objects.filter(name="槐荫里9号楼").exists()


def test_then_the_sound_rows_are_written_and_the_others_stay_to_be_seen(xi):
    asked = hidden(look(xi, ROWS).content.decode())
    text = text_of(xi.post(ADDRESS, asked).content.decode())
    assert "新增3处，改动1处，0处原样。1行有问题，没有写入。" in text
    assert "下载这1行的问题" in text
    assert Area.objects.filter(name="槐荫里9号楼").exists()
    again = text_of(xi.post(ADDRESS, asked).content.decode())
    assert "新增3处，改动1处" in again, "a double click gives the same answer"


def test_a_file_without_faults_leads_back_to_the_tree(xi):
    asked = hidden(look(xi, "code,name\n99010100100100300009,槐荫里9号楼\n").content.decode())
    answer = xi.post(ADDRESS, asked, follow=True)
    assert answer.redirect_chain[-1][0] == "/admin/areas/"
    assert "新增1处，改动0处，0处原样。" in answer.content.decode()


def test_all_or_nothing_is_the_keepers_choice(xi):
    asked = hidden(look(xi, ROWS).content.decode())
    answer = xi.post(ADDRESS, {**asked, "only_whole": "on"})
    assert answer.status_code == 422
    assert "有1行要改，这次一行也没有写入。" in answer.content.decode()
    assert not Area.objects.filter(name="槐荫里9号楼").exists()


def test_the_sheet_of_faults_is_a_table_nothing_in_it_acts(xi):
    page = look(xi, ROWS + ",=cmd|x,,,\n").content.decode()
    url = re.search(r'href="(/admin/areas/import/[0-9a-f-]{36}/[^"]*)"', page)[1].replace("&amp;", "&")
    answer = xi.get(url)
    assert answer["Content-Type"].startswith("text/csv")
    assert answer["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["行", "列", "问题代码", "问题"]
    assert [(row[0], row[2]) for row in rows[1:]] == [("4", "parent_unknown"), ("5", "code_missing")]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_only_a_part_and_another_coordinate_system(xi, cast):
    ring = [[[106.83, 39.6], [106.84, 39.6], [106.84, 39.61], [106.83, 39.61], [106.83, 39.6]]]
    feature = {
        "type": "Feature",
        "properties": {"code": "990101001001009", "name": "第9网格"},
        "geometry": {"type": "Polygon", "coordinates": ring},
    }
    content = json.dumps({"type": "FeatureCollection", "features": [feature]})
    page = look(xi, content, name="g.geojson", crs="gcj02", under="990101001002").content.decode()
    assert "跳过 1" in text_of(page)
    asked = hidden(look(xi, content, name="g.geojson", crs="gcj02", under="990101001001").content.decode())
    assert (asked["under"], asked["crs"]) == ("990101001001", "gcj02")
    xi.post(ADDRESS, asked)
    grid = Area.objects.get(code="990101001001009")
    assert grid.source_crs == "gcj02"
    assert 0.004 < 106.83 - grid.west < 0.008, "shifted back by some 500 metres"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "这个文件是空的"),
        (b"a,b\n1,2\n", "第1行要有列名"),
        (b'code,name\n1,"x', "断了"),
        (b'{"type":"FeatureCollection","features":' + b"[" * 100_000, "套得太深"),
        (b"x" * 20_000_001, "文件最大20MB"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(xi, content, sentence):
    answer = look(xi, content)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_names_in_a_file_are_text_and_nothing_else(xi):
    page = look(xi, "code,name\n99010100100100300009,<img src=x onerror=alert(1)>\n").content.decode()
    assert "<img src=x" not in page


@pytest.mark.parametrize("name", ["li", "he", "an", "shen"])
def test_only_the_system_administrator(client, cast, name):
    assert town.sign_in(client, name).get(ADDRESS).status_code == 403
