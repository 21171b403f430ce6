"""工作日历: a year at a glance, a notice compared before it is entered, clocks that follow."""

import json
import re
from datetime import datetime
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import town
from tests.matters.desk import text_of
from tests.matters.reports import matter

from linli.matters.commands import open_matter
from linli.places.commands import load_shipped_days
from linli.places.queries import official_years

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/calendar/"


@pytest.fixture(autouse=True)
def files(settings, tmp_path, clock):
    settings.LINLI_FILES = tmp_path
    load_shipped_days(now=town.NOW)


@pytest.fixture
def xi(client):
    return town.sign_in(client, "xi")


def notice(*days: tuple[str, bool], year=2027, name="n.json"):
    listed = [{"date": on, "isOffDay": off, "name": "元旦"} for on, off in days]
    return SimpleUploadedFile(name, json.dumps({"year": year, "papers": [], "days": listed}).encode())


WHOLE = (("2027-01-01", True), ("2027-05-01", True), ("2027-10-01", True))


def look(client, file, **more):
    return client.post(ADDRESS, {"step": "look", "file": file, **more})


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def test_the_year_says_which_days_rest_and_which_are_worked(xi):
    page = xi.get(ADDRESS).content.decode()
    assert "2026年" in page
    assert re.search(r'<td class="rest" title="国庆节 休">1<b>休</b></td>', page)
    assert re.search(r'<td class="makeup" title="国庆节 班">10<b>班</b></td>', page)
    assert "10月1日—10月7日休，9月20日、10月10日上班" in text_of(page)
    assert "正式" in page
    assert page.count('aria-current="date"') == 1


def test_a_year_without_notice_says_provisional(xi, cast, clock):
    page = xi.get(f"{ADDRESS}?year=2027").content.decode()
    assert "暂定" in page
    assert 'class="rest"' not in page
    assert "2027年的放假安排还没录入" not in page, "in November nothing leans on it yet"
    open_matter(
        actor=cast.actor("zhou"), now=datetime(2026, 12, 30, 10, tzinfo=town.CHINA), kind="snapshot",
        text="灯不亮", area_id=cast.areas["building2"],
    )  # fmt: skip
    assert "2027年的放假安排还没录入" in xi.get(ADDRESS).content.decode()


def test_from_december_the_missing_notice_is_urgent(xi, clock):
    clock.at = datetime(2026, 12, 1, 9, tzinfo=town.CHINA)
    page = xi.get(ADDRESS).content.decode()
    assert re.search(r'class="banner late[^"]*" role="alert">.*2027年的放假安排还没录入', page, re.DOTALL)


def test_first_the_differences_then_the_change_then_the_counts(xi, cast):
    late = datetime(2026, 12, 31, 16, tzinfo=town.CHINA)
    opened = open_matter(
        actor=cast.actor("zhou"), now=late, kind="snapshot", text="灯不亮", area_id=cast.areas["building2"]
    )
    before = matter(opened.subject_id)
    page = look(xi, notice(*WHOLE, ("2027-01-03", False), ("2027-13-09", True))).content.decode()
    assert "这份文件会改4天" in text_of(page)
    assert "2027年1月1日（周五）" in page
    assert "第5行：" in text_of(page)
    assert 2027 not in official_years(), "looking changes nothing"
    answer = xi.post(
        ADDRESS,
        {"step": "apply", "upload": hidden(page, "upload"), "command_id": hidden(page, "command_id")},
        follow=True,
    )
    assert "改了4天，重算1件在办的时钟，其中1件期限变了。" in answer.content.decode()
    assert 2027 in official_years()
    assert matter(opened.subject_id).due_at > before.due_at
    assert not matter(opened.subject_id).due_provisional


def test_a_double_click_enters_it_once(xi):
    page = look(xi, notice(*WHOLE)).content.decode()
    asked = {"step": "apply", "upload": hidden(page, "upload"), "command_id": hidden(page, "command_id")}
    assert xi.post(ADDRESS, asked).status_code == 302
    again = xi.post(ADDRESS, asked, follow=True)
    assert "改了3天" in again.content.decode(), "the same answer, no second change"


def test_an_empty_notice_stays_provisional_and_says_so(xi):
    page = look(xi, notice()).content.decode()
    assert "仍是暂定" in page
    assert "换上这份安排" not in page


def test_a_table_needs_its_year(xi):
    table = "日期,类型,名称\n2027-02-08,休,x\n".encode("gb18030")
    answer = look(xi, SimpleUploadedFile("n.csv", table))
    assert answer.status_code == 422
    assert "请写明这是哪一年的放假安排。" in answer.content.decode()
    page = look(xi, SimpleUploadedFile("n.csv", table), year="2027").content.decode()
    assert "这份文件会改1天" in text_of(page)
    asked = {"step": "apply", "upload": hidden(page, "upload"), "year": hidden(page, "year")}
    assert xi.post(ADDRESS, asked).status_code == 302


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n\x00", "文件读不出来"),
        (b'{"year": 2027, "days": ' + b"[" * 50_000, "这不是放假安排的JSON文件"),
        (b"a,b\n1,2\n", "第一行要有“日期”和“类型”两列。"),
        (b"x" * 1_000_001, "文件太大"),
        (b"", "这个文件是空的"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(xi, content, sentence):
    answer = look(xi, SimpleUploadedFile("n.json", content))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_names_in_a_file_are_text_and_nothing_else(xi):
    days = [{"date": "2027-01-01", "isOffDay": True, "name": "<script>alert(1)</script>"}]
    page = look(
        xi, SimpleUploadedFile("n.json", json.dumps({"year": 2027, "days": days}).encode())
    ).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_somebody_elses_upload_is_gone_and_so_is_an_invented_one(xi, client, cast):
    page = look(xi, notice(*WHOLE)).content.decode()
    upload = hidden(page, "upload")
    from linli.kernel import uploads
    from linli.kernel.refusal import Refusal

    with pytest.raises(Refusal, match="upload_gone"):
        uploads.kept(UUID(upload), actor=cast.actor("an"))
    answer = xi.post(ADDRESS, {"step": "apply", "upload": "00000000-0000-0000-0000-000000000000"})
    assert answer.status_code == 422
    assert "这份文件已经不在了，请重新选。" in answer.content.decode()


@pytest.mark.parametrize("name", ["li", "he", "tang", "an", "shen", "chen", "zhou"])
def test_only_the_system_administrator(client, cast, name):
    assert town.sign_in(client, name).get(ADDRESS).status_code == 403


@pytest.mark.parametrize("asked", ["abcd", "1", "9999", "0000", "２０２６", "-1"])
def test_a_year_without_sense_shows_one_that_has_some(xi, asked):
    assert xi.get(f"{ADDRESS}?year={asked}").status_code == 200
