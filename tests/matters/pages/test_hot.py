"""The page of hot issues: the hottest first, drawn by day, decided on by the street; names nobody."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from tests import town
from tests.matters.issues import LIFT, NOISE, grouping, issues, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(monkeypatch, cast, clock):
    """Two issues of the street: the lift of four people, the noise of three."""
    told(cast, clock.at)
    told(cast, clock.at, NOISE, who="1")
    grouping(monkeypatch, cast, clock.at + timedelta(minutes=20))
    return issues()


@pytest.fixture
def he(client):
    return town.sign_in(client, "he")


def send(client, issue, do, **more):
    asked = {"command_id": str(uuid4()), "do": do, **more}
    return client.post(f"/hot/{issue.pk}/", asked, follow=True)


def test_the_list_counts_people_and_names_nobody(he, two):
    page = he.get("/hot/").content.decode()
    assert page.index(two[0].title) < page.index(two[1].title)
    assert ">4</b>" in page
    assert "槐荫社区" in page
    assert "近7天4件" in page
    assert "王先生" not in page
    assert "1290000" not in page


def test_who_is_no_centre_sees_none(two, cast):
    assert town.sign_in(Client(), "li").get("/hot/").status_code == 403
    other = town.sign_in(Client(), "song")
    assert two[0].title not in other.get("/hot/").content.decode()
    assert other.get(f"/hot/{two[0].pk}/").status_code == 404
    leader = town.sign_in(Client(), "lei")
    assert leader.get(f"/hot/{two[0].pk}/").status_code == 200
    assert send(leader, two[0], "name", title="改了").status_code == 403


def test_one_issue_with_places_days_and_matters(he, two):
    page = he.get(f"/hot/{two[0].pk}/").content.decode()
    for words in (
        LIFT[0],
        "近30天每天",
        "第3网格",
        "没有定类别",
        "选中的另成一个热点",
        "不同的人，同报的也算",
    ):
        assert words in page
    assert "王先生" not in page


def test_people_take_out_put_back_merge_part_name_and_mark(he, two):
    one, other = two
    assert "已移出" in send(he, one, "out", keys=[one.members[0]]).content.decode()
    page = he.get(f"/hot/{one.pk}/").content.decode()
    assert "移出过的1件" in page
    assert "已放回" in send(he, one, "back", keys=[one.members[0]]).content.decode()
    assert "已另成一个热点" in send(he, one, "together", keys=one.members[2:]).content.decode()
    assert "已合并" in send(he, one, "merge", other=other.pk).content.decode()
    assert he.get(f"/hot/{other.pk}/").headers["Location"] == f"/hot/{one.pk}/"
    assert "已分开" in send(he, one, "part", back=other.pk).content.decode()
    assert "名称已改" in send(he, one, "name", title="槐荫里的电梯").content.decode()
    page = send(he, one, "mark", state="dropped", words="同一台机器").content.decode()
    assert "已标记" in page
    assert "槐荫里的电梯" not in he.get("/hot/").content.decode()
    assert "槐荫里的电梯" in he.get("/hot/?state=dropped").content.decode()


def test_what_is_missing_is_said_on_its_field(he, two):
    page = send(he, two[0], "mark", state="answered")
    assert page.status_code == 422
    assert "请写明怎么答复的" in page.content.decode()
    assert send(he, two[0], "in", number="20260101-9999").status_code == 422
    assert send(he, two[0], "out").status_code == 422
    assert send(he, two[0], "nothing").status_code == 404
    assert he.get("/hot/?after=zz").status_code == 400
    assert he.get("/hot/0/").status_code == 404


def test_a_double_click_takes_out_once(he, two):
    asked = {"command_id": str(uuid4()), "do": "together", "keys": two[0].members[2:]}
    places = {he.post(f"/hot/{two[0].pk}/", asked).headers["Location"] for _time in range(2)}
    assert len(places) == 1
    assert len(issues()) == 3


def test_the_grouping_is_asked_for(he, cast, two):
    asked = {"command_id": str(uuid4()), "street": cast.areas["street"]}
    assert "已经开始归并" in he.post("/hot/group/", asked, follow=True).content.decode()
    again = he.post("/hot/group/", {**asked, "command_id": str(uuid4())}, follow=True)
    assert "正在归并" in again.content.decode()
    assert he.post("/hot/group/", {"street": "x"}).status_code == 404


def test_the_board_leads_here(he, two):
    assert 'href="/hot/"' in he.get("/board/").content.decode()
