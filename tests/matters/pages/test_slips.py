"""Paper slips: printed with numbers, keyed in once, asked for by number; what did not come back is visible."""

from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests import town
from tests.matters.reports import how_many, newest

from linli.kernel.scope import SYSTEM, scope
from linli.matters.models import Slip
from linli.matters.rules.slip_numbers import check_digit, grouped, read_slip_number, slip_number

pytestmark = pytest.mark.django_db


@given(st.integers(0, 10**11 - 1), st.integers(0, 11), st.integers(1, 9))
def test_every_wrong_digit_is_found(value, at, by):
    number = slip_number(value)
    wrong = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
    assert read_slip_number(number) == number
    assert read_slip_number(wrong) is None


def test_the_check_digit_is_that_of_the_standard():
    assert check_digit("0794") == "5"  # the worked example of ISO 7064 for MOD 11,10


@pytest.mark.parametrize("typed", ["", "12", "x" * 12, "1" * 13, "²" * 12, "12345678901a"])
def test_no_number_is_no_number(typed):
    assert read_slip_number(typed) is None


@pytest.fixture
def desk():
    return town.sign_in(Client(), "li")


@pytest.fixture
def printed(desk):
    answer = desk.post("/slips/", {"count": 3, "purpose": "重阳节", "command_id": str(uuid4())})
    with scope(SYSTEM):
        return answer["Location"], list(Slip.objects.order_by("number"))


def key(client, cast, number, **more):
    form = {
        "way": "snapshot:desk", "text": "楼道灯不亮", "community": cast.areas["huaiyin"], "building": cast.areas["building2"],
        "slip": number, "name": "周女士", **more,
    }  # fmt: skip
    return client.post("/matters/new/", form)


def test_a_sheet_is_printed_keyed_in_and_found(desk, cast, printed):
    address, slips = printed
    paper = desk.get(address).content.decode()
    assert paper.count("居民诉求登记单") == 3
    for one in slips:
        assert grouped(one.number) in paper
    assert "<svg" in paper
    number = slips[0].number
    before = Client().get(f"/s/{number}/").content.decode()
    assert "还没有录入" in before
    assert key(desk, cast, grouped(number)).status_code == 302
    one = newest()
    assert one.source == "paper"
    after = Client().get("/s/", {"number": f" {grouped(number)} "}).content.decode()
    assert "已派单" in after
    assert one.text not in after
    assert one.title not in after
    page = desk.get("/slips/").content.decode()
    assert "重阳节" in page
    sheet = desk.get(address.removesuffix("print/")).content.decode()
    assert one.number in sheet
    assert sheet.count("还没回来") == 2
    assert desk.get(address).content.decode().count("居民诉求登记单") == 2, (
        "only what is still out is printed again"
    )


def test_a_used_one_and_a_slip_of_the_pen_are_refused(desk, cast, printed):
    number = printed[1][0].number
    key(desk, cast, number)
    again = key(desk, cast, number)
    assert again.status_code == 422
    assert "这张登记单已经录入过了。" in again.content.decode()
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert "应是12位" in key(desk, cast, wrong).content.decode()
    assert "没有印过这个单号" in key(desk, cast, slip_number(1)).content.decode()
    assert how_many() == 1


def test_the_street_prints_and_the_community_keys_in_but_not_another_street(cast, printed):
    street = town.sign_in(Client(), "he")
    street.post("/slips/", {"count": 1, "command_id": str(uuid4())})
    with scope(SYSTEM):
        number = Slip.objects.latest("id").number
    other = town.sign_in(Client(), "song")
    refused = other.post(
        "/matters/new/",
        {"way": "snapshot:desk", "text": "灯", "community": cast.areas["other_community"], "building": cast.areas["other_grid"], "slip": number},
    )  # fmt: skip
    assert "没有印过这个单号" in refused.content.decode()
    assert key(town.sign_in(Client(), "li"), cast, number).status_code == 302


def test_lost_ones_are_visible_and_may_turn_up(desk, cast, printed):
    address, slips = printed
    sheet = address.removesuffix("print/")
    form = {"sheet": sheet.strip("/").rpartition("/")[2], "lost": "1"}
    page = desk.post(f"/slips/lost/{slips[1].pk}/", form, follow=True).content.decode()
    assert "已记为遗失。" in page
    assert "找到了" in page
    assert town.sign_in(Client(), "wu").post(f"/slips/lost/{slips[1].pk}/", form).status_code == 404
    assert key(desk, cast, slips[1].number).status_code == 302
    with scope(SYSTEM):
        assert Slip.objects.get(pk=slips[1].pk).lost_at is None


def test_sent_twice_is_printed_once(desk):
    form = {"count": 2, "command_id": str(uuid4())}
    first, again = (desk.post("/slips/", form)["Location"] for _time in range(2))
    assert first == again
    with scope(SYSTEM):
        assert Slip.objects.count() == 2


def test_a_number_nobody_printed_is_told(client):
    assert "没有这个单号" in client.get(f"/s/{slip_number(7)}/").content.decode()
    assert "没有这个单号" in client.get("/s/?number=12").content.decode()
