"""Deciding, taking back, ending: from the matter's page and from the list of what waits for a decision."""

from datetime import date
from uuid import uuid4

import pytest
from tests import town
from tests.matters.desk import numbers, ordered, text_of
from tests.matters.reports import matter

from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import ask_extension, ask_pause, ask_return, move_matter, supervise
from linli.matters.models import Request

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(cast, now, clock):
    found = ordered(cast, now)
    move_matter(actor=cast.actor("li"), now=now, matter_id=found.pk, move="sign")
    return matter(found.pk)


@pytest.fixture
def asked(cast, now, order):
    """The community asks for five working days more."""
    return ask_extension(
        actor=cast.actor("li"),
        now=now,
        matter_id=order.pk,
        span="5wd",
        text="配件没到。",
        told="电话里说了。",
    )


def do(client, name, one, request_id, what, **values):
    town.sign_in(client, name)
    address = f"/matters/{one.number}/requests/{request_id}/{what}/"
    return client.post(address, {"command_id": str(uuid4()), **values})


def state(request_id):
    with scope(SYSTEM):
        return Request.objects.get(pk=request_id).state


def test_what_waits_stands_in_a_view_with_its_count(client, cast, order, asked):
    town.sign_in(client, "he")
    page = client.get("/inbox/?view=deciding").content.decode()
    assert numbers(page) == [order.number]
    assert "待审批1" in text_of(page).replace(" ", "")
    town.sign_in(client, "li")
    assert numbers(client.get("/inbox/?view=deciding").content.decode()) == []


def test_the_desk_sees_what_is_asked_and_grants_it(client, order, asked):
    town.sign_in(client, "he")
    form = text_of(
        client.get(f"/matters/{order.number}/requests/{asked.request_id}/decide/").content.decode()
    )
    for word in ("申请延期", "5个工作日", "李晓梅·槐荫社区前台", "配件没到。", "电话里说了。"):
        assert word in form
    panel = client.get(f"/inbox/{order.number}/panel/", headers={"HX-Request": "true"}).content.decode()
    assert f"/matters/{order.number}/requests/{asked.request_id}/decide/" in panel
    answer = do(client, "he", order, asked.request_id, "decide", granted="yes")
    assert answer.status_code == 302
    after = matter(order.pk)
    assert (after.extensions, after.waits_for) == (1, "")
    assert after.due_at > order.due_at
    page = text_of(client.get(f"/matters/{order.number}/").content.decode())
    assert "延期审批：同意" in page
    assert "延期1次" in page


def test_a_refusal_needs_its_reason_and_the_asker_cannot_decide(client, order, asked):
    silent = do(client, "he", order, asked.request_id, "decide", granted="no")
    assert silent.status_code == 422
    assert "请写明为什么不同意。" in silent.content.decode()
    own = do(client, "li", order, asked.request_id, "decide", granted="yes")
    assert own.status_code == 422
    assert "自己提的申请要由别人审批。" in own.content.decode()
    assert (
        do(client, "he", order, asked.request_id, "decide", granted="no", text="来得及。").status_code == 302
    )
    assert state(asked.request_id) == "refused"
    gone = do(client, "guo", order, asked.request_id, "decide", granted="yes")
    assert "这个申请已经处理过了" in gone.content.decode()


def test_an_own_request_is_taken_back(client, order, asked):
    town.sign_in(client, "li")
    assert "撤回申请" in client.get(f"/matters/{order.number}/").content.decode()
    assert do(client, "li", order, asked.request_id, "withdraw").status_code == 302
    assert (state(asked.request_id), matter(order.pk).due_at) == ("withdrawn", order.due_at)


def test_a_return_can_go_to_somebody_else(client, cast, now, order):
    made = ask_return(actor=cast.actor("li"), now=now, matter_id=order.pk, text="不归社区。", rung=2)
    unit = cast.organisations["patrol"]
    assert (
        do(client, "he", order, made.request_id, "decide", granted="yes", unit=str(unit)).status_code == 302
    )
    after = matter(order.pk)
    assert (after.stage, after.holder_unit_id, after.returns) == ("unsigned", unit, 1)
    page = text_of(client.get(f"/matters/{order.number}/?show=public").content.decode())
    assert "转由别的单位来办" in page
    assert "退回审批" not in page


def test_a_pause_and_a_supervision_end_by_hand(client, cast, now, order):
    li, he = cast.actor("li"), cast.actor("he")
    asked = ask_pause(actor=li, now=now, matter_id=order.pk, text="等供暖。", review_on=date(2026, 12, 9))
    do(client, "he", order, asked.request_id, "decide", granted="yes")
    town.sign_in(client, "li")
    assert "挂起中" in client.get("/inbox/").content.decode()
    assert do(client, "li", order, asked.request_id, "resume").status_code == 302
    assert (state(asked.request_id), matter(order.pk).due_at) == ("ended", order.due_at)
    watched = supervise(actor=he, now=now, matter_id=order.pk, text="三天内答复。").request_id
    town.sign_in(client, "li")
    assert "回复督办" in client.get(f"/matters/{order.number}/").content.decode()
    assert do(client, "li", order, watched, "answer", text="明天换。").status_code == 302
    assert do(client, "he", order, watched, "release").status_code == 302
    assert not matter(order.pk).supervised


def test_what_is_not_there_is_not_found(client, order, asked):
    town.sign_in(client, "he")
    assert client.get(f"/matters/{order.number}/requests/{asked.request_id}/nonsense/").status_code == 404
    assert client.get(f"/matters/{order.number}/requests/999999/decide/").status_code == 404


def test_fewer_days_are_granted_than_were_asked_for(client, cast, order, asked):
    page = text_of(
        town.sign_in(client, "he")
        .get(f"/matters/{order.number}/requests/{asked.request_id}/decide/")
        .content.decode()
    )
    assert "可以少给，不能多给。" in page
    more = do(client, "he", order, asked.request_id, "decide", granted="yes", span="6")
    assert more.status_code == 422
    do(client, "he", order, asked.request_id, "decide", granted="yes", span="2")
    with scope(SYSTEM):
        kept = Request.objects.get(pk=asked.request_id)
    assert (kept.state, kept.span, kept.given_span, kept.clock.longer) == ("granted", "5wd", "2wd", "2wd")
    assert "给了2个工作日。" in text_of(client.get(f"/matters/{order.number}/").content.decode())
