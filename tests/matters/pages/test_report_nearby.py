"""The hint before writing: what is the same thing at the same place, without text or person."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests import town
from tests.matters.petitions import petition
from tests.matters.reports import copied, reported

from linli.assist.helper import Understanding
from linli.matters.commands import edit_category
from linli.matters.queries import likeness

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp(cast, clock):
    """What Mr Feng reported two hours ago."""
    words = "我叫冯国栋，一楼门厅灯不亮，电话12900008804。"
    return copied(reported(cast, cast.actor("feng"), clock.at - timedelta(hours=2), text=words))


def hint(client, cast, **more) -> str:
    asked = {
        "community": cast.areas["huaiyin"],
        "building": cast.areas["building2"],
        "category": "light",
        **more,
    }
    return client.get("/report/nearby/", asked).content.decode()


def test_a_neighbours_report_is_shown_without_text_or_person(client, cast, lamp):
    page = hint(client, cast)
    assert "旁边有人报过" in page
    assert "一楼门厅灯不亮" in page
    assert "今天，已派单" in page
    assert "12900008804" not in page
    assert "冯国栋" not in page
    assert "已有1件相似" in page
    assert 'name="looked"' in page


@pytest.mark.parametrize(
    "other",
    [{"category": "road"}, {"category": ""}, {"category": "nothing"}, {"building": ""}],
    ids=["another kind of thing", "no kind", "unknown kind", "no building"],
)
def test_something_else_is_no_double(client, cast, lamp, other):
    assert "旁边有人报过" not in hint(client, cast, **other)


def test_another_building_is_no_double(client, cast, lamp):
    assert "旁边有人报过" not in hint(client, cast, building=cast.areas["building8"])


def test_what_is_over_or_long_ago_is_no_double(client, cast, lamp, clock):
    clock.move(days=31)
    assert "旁边有人报过" not in hint(client, cast)


def test_what_a_desk_has_sorted_more_finely_is_still_the_same_thing(client, cast, clock):
    edit_category(actor=cast.actor("xi"), now=clock.at, code="light.stairs", name="楼道灯", parent="light")
    copied(reported(cast, cast.actor("feng"), clock.at, text="楼道灯坏了。", category="light.stairs"))
    assert "楼道灯坏了" in hint(client, cast)


def test_guests_are_asked_to_sign_in_residents_can_join(client, cast, lamp):
    assert "登录后一起跟进" in hint(client, cast)
    page = hint(town.sign_in(client, "zhou"), cast)
    assert f'name="join" value="{lamp.pk}"' in page


def test_the_own_report_leads_to_its_page(client, cast, lamp):
    page = hint(town.sign_in(client, "feng"), cast)
    assert "您报过" in page
    assert f'href="/matters/{lamp.number}/"' in page
    assert "join" not in page


LIKE = {"category": "", "text": "一楼门厅的灯不亮，谁来修？"}


def said(client, cast, **more) -> str:
    """What comes back while somebody writes."""
    asked = {"community": cast.areas["huaiyin"], "building": cast.areas["building2"], **LIKE, **more}
    return client.post("/report/nearby/", asked).content.decode()


@pytest.fixture
def helper(monkeypatch):
    """The helper's own answer, without its process."""
    of = Understanding(Path("nowhere"))

    def ask(_door, verb, *, seconds, **asked):
        return getattr(of, verb)(asked)

    monkeypatch.setattr(likeness, "ask", ask)


def test_like_words_are_shown_before_the_text_is_finished(client, cast, lamp, helper):
    page = said(client, cast)
    assert "已有1件相似" in page
    assert "一楼门厅灯不亮" in page
    assert "12900008804" not in page
    assert "旁边有人报过" not in said(client, cast, text="公交站牌倒了")
    assert "旁边有人报过" not in said(client, cast, building=cast.areas["building8"])


def test_without_a_copy_or_a_helper_nothing_is_shown_of_it(client, cast, clock):
    one = reported(cast, cast.actor("feng"), clock.at, text="一楼门厅灯不亮")
    assert "旁边有人报过" not in hint(client, cast)
    copied(one)
    assert "旁边有人报过" in hint(client, cast)
    assert "旁边有人报过" not in said(client, cast)


def test_a_petition_or_an_accusation_is_never_shown(client, cast, clock, helper):
    words = "一楼门厅灯不亮，物业不修"
    for one in (
        petition(cast, clock.at, text=words, area_id=cast.areas["building2"]),
        reported(
            cast, cast.actor("li"), clock.at, text=words, source="desk", accused_people=(cast.people["chen"],)
        ),
    ):
        copied(one)
    assert "旁边有人报过" not in said(client, cast, text=words)
    assert (
        "已有"
        not in town.sign_in(client, "li")
        .post(
            "/matters/new/hints/",
            {"area_id": cast.areas["building2"], "building": cast.areas["building2"], "text": words},
        )
        .content.decode()
    )


def test_a_desk_sees_like_matters_with_place_time_and_state(client, cast, lamp, helper):
    asked = {"community": cast.areas["huaiyin"], "building": cast.areas["building2"], "text": LIKE["text"]}
    page = town.sign_in(client, "li").post("/matters/new/hints/", asked).content.decode()
    assert "已有1件相似" in page
    assert f"/matters/{lamp.number}/" in page
    assert "今天" in page
    assert "已有" not in town.sign_in(client, "song").post("/matters/new/hints/", asked).content.decode()


@pytest.mark.parametrize(
    "text", ["", "灯", "👍👍", "\x00", "lights", "'; drop", "a" * 100_000, "一楼門廳燈不亮"]
)
def test_any_words_are_borne(client, cast, lamp, helper, text):
    assert (
        client.post("/report/nearby/", {"community": cast.areas["huaiyin"], "text": text}).status_code == 200
    )
