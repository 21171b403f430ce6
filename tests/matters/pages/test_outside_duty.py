"""清单外事项: asked by a department, decided by the street, published; nobody decides on their own."""

from datetime import timedelta

import pytest
from tests import town

pytestmark = pytest.mark.django_db


def body(answer):
    return answer.content.decode()


def asked(cast, **more):
    day = town.moment().date()
    return {
        "area_id": cast.areas["huaiyin"], "what": "入户发登记表", "reason": "限期普查", "from_on": day,
        "until_on": day + timedelta(days=20), "money": "每户2元", "people": "派3人", "category": "", **more,
    }  # fmt: skip


def test_from_the_request_to_the_public_page(client, cast):
    town.sign_in(client, "shi")
    assert "/outside/new/" in body(client.get("/outside/"))
    assert client.post("/outside/new/", asked(cast, money="")).status_code == 422
    made = client.post("/outside/new/", asked(cast))
    assert made.status_code == 302
    address = made["Location"]
    assert "入户发登记表" in body(client.get(address))
    assert "审批意见" not in body(client.get(address)).split("<form")[-1]
    town.sign_in(client, "he")
    assert "前审批" in body(client.get("/outside/"))
    assert client.post(address, {"approve": "yes", "answer": ""}).status_code == 422
    assert client.post(address, {"approve": "yes", "answer": "同意，经费随事走。"}).status_code == 302
    client.logout()
    page = body(client.get(f"/duties/{cast.areas['street']}/"))
    assert "入户发登记表" in page
    assert "经费随事走" in page
    assert "石磊" not in page


def test_the_asker_finds_no_form_and_outsiders_find_nothing(client, cast):
    town.sign_in(client, "he")
    address = client.post("/outside/new/", asked(cast))["Location"]
    assert 'name="approve"' not in body(client.get(address))
    assert client.post(address, {"approve": "yes", "answer": "同意"}).status_code == 422
    town.sign_in(client, "lei")
    assert 'name="approve"' in body(client.get(address))
    town.sign_in(client, "song")
    assert client.get(address).status_code == 404
    town.sign_in(client, "xu")
    assert client.get(address).status_code == 404


def test_one_that_waits_stands_in_the_inbox_of_whoever_decides_and_turns_late(client, cast, clock):
    day = clock.at.date()
    more = {"from_on": day, "until_on": day + timedelta(days=20)}
    address = town.sign_in(client, "shi").post("/outside/new/", asked(cast, **more))["Location"]
    assert "等您审批" in body(town.sign_in(client, "he").get("/inbox/?view=deciding"))
    assert "等您审批" not in body(town.sign_in(client, "li").get("/inbox/?view=deciding"))
    clock.at += timedelta(days=7)
    assert "1件已过期限" in body(town.sign_in(client, "he").get("/inbox/?view=deciding"))
    client.post(address, {"approve": "no", "answer": "不该社区办。"})
    assert "等您审批" not in body(client.get("/inbox/?view=deciding"))
