"""Asking from the matter's page: forms with their limits, refusals beside the input, the reason on the button."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests import town
from tests.matters.desk import ordered, text_of
from tests.matters.reports import matter

from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import follow_up, move_matter
from linli.matters.models import FollowUp, Request

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(cast, now, clock):
    """A 12345 order that the community works on."""
    found = ordered(cast, now)
    move_matter(actor=cast.actor("li"), now=now, matter_id=found.pk, move="sign")
    return matter(found.pk)


def ask(client, name, one, what, **values):
    town.sign_in(client, name)
    return client.post(f"/matters/{one.number}/request/{what}/", {"command_id": str(uuid4()), **values})


def requests(one):
    with scope(SYSTEM):
        return list(Request.objects.filter(matter_id=one.pk).order_by("id"))


def test_an_extension_is_asked_with_what_the_caller_was_told(client, order):
    town.sign_in(client, "li")
    form = text_of(client.get(f"/matters/{order.number}/request/extension/").content.decode())
    assert "最多10个工作日。" in form
    too_long = ask(client, "li", order, "extension", span="11", text="配件没到。", told="说了。")
    assert too_long.status_code == 422
    assert "最多延长10个工作日。" in too_long.content.decode()
    silent = ask(client, "li", order, "extension", span="5", text="配件没到。", told=" ")
    assert silent.status_code == 422
    answer = ask(client, "li", order, "extension", span="5", text="配件没到。", told="电话里说了，周五换。")
    assert answer.url == f"/matters/{order.number}/"
    (request,) = requests(order)
    assert (request.kind, request.span, request.state, request.late) == ("extension", "5wd", "waiting", False)
    page = text_of(client.get(answer.url).content.decode())
    assert "李晓梅·槐荫社区前台申请，请云山街道中心在" in page
    assert "前一个申请还在等审批。" in page, "the button stands in its place with the rule that refuses it"
    inbox = client.get("/inbox/").content.decode()
    assert "延期待批" in inbox


def test_a_double_click_asks_once(client, order):
    key = str(uuid4())
    said = {"command_id": key, "span": "5", "text": "配件没到。", "told": "说了。"}
    town.sign_in(client, "li")
    for _again in range(2):
        assert client.post(f"/matters/{order.number}/request/extension/", said).status_code == 302
    assert len(requests(order)) == 1


def test_a_return_says_to_whom_and_in_place(client, cast, order):
    town.sign_in(client, "li")
    address = f"/matters/{order.number}/request/return/"
    form = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in form
    assert "市政所" in form
    assert "云山街道中心" in form
    unit = cast.organisations["works"]
    said = {"command_id": str(uuid4()), "to": f"u{unit}", "text": "是市政管的井盖。"}
    answer = client.post(address, said, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == f"/matters/{order.number}/"
    assert requests(order)[0].to_unit_id == unit
    page = text_of(client.get(f"/matters/{order.number}/").content.decode())
    assert "应由市政所办，请云山街道中心审批，待审批。" in page
    town.sign_in(client, "he")
    public = text_of(client.get(f"/matters/{order.number}/?show=public").content.decode())
    assert "申请退回" not in public


def test_a_pause_wants_a_working_day(client, order):
    sunday = ask(client, "li", order, "pause", review_on="2026-12-06", text="等供暖季。")
    assert sunday.status_code == 422
    assert "复核日期要选工作日" in sunday.content.decode()
    assert ask(client, "li", order, "pause", review_on="2026-12-09", text="等供暖季。").status_code == 302


def test_a_leader_supervises_and_others_cannot(client, order):
    town.sign_in(client, "lei")
    assert "督办" in text_of(client.get(f"/matters/{order.number}/").content.decode())
    assert ask(client, "lei", order, "supervision", text="三天内答复。").status_code == 302
    assert matter(order.pk).supervised
    below = ask(client, "li", order, "supervision", text="三天内答复。")
    assert below.status_code in (403, 422)


def test_a_bad_rating_is_appealed_against(client, cast, order, clock):
    li, guo = cast.actor("li"), cast.actor("guo")
    move_matter(actor=li, now=clock.at, matter_id=order.pk, move="answer", text="换好了。")
    town.sign_in(client, "li")
    assert client.get(f"/matters/{order.number}/request/appeal/").status_code == 404, (
        "nothing to appeal against"
    )
    follow_up(actor=guo, now=clock.at, matter_id=order.pk, via="phone", reached=True, verdict="solved",
              satisfaction="bad")  # fmt: skip
    page = text_of(client.get(f"/matters/{order.number}/").content.decode())
    assert "申诉回访评价" in page
    rating = client.get(f"/matters/{order.number}/request/appeal/").content.decode()
    assert "不满意" in rating
    with scope(SYSTEM):
        asked = FollowUp.objects.get(matter_id=order.pk)
    said = {"follow_up": str(asked.pk), "text": "来电人说的是别的事。"}
    assert ask(client, "li", order, "appeal", **said).status_code == 302
    assert requests(order)[-1].approver_role == "district_desk"


def test_what_the_stage_does_not_allow_is_not_there(client, cast, now, clock):
    fresh = ordered(cast, now)
    town.sign_in(client, "li")
    assert client.get(f"/matters/{fresh.number}/request/extension/").status_code == 404
    assert client.get(f"/matters/{fresh.number}/request/nonsense/").status_code == 404
    page = text_of(client.get(f"/matters/{fresh.number}/").content.decode())
    assert "申请退回" in page
    assert "申请延期" not in page


def test_after_the_limit_the_button_says_why(client, cast, order, clock):
    clock.at = order.due_at + timedelta(minutes=1)
    town.sign_in(client, "li")
    page = text_of(client.get(f"/matters/{order.number}/").content.decode())
    assert "期限已经过了，不能再申请延期，请抓紧办。" in page
    late = ask(client, "li", order, "extension", span="2", text="配件没到。", told="说了。")
    assert late.status_code == 422
