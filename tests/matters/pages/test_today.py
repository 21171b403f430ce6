"""今天: overdue first, then today's, then by building; nothing that counts people."""

from datetime import timedelta

import pytest
from tests import town
from tests.matters.desk import every_stage, queries_of, text_of
from tests.matters.reports import reported

from linli.matters.commands import assign, hand_up, move_matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast, now, clock):
    return every_stage(cast, now)


def page_of(client, name, address="/today/"):
    answer = town.sign_in(client, name).get(address)
    assert answer.status_code == 200
    return answer


def test_what_runs_out_first_stands_on_top(client, made):
    answer = page_of(client, "chen")
    assert [row.url for row in answer.context["first"]] == [
        f"/matters/{made[name].number}/" for name in ("late", "today")
    ]
    rest = [(title, [row.title for row in rows]) for title, rows in answer.context["rest"]]
    assert rest == [("槐荫里2号楼", ["路面破了", "声控灯坏了"])]
    text = text_of(answer.content.decode())
    assert "手里4件 ，今天要办4件，办了2件" in text
    assert "先办这2件" in text
    assert "超时1件" in text


def test_what_lies_higher_up_or_with_a_desk_is_not_in_hand(client, made):
    first = page_of(client, "sun").context["first"]
    assert first == []
    assert page_of(client, "sun").context["day"].open == 0


def test_a_matter_named_to_a_colleague_of_the_grid_is_still_the_grids(client, cast, li, made, now):
    assign(actor=li, now=now, matter_id=made["today"].pk, person_id=cast.people["qian"])
    assert made["today"].title in page_of(client, "chen").content.decode()
    assert made["today"].title in page_of(client, "qian").content.decode()


def test_open_ground_stands_after_the_buildings(client, cast, zhou, now, clock):
    for area in ("grid3", "building2"):
        reported(cast, zhou, now, area_id=cast.areas[area])
    titles = [title for title, _rows in page_of(client, "chen").context["rest"]]
    assert titles == ["槐荫里2号楼", "第3网格"]


def test_nothing_to_do_says_what_next(client, cast, clock):
    text = text_of(page_of(client, "chen").content.decode())
    assert "今天手里没有要办的" in text
    assert "手里0件" in text


def test_no_ranking_and_no_track(client, made):
    text = text_of(page_of(client, "chen").content.decode())
    for word in ("排名", "积分", "在线", "里程", "打卡", "没有网络", "待传"):
        assert word not in text


def test_all_of_the_grid(client, made):
    answer = page_of(client, "chen", "/today/matters/")
    assert [view.count for view in answer.context["views"]] == [5, 4, None]
    assert len(answer.context["rows"]) == 5
    held = page_of(client, "chen", "/today/matters/?view=held")
    assert {row.title for row in held.context["rows"]}.isdisjoint({made["fixed"].title})
    closed = page_of(client, "chen", "/today/matters/?view=closed")
    assert [row.url for row in closed.context["rows"]] == [f"/matters/{made['closed'].number}/"]


def test_all_of_the_grid_page_by_page(client, cast, zhou, now, clock):
    for at in range(23):
        reported(cast, zhou, now - timedelta(minutes=at), text=f"{at}处。")
    first = page_of(client, "chen", "/today/matters/")
    second = client.get("/today/matters/" + first.context["pager"].next_url)
    urls = [row.url for answer in (first, second) for row in answer.context["rows"]]
    assert len(urls) == len(set(urls)) == 23
    assert (
        client.get("/today/matters/" + second.context["pager"].prev_url).context["rows"]
        == first.context["rows"]
    )


def test_tabs_for_the_thumb(client, made):
    page = page_of(client, "chen").content.decode()
    tabs = page.split('class="tabs"')[1]
    assert [word for word in ("今天", "事件", "记一笔", "我的") if word in tabs] == [
        "今天",
        "事件",
        "记一笔",
        "我的",
    ]
    assert 'href="/today/" aria-current="page"' in tabs


@pytest.mark.parametrize(("name", "status"), [("zhou", 403), ("ma", 403), ("xi", 403)])
def test_who_has_no_day_of_this_kind(client, cast, clock, name, status):
    for address in ("/today/", "/today/matters/"):
        assert town.sign_in(client, name).get(address).status_code == status


def test_the_number_of_queries_does_not_depend_on_the_rows(client, cast, zhou, chen, now, clock):
    reported(cast, zhou, now)
    town.sign_in(client, "chen")
    one = queries_of(client, "/today/"), queries_of(client, "/today/matters/")
    for at in range(3):
        pk = reported(cast, zhou, now, text=f"{at}处。").pk
        move_matter(actor=chen, now=now, matter_id=pk, move="accept")
    hand_up(actor=chen, now=now, matter_id=pk, text="要上一级。")
    assert (queries_of(client, "/today/"), queries_of(client, "/today/matters/")) == one
