"""One matter like a parcel: where it is, by when, who; never what is meant for colleagues."""

import pytest
from django.test import Client
from tests import town
from tests.matters.reports import answered, reported

from linli.matters.commands import assign, follow_up, hand_up, move_matter, note, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp(cast, clock, zhou):
    return reported(cast, zhou, clock.at)


def show(one, name="zhou", query="") -> str:
    answer = town.sign_in(Client(), name).get(f"/matters/{one.number}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_answers_where_by_when_who(lamp, clock):
    page = show(lamp)
    assert 'aria-current="step">已派单' in page
    assert "最晚 <b>11月30日（周一）18:00</b> 前答复您" in page
    assert "还有2.4个工作日" in page or "个工作日" in page
    assert "网格员 陈思远" in page
    assert "tel:12900000101" in page
    assert "三楼到四楼的声控灯不亮了。晚上看不清。" in page
    assert "交给第3网格陈思远" in page


def test_the_way_in_plain_words_without_inner_texts(lamp, cast, clock, chen, li):
    pk = lamp.pk
    move_matter(actor=chen, now=clock.move(minutes=10), matter_id=pk, move="accept", text="感应器坏了。")
    note(actor=chen, now=clock.move(minutes=1), matter_id=pk, text="这家人脾气不好，注意态度。")
    note(actor=chen, now=clock.move(minutes=1), matter_id=pk, text="新件明天到。", public=True)
    hand_up(actor=chen, now=clock.move(minutes=1), matter_id=pk, text="物业推脱，请社区协调。")
    assign(
        actor=li, now=clock.move(minutes=1), matter_id=pk, unit_id=cast.organisations["works"], text="盯紧点"
    )
    page = show(lamp)
    for told in (
        "到现场看过",
        "感应器坏了。",
        "新件明天到。",
        "请上一级来办",
        "槐荫社区前台",
        "市政所",
        "陈思远",
    ):
        assert told in page
    for inner in ("脾气不好", "物业推脱", "盯紧点", "上报", "退回", "派单给", "内部"):
        assert inner not in page
    assert "12900000106" not in page, "a unit has it: no desk's telephone"


def test_a_broken_promise_is_said(lamp, clock):
    clock.move(days=7)
    assert "说好 <b>11月30日（周一）18:00</b> 前答复您，已经过了" in show(lamp)


def test_a_guess_at_the_calendar_is_called_one(cast, clock, zhou):
    clock.at = clock.at.replace(year=2031)
    one = reported(cast, zhou, clock.at)
    assert "（暂定）" in show(one)


def test_after_the_answer_it_asks(lamp, cast, clock):
    answered(cast, lamp, clock.move(hours=1))
    page = show(lamp)
    assert "解决了没有，您说了算" in page
    assert f'action="/matters/{lamp.number}/answer/"' in page
    assert "换了新的感应器。" in page


def test_done_again_is_said(lamp, cast, clock, li):
    answered(cast, lamp, clock.move(hours=1))
    follow_up(
        actor=li,
        now=clock.move(hours=1),
        matter_id=lamp.pk,
        via="phone",
        reached=True,
        verdict="unsolved",
        text="说还闪",
    )
    page = show(lamp)
    assert "接着办" in page
    assert "说还闪" not in page


def test_what_is_over_offers_nothing_more(lamp, clock, zhou):
    withdraw(actor=zhou, now=clock.at, matter_id=lamp.pk)
    page = show(lamp)
    assert "已撤回" in page
    for gone in ("催一催", "撤回这件事", "补充情况</a>", 'aria-current="step"'):
        assert gone not in page


@pytest.mark.parametrize("name", ["feng", "fang", "lu", "xi"])
def test_somebody_elses_is_not_there(lamp, name):
    client = town.sign_in(Client(), name)
    for way in ("", "supplement/", "withdraw/", "answer/", "follow-up/"):
        assert client.get(f"/matters/{lamp.number}/{way}").status_code == 404
    for way in ("urge/", "supplement/", "withdraw/", "answer/", "follow-up/"):
        assert client.post(f"/matters/{lamp.number}/{way}").status_code == 404


def test_guests_sign_in_first(lamp):
    client = Client()
    for way in ("", "supplement/", "withdraw/", "answer/", "follow-up/"):
        assert client.get(f"/matters/{lamp.number}/{way}").status_code == 302


def test_staff_do_not_speak_for_the_reporter(lamp):
    client = town.sign_in(Client(), "li")
    for way in ("urge/", "withdraw/", "supplement/", "answer/", "follow-up/"):
        assert client.post(f"/matters/{lamp.number}/{way}", {"text": "x"}).status_code == 404


def test_as_many_questions_for_a_long_course_as_for_a_short_one(lamp, clock, chen, connection_queries):
    short = connection_queries(lambda: show(lamp))
    for n in range(12):
        note(actor=chen, now=clock.move(minutes=5), matter_id=lamp.pk, text=f"进展{n}", public=True)
    assert connection_queries(lambda: show(lamp)) == short


@pytest.fixture
def connection_queries():
    """How many statements something asks of the database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(act) -> int:
        with CaptureQueriesContext(connection) as seen:
            act()
        return len(seen)

    return count


def test_in_large_type_nothing_is_missing(lamp):
    page = show(lamp, query="?ui=elder")
    assert 'data-ui="elder"' in page
    for word in ("催一催", "补充情况", "撤回这件事", "打电话", "怎么回访您"):
        assert word in page


def test_nothing_is_kept_by_caches(lamp):
    answer = town.sign_in(Client(), "zhou").get(f"/matters/{lamp.number}/")
    assert answer["Cache-Control"] == "no-store"
