"""我的事: one's own, newest first; a page costs the same whatever the rows."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import town
from tests.matters.reports import reported

from linli.kernel.scope import GUEST
from linli.matters.commands import support

pytestmark = pytest.mark.django_db


def many(cast, clock, n: int, who: str = "zhou"):
    return [
        reported(cast, cast.actor(who), clock.at - timedelta(minutes=n - at), text=f"第{at}盏灯坏了。")
        for at in range(n)
    ]


def page(client, query="") -> str:
    answer = client.get(f"/mine/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def heads(text: str) -> list[str]:
    return re.findall(r"第\d+盏灯坏了", text)


def test_newest_first_and_only_the_own(client, cast, clock):
    many(cast, clock, 3)
    many(cast, clock, 1, "feng")
    assert heads(page(town.sign_in(client, "zhou"))) == ["第2盏灯坏了", "第1盏灯坏了", "第0盏灯坏了"]


def test_pages_by_place_forth_and_back(client, cast, clock):
    many(cast, clock, 45)
    town.sign_in(client, "zhou")
    seen, address = [], ""
    while True:
        text = page(client, address)
        seen += heads(text)
        onward = re.search(r'href="/mine/(\?after=[\w-]+)" rel="next"', text)
        if not onward:
            break
        address = onward[1]
    assert seen == [f"第{n}盏灯坏了" for n in range(44, -1, -1)]
    back = re.search(r'href="/mine/(\?before=[\w-]+)" rel="prev"', text)[1]
    assert heads(page(client, back)) == [f"第{n}盏灯坏了" for n in range(24, 4, -1)]


def test_a_made_up_place_says_so(client, cast, clock):
    answer = town.sign_in(client, "zhou").get("/mine/?after=abc")
    assert answer.status_code == 400
    assert "翻页地址不完整" in answer.content.decode()


def test_one_or_three_rows_ask_the_same(client, cast, clock):
    town.sign_in(client, "zhou")

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client)
        return len(seen)

    many(cast, clock, 1)
    asked()
    one = asked()
    many(cast, clock, 2)
    assert asked() == one


def test_a_number_leads_to_its_page(client, cast, clock):
    one = many(cast, clock, 1)[0]
    town.sign_in(client, "zhou")
    assert client.get(f"/mine/?q={one.number}").url == f"/matters/{one.number}/"
    full_width = one.number.translate({48 + n: 0xFF10 + n for n in range(10)})
    assert client.get("/mine/", {"q": f" {full_width} "}).url == f"/matters/{one.number}/"
    others = reported(cast, cast.actor("feng"), clock.at)
    assert "没有" in page(client, f"?q={others.number}"), "somebody else's number is no number"


def test_words_find_ones_own(client, cast, clock):
    many(cast, clock, 2)
    reported(cast, cast.actor("zhou"), clock.at, text="井盖松了。")
    town.sign_in(client, "zhou")
    text = page(client, "?q=井盖")
    assert "井盖松了" in text
    assert heads(text) == []
    assert "您报的事里没有“暖气”" in page(client, "?q=暖气")
    assert "<script>" not in page(client, "?q=<script>alert(1)</script>")


def test_what_one_joined_stands_below(client, cast, clock):
    others = reported(cast, cast.actor("feng"), clock.at, text="门厅灯不亮。")
    support(actor=cast.actor("zhou"), now=clock.at, matter_id=others.pk)
    text = page(town.sign_in(client, "zhou"))
    assert "我也遇到了" in text
    assert f'href="/matters/{others.number}/"' in text
    assert client.get(f"/matters/{others.number}/").status_code == 200


def test_nothing_yet_has_a_next_step(client, cast, clock):
    text = page(town.sign_in(client, "zhou"))
    assert "您还没有报过事" in text
    assert 'href="/report/"' in text


def test_guests_learn_how_to_follow(client, cast, clock):
    one = reported(cast, GUEST, clock.at)
    text = page(client, f"?q={one.number}")
    assert "/sign-in/phone/?next=/mine/" in text
    assert one.title not in text


def test_in_large_type(cast, clock):
    text = page(town.sign_in(Client(), "zhou"), "?ui=elder")
    assert 'data-ui="elder"' in text
