"""Observers: ask, be answered, report, be thanked, see what changed, pause and leave; nobody is counted."""

import pytest
from django.test import Client
from tests import town
from tests.matters.pages.test_take_call import heard
from tests.matters.reports import covered, newest, picture

from linli.kernel.models import Notice
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import ask_to_observe, decide_observer, join_caller, move_matter
from linli.matters.models import Category, Enrolment, Matter
from linli.matters.queries.observers import Changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def feng():
    return town.sign_in(Client(), "feng")


def enrolment() -> Enrolment:
    with scope(SYSTEM):
        return Enrolment.objects.latest("id")


@pytest.fixture
def accepted(cast, clock):
    asked = {"area_id": cast.areas["street"], "trade": "rider"}
    pk = ask_to_observe(actor=cast.actor("feng"), now=clock.at, **asked).subject_id
    decide_observer(actor=cast.actor("he"), now=clock.at, enrolment_id=pk, approved=True)
    return pk


def send(client, cast, **more):
    form = {
        "category": "light",
        "community": cast.areas["huaiyin"],
        "building": cast.areas["building2"],
        **more,
    }
    return client.post("/observe/", form)


def test_somebody_asks_and_the_street_answers(feng, cast):
    assert feng.get("/observe/")["Location"] == "/observers/join/"
    feng.post("/observers/join/", {"area": cast.areas["street"], "trade": "rider", "words": "天天在这里跑。"})
    again = feng.post("/observers/join/", {"area": cast.areas["street"], "trade": "rider"})
    assert "已经在这个街道登记过了" in again.content.decode()
    street = town.sign_in(Client(), "he")
    page = street.get("/observers/").content.decode()
    assert "冯先生" in page
    assert "外卖骑手" in page
    here = f"/observers/{enrolment().pk}/"
    assert "天天在这里跑。" in street.get(here).content.decode()
    assert "请写明为什么没有通过" in street.post(here, {"approved": "0"}).content.decode()
    street.post(here, {"approved": "1", "areas": [cast.areas["huaiyin"]], "answer": "欢迎。"})
    assert enrolment().state == "active"
    heard("matters.observer_decided")
    with scope(SYSTEM):
        assert "通过了" in Notice.objects.get(person_id=cast.people["feng"]).text
    assert feng.get("/observe/").status_code == 200
    assert town.sign_in(Client(), "song").get(here).status_code == 404


def test_a_report_is_thanked_and_its_change_shown(feng, cast, clock, accepted):
    assert send(feng, cast, photos=[picture()])["Location"] == "/observe/"
    one = newest()
    assert (one.source, one.reporter_person_id) == ("observer", cast.people["feng"])
    join_caller(
        actor=cast.actor("li"), now=clock.at, matter_id=one.pk, phone="12900005577", text="我家也黑。"
    )
    assert "还没有办好的。" in feng.get("/observe/changed/").content.decode()
    move_matter(actor=cast.actor("chen"), now=clock.at, matter_id=one.pk, move="fix", text="换了新灯。")
    heard("matters.moved")
    with scope(SYSTEM):
        told = Notice.objects.get(person_id=cast.people["feng"], text__contains="换了新灯")
    assert told.text.endswith("谢谢您报来。")
    covered(one, clock.at)
    page = feng.get("/observe/changed/").content.decode()
    for words in ("换了新灯。", "谢谢您报来。", "还有1人遇到同样的事。", "/photos/"):
        assert words in page


def test_where_and_what_the_street_said(feng, cast, clock, accepted):
    light = 0
    from linli.matters.queries import chips

    light = next(one.id for one in chips() if one.code == "light")
    decide_observer(
        actor=cast.actor("he"), now=clock.at, enrolment_id=accepted, approved=True, areas=(cast.areas["huaiyin"],),
        categories=(light,),
    )  # fmt: skip
    assert send(feng, cast).status_code == 302
    assert "这一类没有请您报" in send(feng, cast, category="noise").content.decode()
    elsewhere = send(feng, cast, community=cast.areas["heqiao"], building=cast.areas["grid1"])
    assert "这里不在您登记的区域" in elsewhere.content.decode()


def test_pause_and_leave_at_any_time(feng, cast, accepted):
    feng.post(f"/observers/{accepted}/pause/", {"paused": "1"})
    assert feng.get("/observe/").status_code == 302
    feng.post(f"/observers/{accepted}/pause/", {"paused": "0"})
    assert feng.get("/observe/").status_code == 200
    assert town.sign_in(Client(), "zhou").post(f"/observers/{accepted}/leave/").status_code == 404
    feng.post(f"/observers/{accepted}/leave/")
    assert enrolment().state == "ended"
    assert "已退出" in feng.get("/observers/join/").content.decode()


def test_the_desk_enrols_by_number(cast):
    street = town.sign_in(Client(), "he")
    street.post("/observers/", {"phone": "12900006611", "name": "罗师傅", "trade": "driver"})
    page = street.get("/observers/").content.decode()
    assert "罗师傅" in page
    assert "司机" in page


def test_who_is_posted_reports_as_before(cast):
    assert send(town.sign_in(Client(), "fang"), cast).status_code == 302


def test_who_was_asked_for_a_few_things_is_offered_those(feng, cast, clock):
    asked = {"area_id": cast.areas["street"], "trade": "rider"}
    pk = ask_to_observe(actor=cast.actor("feng"), now=clock.at, **asked).subject_id
    light = Category.objects.get(code="light")
    decide_observer(
        actor=cast.actor("he"), now=clock.at, enrolment_id=pk, approved=True, areas=(cast.areas["huaiyin"],), categories=(light.pk,)
    )  # fmt: skip
    page = feng.get("/observe/").content.decode()
    assert 'value="light"' in page
    assert 'value="noise"' not in page
    assert "槐荫社区" in page
    assert send(feng, cast, category="noise").status_code == 422
    assert send(feng, cast).status_code == 302
    assert newest().category.code == "light"


def test_who_is_posted_as_one_is_not_asked_to_apply(cast, clock):
    page = town.sign_in(Client(), "fang").get("/observers/join/").content.decode()
    assert "您已经是这里的观察员。" in page
    assert "还常去别的街道，再申请一个" in page


@pytest.mark.parametrize(
    ("outcome", "mended"), [("solved", True), ("", True), ("handed_on", False), ("not_dispatched", False)]
)
def test_what_is_somebody_elses_is_an_answer_and_no_change(outcome, mended):
    assert Changed(Matter(outcome=outcome), (), (), "", 0).mended == mended
