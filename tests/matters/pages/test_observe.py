"""The observer's page: a photo, a place, a kind; the list below it."""

from uuid import uuid4

import pytest
from django.test import Client
from tests import town
from tests.matters.reports import how_many, kept_in, newest, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def rider(client, cast, clock):
    town.sign_in(client, "fang")
    client.get("/observe/")
    return client


def send(client, cast, **more):
    form = {"command_id": str(uuid4()), "community": cast.areas["heqiao"], "building": cast.areas["grid1"]}
    return client.post("/observe/", {**form, "category": "fire_lane", **more})


def test_a_photo_a_place_and_a_kind_are_enough(rider, cast):
    answer = send(rider, cast, photos=picture())
    assert answer.url == "/observe/"
    made = newest()
    assert (made.source, made.text, made.photos) == ("observer", "消防通道", 1)
    assert made.reporter_person_id == cast.people["fang"]
    assert made.holder_person_id == cast.people["han"]
    page = rider.get("/observe/").content.decode()
    assert f"已收到，谢谢您。编号{made.number}" in page
    assert f'href="/matters/{made.number}/"' in page
    assert rider.get(f"/matters/{made.number}/").status_code == 200


def test_neither_kind_nor_words_is_nothing(rider, cast):
    page = send(rider, cast, category="", photos=picture())
    assert page.status_code == 422
    assert "请选一类，或者写几个字" in page.content.decode()
    assert len(kept_in(page.content.decode())) == 1
    assert how_many() == 0


def test_looking_up_a_place_sends_nothing(rider, cast):
    page = send(rider, cast, look="1", building="", text="电动车堵门")
    assert page.status_code == 200
    assert "电动车堵门" in page.content.decode()
    assert how_many() == 0


@pytest.mark.parametrize("name", ["zhou", "chen", "li", "shen"])
def test_it_is_for_observers(cast, clock, name):
    answer = town.sign_in(Client(), name).get("/observe/")
    assert (answer.status_code, answer["Location"]) == (302, "/observers/join/"), "it can be asked for"


def test_guests_sign_in_first(client, clock):
    assert client.get("/observe/").status_code == 302
