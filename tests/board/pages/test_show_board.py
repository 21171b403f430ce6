"""The street's page: every figure with its fraction, rates only of ten answers, places in code order, nobody named."""

import re

import pytest
from tests import town
from tests.board.figured import figured
from tests.matters.desk import queries_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, cast, now, clock):
    figured(cast, now)
    town.sign_in(client, "he")
    return client


def test_rates_stand_with_their_fraction(page):
    shown = text_of(page.get("/board/").content.decode())
    assert "云山街道总览" in shown
    assert "解决率 86.7 % 13 / 15件有效回访" in shown
    assert "11月1–25日" in shown
    assert "准格尔旗三率" in shown


def test_under_ten_answers_there_is_no_rate(page, cast):
    shown = text_of(page.get(f"/board/?area={cast.areas['heqiao']}").content.decode())
    assert "数据太少" in shown
    assert "%" not in re.findall(r"解决率 (.*?) 满意率", shown)[0]


def test_places_stand_in_code_order(page):
    shown = page.get("/board/").content.decode()
    rows = re.findall(r'<th scope="row"><a href="/board/[^"]*">([^<]+)</a>', shown)
    assert rows == ["槐荫社区", "河桥社区"]


def test_the_leader_compares_streets(client, cast, now, clock):
    figured(cast, now)
    town.sign_in(client, "lei")
    shown = client.get("/board/").content.decode()
    rows = re.findall(r'<th scope="row"><a href="/board/[^"]*">([^<]+)</a>', shown)
    assert rows == ["云山街道", "松柏街道"]
    assert client.get(f"/board/matters/?area={cast.areas['street']}&rate=solved").status_code == 200


def test_no_worker_and_no_resident_is_named(page):
    names = [full for full, *_rest in town.PEOPLE.values() if full != "何文涛"]
    for address in ("/board/", "/board/matters/?rate=solved"):
        shown = page.get(address).content.decode()
        assert [name for name in names if name in shown] == []


def test_an_area_out_of_reach_is_not_found(page, cast):
    assert page.get(f"/board/?area={cast.areas['other_street']}").status_code == 404


def test_more_matters_cost_no_more_queries(page, cast, now):
    before = queries_of(page, "/board/")
    figured(cast, now)
    assert queries_of(page, "/board/") <= before
