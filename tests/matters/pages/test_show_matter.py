"""One matter at its one address: for staff with clocks, course and next steps, for its reporter like a parcel."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests import town
from tests.matters.desk import PHONE, ordered, queries_of, text_of
from tests.matters.reports import answered, matter, reported

from linli.matters.commands import assign, follow_up, hand_up, note, supplement, support, urge

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(cast, now, clock):
    return ordered(cast, now - timedelta(hours=1), best_hours="19:00后")


def page_of(client, name, one, query=""):
    answer = town.sign_in(client, name).get(f"/matters/{one.number}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_head_with_both_clocks_in_working_time(client, order):
    text = text_of(page_of(client, "li", order))
    # 13:20 is within the noon break: two working hours from 14:00, now 14:20
    assert "本环节：待签收 还有1.6个工作小时" in text
    assert "总用时，从居民反映算起 20分钟" in text
    assert "上报 / 重办 / 超时 0 / 0 / 0" in text
    assert "12345工单·求助" in text
    assert "在社区前台·槐荫社区手里" in text


def test_a_late_stage_is_late_in_working_time(client, clock, order):
    clock.move(hours=3)
    assert "超时1.3个工作小时" in text_of(page_of(client, "li", order))
    clock.move(days=2)  # Friday 17:20: two hours of Wednesday, Thursday's 7.5, 6 h 50 min today
    assert "超时2.1个工作日" in text_of(page_of(client, "li", order))


def test_the_course_with_inner_entries_and_without(client, cast, now, order):
    note(actor=cast.actor("sun"), now=now, matter_id=order.pk, text="家里有老人，先别催。")
    note(actor=cast.actor("li"), now=now, matter_id=order.pk, text="周一入户。", public=True)
    everything = page_of(client, "li", order)
    assert "家里有老人，先别催。" in everything
    assert "内部" in everything
    public = page_of(client, "li", order, "?show=public")
    assert "家里有老人，先别催。" not in public
    assert "周一入户。" in public


def test_the_reporter_is_masked(client, order):
    page = page_of(client, "li", order)
    assert PHONE not in page
    assert "郑女士" not in page
    assert "129****3521" in page
    assert "电话，19:00后" in text_of(page)
    assert f"/matters/{order.number}/reporter/phone/" in page


def test_departments_see_the_matter_not_the_person(client, cast, now, order):
    assign(actor=cast.actor("he"), now=now, matter_id=order.pk, unit_id=cast.organisations["works"])
    page = page_of(client, "shi", order)
    assert "129****3521" not in page
    assert "反映人" not in page
    assert 'id="caller"' not in page
    assert "看全号" not in page


def test_refused_steps_are_shown_with_their_reasons(client, cast, chen, zhou, now, clock):
    one = reported(cast, zhou, now)
    page = page_of(client, "li", one)
    for label in ("看过了，开始办", "办好了，答复居民", "不归我们办", "报社区"):
        assert label in page
    assert "现在在网格员手里。" in page
    for actor in (chen, cast.actor("li"), cast.actor("he")):
        hand_up(actor=actor, now=now, matter_id=one.pk, text="再上报。")
    text = text_of(page_of(client, "tang", one))
    assert "上报：已经是最高一级，不能再上报。" in text or "已经是最高一级，不能再上报。" in text
    assert "看过了，开始办" in text


def test_a_closed_one_has_no_steps_and_says_how_it_ended(client, cast, zhou, now, clock):
    one = answered(cast, reported(cast, zhou, now), now)
    follow_up(actor=cast.actor("li"), now=now, matter_id=one.pk, via="phone", reached=True, verdict="solved")
    text = text_of(page_of(client, "li", one))
    assert "已解决" in text
    assert "这件事已经结束，不能再办。" in text


def test_neighbours_of_the_last_thirty_days(client, cast, zhou, now, order):
    reported(cast, zhou, now - timedelta(days=29), text="同一栋楼。", area_id=cast.areas["building8"])
    reported(cast, zhou, now - timedelta(days=31), text="太久以前。", area_id=cast.areas["building8"])
    reported(cast, zhou, now, text="另一栋楼。")
    page = page_of(client, "li", order)
    assert "同一栋楼" in page
    assert "太久以前" not in page
    assert "另一栋楼" not in page


def test_the_follow_up_can_be_asked_by_link(client, cast, zhou, now, clock):
    one = answered(cast, reported(cast, zhou, now), now)
    assert f'action="/matters/{one.number}/link/"' in page_of(client, "li", one)
    assert f'action="/matters/{one.number}/link/"' not in page_of(client, "chen", one)


def test_the_slip_for_paper(client, order):
    assert f'href="/f/{order.follow_secret()}/slip/"' in page_of(client, "li", order)


@pytest.mark.parametrize("name", ["wu", "song", "jin", "shi", "feng", "xi"])
def test_who_has_nothing_to_do_with_it_finds_nothing(client, order, name):
    assert town.sign_in(client, name).get(f"/matters/{order.number}/").status_code == 404


def test_guests_sign_in_and_made_up_numbers_are_not_found(client, order):
    assert client.get(f"/matters/{order.number}/").url.startswith("/sign-in/")
    town.sign_in(client, "li")
    for number in ("20261125-9999", "x", "%00", "20261125-0001'"):
        assert client.get(f"/matters/{number}/").status_code == 404, number


def test_its_reporter_sees_another_page(client, cast, zhou, now, clock):
    one = reported(cast, zhou, now)
    page = page_of(client, "zhou", one)
    assert "下一步" not in page
    assert "看全号" not in page


@pytest.mark.parametrize("name", ["chen", "qian", "li", "he", "tang"])
def test_everybody_on_the_ladder_sees_it(client, cast, zhou, now, clock, name):
    assert "下一步" in page_of(client, name, reported(cast, zhou, now))


def test_the_number_of_queries_does_not_depend_on_the_course(client, cast, chen, zhou, now, clock):
    one = reported(cast, zhou, now)
    note(actor=chen, now=now, matter_id=one.pk, text="第1次。")
    town.sign_in(client, "li")
    before = queries_of(client, f"/matters/{one.number}/")
    for at in range(4):
        note(actor=chen, now=now, matter_id=one.pk, text=f"又1次{at}。")
        reported(cast, zhou, now, text=f"同楼{at}。")
    assert queries_of(client, f"/matters/{one.number}/") == before


def test_the_way_back_is_the_list_one_came_from(client, cast, zhou, now, clock):
    one = reported(cast, zhou, now)
    assert '<a href="/inbox/" data-back>收件箱</a>' in page_of(client, "li", one)
    assert '<a href="/today/" data-back>今天</a>' in page_of(client, "chen", one)


def test_a_hotline_order_worked_on_through_the_pages(client, cast, now, order):
    town.sign_in(client, "li")
    for code, words in (("sign", {}), ("answer", {"text": "已劝过，九点后不练。"})):
        client.post(f"/matters/{order.number}/act/{code}/", {"command_id": str(uuid4()), **words})
    assert matter(order.pk).stage == "answered"
    town.sign_in(client, "guo")
    client.post(
        f"/matters/{order.number}/act/follow_up/",
        {"command_id": str(uuid4()), "via": "phone", "result": "solved"},
    )
    assert matter(order.pk).outcome == "solved"


def test_reporters_stay_unnamed_also_when_they_serve_somewhere(client, cast, now, clock):
    one = reported(cast, cast.actor("fang"), now)  # an observer has a public card
    urge(actor=cast.actor("fang"), now=now, matter_id=one.pk)
    supplement(actor=cast.actor("fang"), now=now, matter_id=one.pk, text="灯罩也掉了。")
    support(actor=cast.actor("jin"), now=now, matter_id=one.pk)
    page = page_of(client, "li", one)
    assert "灯罩也掉了。" in page
    assert "居民催办" in page
    assert "方骑手" not in page
    assert "金松" not in page


def test_whoever_took_it_down_is_named(client, cast, now, clock):
    clerk = ordered(cast, now)
    assert "何文涛" in page_of(client, "li", clerk)


def test_on_a_rest_day_no_time_is_charged(client, cast, zhou, now, clock):
    late = reported(cast, zhou, now - timedelta(days=5, hours=2, minutes=20))  # Friday noon, due at six
    clock.at = now - timedelta(days=3)  # Sunday
    sunday = reported(cast, zhou, clock.at - timedelta(hours=3), text="周日报的。")
    answer = town.sign_in(client, "li").get("/inbox/")
    rows = {row.url.split("/")[2]: row for row in answer.context["rows"]}
    assert rows[sunday.number].total == 0
    assert rows[late.number].clock.over == timedelta(0)
    text = text_of(answer.content.decode())
    assert text.count("已超时") == 2, "the tab and the badge, which names no length"
    assert answer.content.decode().count("data-due") == 1, "the late one stands still until the office opens"
    assert "今天不上班" in text
