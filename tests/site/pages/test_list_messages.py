"""消息: one's own, newest first; what was shown counts as read."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import town

from linli.kernel.notice import tell
from linli.kernel.scope import SYSTEM, scope
from linli.kernel.terms import Channel

pytestmark = pytest.mark.django_db


def told(cast, clock, who: str, n: int, **more) -> None:
    with scope(SYSTEM):
        for at in range(n):
            tell(
                key=f"{who}{at}{more}",
                text=f"第{at}条。",
                now=clock.at,
                area_path=cast.path("grid3"),
                person_id=cast.people[who],
                **more,
            )


def page(client, query="") -> str:
    answer = client.get(f"/messages/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_new_ones_are_marked_until_seen(client, cast, clock):
    told(cast, clock, "zhou", 3, link="/mine/")
    told(cast, clock, "feng", 1)
    told(cast, clock, "zhou", 2, channel=Channel.SMS, address="12900002076")
    town.sign_in(client, "zhou")
    assert '<span class="dot">3</span>' in client.get("/").content.decode()
    assert client.head("/messages/").status_code == 200, "asking for the head reads nothing"
    first = page(client)
    assert re.findall(r"第\d条", first) == ["第2条", "第1条", "第0条"]
    assert first.count(">新<") == 3
    second = page(client)
    assert ">新<" not in second
    assert "dot" not in client.get("/").content.decode()


def test_pages_by_place(client, cast, clock):
    told(cast, clock, "zhou", 25)
    town.sign_in(client, "zhou")
    first = page(client)
    onward = re.search(r'href="/messages/(\?after=[\w-]+)"', first)[1]
    assert re.findall(r"第(\d+)条", page(client, onward)) == ["4", "3", "2", "1", "0"]


def test_one_or_three_ask_the_same(client, cast, clock):
    town.sign_in(client, "zhou")

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client)
        return len(seen)

    told(cast, clock, "zhou", 1, link="/a/")
    asked()
    one = asked()
    told(cast, clock, "zhou", 3, link="/b/")
    page(client)
    assert asked() == one


def test_nothing_yet(client, cast, clock):
    assert "还没有消息" in page(town.sign_in(client, "zhou"))


def test_guests_sign_in_first(client, clock):
    assert client.get("/messages/").status_code == 302
