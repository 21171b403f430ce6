"""记一笔: inside or for the reporter, with photos, kept when turned back."""

from uuid import uuid4

import pytest
from tests import town
from tests.matters.reports import picture, reported

from linli.kernel.scope import SYSTEM, scope
from linli.matters.models import Remark

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp(cast, zhou, now, clock):
    return reported(cast, zhou, now)


def write(client, name, one, **values):
    return town.sign_in(client, name).post(
        f"/matters/{one.number}/note/", {"command_id": str(uuid4()), **values}
    )


def remarks():
    with scope(SYSTEM):
        return list(Remark.objects.order_by("id").values_list("text", "public"))


def test_inner_by_default_public_when_ticked(client, lamp):
    assert write(client, "li", lamp, text="已电话核实。").url == f"/matters/{lamp.number}/"
    assert "已记下，只有工作人员能看到。" in client.get(f"/matters/{lamp.number}/").content.decode()
    write(client, "chen", lamp, text="配件明天到。", public="on")
    assert remarks() == [("已电话核实。", False), ("配件明天到。", True)]
    town.sign_in(client, "zhou")
    seen = client.get(f"/matters/{lamp.number}/").content.decode()
    assert "配件明天到。" in seen
    assert "已电话核实。" not in seen


def test_nothing_written_is_said_on_the_page_itself(client, lamp):
    answer = write(client, "li", lamp, text=" ")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请写点内容再记下。" in page
    assert "办理经过" in page


def test_a_photo_alone_is_enough(client, lamp):
    assert write(client, "chen", lamp, text="", photos=[picture()]).status_code == 302
    assert remarks() == [("", False)]


def test_a_double_click_writes_once(client, lamp):
    form = {"command_id": str(uuid4()), "text": "一次。"}
    town.sign_in(client, "li")
    for _click in range(2):
        assert client.post(f"/matters/{lamp.number}/note/", form).status_code == 302
    assert len(remarks()) == 1


def test_others_cannot(client, lamp):
    for name, status in (("wu", 404), ("shi", 404), ("zhou", 403)):
        assert write(client, name, lamp, text="不该有。").status_code == status, name
    assert client.get(f"/matters/{lamp.number}/note/").status_code == 405
    assert remarks() == []


def test_a_word_without_a_break_and_marks_that_turn_the_reading_are_shown_safely(client, lamp):
    write(client, "li", lamp, text="<script>alert(1)</script>\u202e反过来")
    page = client.get(f"/matters/{lamp.number}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "\u202e" not in page
