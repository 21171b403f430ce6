"""责任清单: a row, a table with faults row by row, conflicts and gaps, the list taken away and handed in again."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import town
from tests.matters.reports import reported

from linli.matters.commands import set_responsibility

pytestmark = pytest.mark.django_db

HEADS = "地方,类别,单位,生效日期,截止日期,依据"


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.LINLI_FILES = tmp_path


def table(*rows):
    return {
        "file": SimpleUploadedFile("清单.csv", "\n".join([HEADS, *rows]).encode(), content_type="text/csv")
    }


def body(answer):
    return answer.content.decode()


def test_a_row_by_hand_and_its_end(client, cast):
    town.sign_in(client, "he")
    page = body(client.get("/admin/responsibility/"))
    assert "清单还是空的" in page
    assert "噪声" in page
    said = {
        "area": cast.areas["street"], "category": "road", "organisation": cast.organisations["works"],
        "since": "2026-01-01", "basis": "第3项",
    }  # fmt: skip
    assert client.post("/admin/responsibility/", said).status_code == 302
    page = body(client.get("/admin/responsibility/"))
    assert "第3项" in page
    end = page.split('action="/admin/responsibility/')[1].split("/end/")[0]
    assert client.post(f"/admin/responsibility/{end}/end/", {}).status_code == 302
    assert "停用这一行</button>" not in body(client.get("/admin/responsibility/"))


def test_a_table_says_what_is_wrong_row_by_row(client):
    town.sign_in(client, "he")
    rows = table(
        "云山街道,路面,市政所,2026-01-01,,文1", "云山街道,没有这类,市政所,,,", "火星街道,路面,市政所,,,",
        "云山街道,噪声,没有这单位,,,", "云山街道,灯不亮,市政所,2026年13月1日,,", "云山街道,噪声,综合执法队,2026/1/5,2026.12.31,",
    )  # fmt: skip
    page = body(client.post("/admin/responsibility/", rows))
    for word in (
        "第3行",
        "没有这类",
        "第4行",
        "火星街道",
        "第5行",
        "没有这单位",
        "第6行",
        "新增2行，4行没有用上",
    ):
        assert word in page, word
    assert "第2行" not in page


def test_a_table_without_its_heads_is_refused(client):
    town.sign_in(client, "he")
    bad = {"file": SimpleUploadedFile("x.csv", "甲,乙\n1,2".encode())}
    answer = client.post("/admin/responsibility/", bad)
    assert answer.status_code == 422
    assert "表头缺少" in body(answer)


def test_the_list_taken_away_can_be_handed_in_again(client, cast):
    set_responsibility(
        actor=cast.actor("he"), now=town.moment(), area_id=cast.areas["street"], category="road",
        organisation_id=cast.organisations["works"], since=town.moment().date(),
    )  # fmt: skip
    town.sign_in(client, "he")
    content = client.get("/admin/responsibility/table/").content
    rows = [*openpyxl.load_workbook(BytesIO(content)).active.values]
    assert rows[1][:3] == ("云山街道", "路面", "市政所")
    again = client.post("/admin/responsibility/", {"file": SimpleUploadedFile("清单.xlsx", content)})
    assert "表里的行清单里都已经有了" in body(again)


def test_the_matter_page_says_whose_it_is_and_one_press_gives_it(client, cast):
    set_responsibility(
        actor=cast.actor("he"), now=town.moment(), area_id=cast.areas["street"], category="road",
        organisation_id=cast.organisations["works"], since=town.moment().date(), basis="第3项",
    )  # fmt: skip
    made = reported(cast, cast.actor("zhou"), town.moment(), category="road", text="路面破了")
    town.sign_in(client, "li")
    page = body(client.get(f"/matters/{made.number}/"))
    assert "按责任清单应由<b>市政所</b>办" in page
    form = body(client.get(f"/matters/{made.number}/act/assign/"))
    assert f'value="u{cast.organisations["works"]}" selected' in form
    assert (
        client.post(
            f"/matters/{made.number}/act/assign/", {"to": f"u{cast.organisations['works']}"}
        ).status_code
        == 302
    )
    assert "已经在他们手里" in body(client.get(f"/matters/{made.number}/"))


def test_outside_any_list_it_is_said(client, cast):
    made = reported(cast, cast.actor("zhou"), town.moment(), category="road", text="路面破了")
    town.sign_in(client, "li")
    assert "清单里没有写这一类归谁" in body(client.get(f"/matters/{made.number}/"))
