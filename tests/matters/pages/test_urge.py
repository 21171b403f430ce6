"""催一催: once an hour, and it says who was told."""

from uuid import uuid4

import pytest
from tests import town
from tests.matters.reports import matter, reported

pytestmark = pytest.mark.django_db


def urge(client, one, form_id=None) -> str:
    answer = client.post(f"/matters/{one.number}/urge/", {"command_id": form_id or str(uuid4())}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_holder_is_told_once_an_hour(client, cast, clock, zhou):
    one = reported(cast, zhou, clock.at)
    town.sign_in(client, "zhou")
    assert "已替您催了，网格员陈思远看得到" in urge(client, one)
    clock.move(minutes=30)
    assert "刚才已经替您催过了" in urge(client, one)
    clock.move(minutes=31)
    assert "已替您催了" in urge(client, one)
    assert matter(one.pk).urges == 2


def test_a_double_click_is_one(client, cast, clock, zhou):
    one = reported(cast, zhou, clock.at)
    town.sign_in(client, "zhou")
    form_id = str(uuid4())
    assert "已替您催了" in urge(client, one, form_id)
    assert "已替您催了" in urge(client, one, form_id)
    assert matter(one.pk).urges == 1


def test_an_address_alone_urges_nobody(client, cast, clock, zhou):
    one = reported(cast, zhou, clock.at)
    assert town.sign_in(client, "zhou").get(f"/matters/{one.number}/urge/").status_code == 405
    assert matter(one.pk).urges == 0
