"""我也遇到了: one is told the result, and sees no more than that."""

from uuid import uuid4

import pytest
from tests import town
from tests.matters.reports import matter, picture, reported

from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import withdraw
from linli.matters.models import Supporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp(cast, clock):
    return reported(cast, cast.actor("feng"), clock.at, text="一楼门厅灯不亮。钥匙放在门垫下。")


def join(client, pk, **more):
    return client.post(
        "/report/join/", {"join": pk, "command_id": str(uuid4()), "text": "没写完的话", **more}
    )


def test_joining_leads_to_the_matter(client, cast, lamp):
    town.sign_in(client, "zhou")
    answer = join(client, lamp.pk, photos=picture())
    assert answer.url == f"/matters/{lamp.number}/"
    assert matter(lamp.pk).supporters == 1
    page = client.get(answer.url).content.decode()
    assert "已加入" in page
    assert "一楼门厅灯不亮" in page
    assert "钥匙放在门垫下" not in page, "the reporter's words are for the reporter and those who act"
    assert "催一催" not in page
    assert "撤回" not in page


def test_twice_is_once(client, cast, lamp):
    town.sign_in(client, "zhou")
    form_id = str(uuid4())
    assert join(client, lamp.pk, command_id=form_id).url == join(client, lamp.pk, command_id=form_id).url
    with scope(SYSTEM):
        assert Supporter.objects.count() == 1
    again = join(client, lamp.pk)
    assert again.status_code == 422
    assert "已经加入过了" in again.content.decode()


def test_guests_sign_in_first(client, lamp):
    assert join(client, lamp.pk).url.startswith("/")
    assert matter(lamp.pk).supporters == 0


def test_the_own_one_cannot_be_joined(client, lamp):
    town.sign_in(client, "feng")
    assert join(client, lamp.pk).status_code == 422


@pytest.mark.parametrize("pk", ["", "x", "-1", "999999", "9" * 40])
def test_what_is_not_there_is_not_there(client, cast, clock, pk):
    town.sign_in(client, "zhou")
    assert join(client, pk).status_code == 404


def test_what_is_over_cannot_be_joined(client, cast, lamp, clock):
    withdraw(actor=cast.actor("feng"), now=clock.at, matter_id=lamp.pk)
    town.sign_in(client, "zhou")
    assert join(client, lamp.pk).status_code == 404
