"""不派单 at the desk and for the caller: reasons with answers, one objection, the review."""

import pytest
from tests import town
from tests.matters.desk import ordered
from tests.matters.reports import matter

from linli.matters.commands import not_dispatch

pytestmark = pytest.mark.django_db


def body(answer):
    return answer.content.decode()


@pytest.fixture
def order(cast):
    return ordered(cast, town.moment(), phone="12900002076", name="周女士")


def test_an_order_is_answered_at_once(client, order):
    town.sign_in(client, "he")
    address = f"/matters/{order.number}/not-dispatch/"
    assert f"{address}" in body(client.get(f"/matters/{order.number}/"))
    page = body(client.get(address))
    assert "12348" in page
    assert client.post(address, {"text": ""}).status_code == 422
    missing = client.post(address, {"reason": "same_matter", "earlier": ""})
    assert missing.status_code == 422
    assert "请填原来那件的编号" in body(missing)
    done = client.post(address, {"reason": "beyond_duty", "text": "可以找物业。"})
    assert done.status_code == 302
    assert matter(order.pk).outcome == "not_dispatched"
    seen = body(client.get(f"/matters/{order.number}/"))
    assert "不在政府职责范围内" in seen
    assert f"/matters/{order.number}/object/" in seen


def test_it_opens_in_place_with_htmx(client, order):
    town.sign_in(client, "he")
    address = f"/matters/{order.number}/not-dispatch/"
    part = body(client.get(address, headers={"HX-Request": "true"}))
    assert "<html" not in part
    done = client.post(address, {"reason": "secrets"}, headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"].startswith("/")


def test_the_caller_objects_and_the_district_decides(client, cast, order):
    not_dispatch(actor=cast.actor("he"), now=town.moment(), matter_id=order.pk, reason="beyond_duty")
    town.sign_in(client, "zhou")
    own = body(client.get(f"/matters/{order.number}/"))
    assert "提出异议" in own
    assert client.post(f"/matters/{order.number}/object/", {"text": ""}).status_code == 422
    assert client.post(f"/matters/{order.number}/object/", {"text": "路灯归街道。"}).status_code == 302
    assert client.get(f"/matters/{order.number}/object/").status_code == 404
    town.sign_in(client, "tang")
    seen = body(client.get(f"/matters/{order.number}/"))
    assert f"/matters/{order.number}/review/dispatch/" in seen
    assert f"/matters/{order.number}/review/uphold/" in seen
    assert client.get(f"/matters/{order.number}/review/nothing/").status_code == 404
    assert client.post(f"/matters/{order.number}/review/uphold/", {"text": ""}).status_code == 422
    assert client.post(f"/matters/{order.number}/review/dispatch/", {"text": "请派。"}).status_code == 302
    assert matter(order.pk).stage == "unsigned"


def test_nobody_else_objects(client, cast, order):
    not_dispatch(actor=cast.actor("he"), now=town.moment(), matter_id=order.pk, reason="beyond_duty")
    for name in ("feng", "chen", "song"):
        town.sign_in(client, name)
        assert client.post(f"/matters/{order.number}/object/", {"text": "不行"}).status_code in (403, 404)
