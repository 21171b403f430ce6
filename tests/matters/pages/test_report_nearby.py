"""The hint before writing: what is the same thing at the same place, without text or person."""

from datetime import timedelta

import pytest
from tests import town
from tests.matters.reports import reported

from linli.matters.commands import edit_category

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp(cast, clock):
    """What Mr Feng reported two hours ago."""
    return reported(
        cast, cast.actor("feng"), clock.at - timedelta(hours=2), text="一楼门厅灯不亮。电话12900008804。"
    )


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
    assert "冯" not in page
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
    reported(cast, cast.actor("feng"), clock.at, text="楼道灯坏了。", category="light.stairs")
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
