"""常用语 and the closing checklist: kept by version, filled from the matter, one click without script."""

import pytest
from tests import town
from tests.matters.desk import ordered
from tests.matters.petitions import petition
from tests.matters.reports import matter, met, reported

from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import keep_text, move_matter
from linli.matters.models import AnswerText, ClosingPoint
from linli.matters.rules.filling import filled

pytestmark = pytest.mark.django_db


def test_what_is_filled_in_is_never_read_as_a_placeholder_again():
    values = {"{number}": "{place}", "{place}": "2号楼"}
    assert filled("{number}在{place}，{别的}{", values) == "{place}在2号楼，{别的}{"


def test_a_text_is_kept_found_replaced_and_retired(cast, client):
    town.sign_in(client, "li")
    client.post(
        "/texts/",
        {"title": "灯修好了", "text": "{number}的灯修好了。", "kind": "snapshot", "category": "light"},
    )
    assert "灯修好了" in client.get("/texts/?q=修好").content.decode()
    assert "{number}的灯" not in client.get("/texts/?q=水管").content.decode()
    with scope(SYSTEM):
        first = AnswerText.objects.get()
    client.post(
        f"/texts/?edit={first.pk}", {"title": "灯修好了", "text": "{place}的灯修好了。", "kind": "snapshot"}
    )
    with scope(SYSTEM):
        second = AnswerText.objects.get(retired_at=None)
        assert (second.version, second.replaces_id) == (2, first.pk)
    client.post(f"/texts/{second.pk}/retire/", {})
    with scope(SYSTEM):
        assert not AnswerText.objects.filter(retired_at=None).exists()
    assert client.post(f"/texts/{second.pk}/retire/", {}).status_code == 404


def test_one_click_puts_it_into_the_answer_of_a_matter_it_fits(cast, client):
    now = town.moment()
    li = cast.actor("li", now)
    text = {"title": "灯好了", "text": "{number}，{place}的灯好了。", "kind": "snapshot"}
    kept = keep_text(actor=li, now=now, area_id=cast.areas["huaiyin"], **text)
    keep_text(actor=li, now=now, area_id=cast.areas["huaiyin"], title="别的", text="别的事。", kind="hotline")
    one = reported(cast, cast.actor("zhou"), now)
    town.sign_in(client, "chen")
    page = client.get(f"/matters/{one.number}/act/fix/").content.decode()
    assert "灯好了" in page
    assert "别的事" not in page
    page = client.get(f"/matters/{one.number}/act/fix/?text={kept.subject_id}").content.decode()
    assert f"{one.number}，{one.place}的灯好了。" in page


def test_an_answer_says_for_each_point_that_it_is_met_or_why_not(cast, client):
    now = town.moment()
    one, he = petition(cast, now), cast.actor("he")
    for move in ("ours", "accept"):
        move_matter(actor=he, now=now, matter_id=one.pk, move=move)
    town.sign_in(client, "he")
    address = f"/matters/{one.number}/act/answer/"
    assert "写明法律法规等依据" in client.get(address).content.decode()
    posted = {
        "text": "已拨付。",
        "point_request": "on",
        "point_facts": "on",
        "point_opinion": "on",
        "point_basis": "on",
    }
    refused = client.post(address, posted)
    assert refused.status_code == 422
    assert "为什么" in refused.content.decode()
    client.post(address, {**posted, "why": "复查途径另附告知书"})
    assert matter(one.pk).stage == "answered"
    with scope(SYSTEM):
        points = {row.point: (row.met, row.reason) for row in ClosingPoint.objects.filter(matter_id=one.pk)}
    assert points["basis"] == (True, "")
    assert points["remedy"] == (False, "复查途径另附告知书")


def test_no_door_answers_without_the_checklist(cast):
    now = town.moment()
    one, he = petition(cast, now), cast.actor("he")
    for move in ("ours", "accept"):
        move_matter(actor=he, now=now, matter_id=one.pk, move=move)
    asked = {"actor": he, "now": now, "matter_id": one.pk, "move": "answer", "text": "已拨付。"}
    for points, code in (
        (None, "point_unexplained"),
        ({"request": ""}, "point_unexplained"),
        ({**met("petition"), "x": ""}, "point_unknown"),
    ):
        with pytest.raises(Refusal) as refused:
            move_matter(**asked, points=points)
        assert refused.value.code == code
    move_matter(**asked, points=met("petition", remedy="另附告知书"))
    with scope(SYSTEM):
        assert ClosingPoint.objects.filter(matter_id=one.pk, met=False).get().reason == "另附告知书"


def test_the_kept_checklist_stands_on_the_matters_page(cast, client):
    now = town.moment()
    one, he = petition(cast, now), cast.actor("he")
    for move, points in (("ours", None), ("accept", None), ("answer", met("petition", remedy="另附告知书"))):
        move_matter(actor=he, now=now, matter_id=one.pk, move=move, text="已拨付。", points=points)
    page = town.sign_in(client, "he").get(f"/matters/{one.number}/").content.decode()
    assert "答复核对" in page
    assert "没做到，另附告知书" in page


def test_a_text_of_a_stage_is_offered_there_only_and_during_a_call(cast, client):
    now = town.moment()
    he = cast.actor("he", now)
    asked = {"actor": he, "now": now, "area_id": cast.areas["street"], "kind": "hotline", "text": "照实说。"}
    keep_text(**asked, title="当场说清", stage="unsigned")
    keep_text(**asked, title="办完再说", stage="working")
    with pytest.raises(Refusal, match="没有这个环节"):
        keep_text(**asked, title="x", stage="nowhere")
    order = ordered(cast, now)
    move_matter(actor=cast.actor("li"), now=now, matter_id=order.pk, move="sign")
    page = town.sign_in(client, "li").get(f"/matters/{order.number}/act/answer/").content.decode()
    assert ("办完再说" in page, "当场说清" in page) == (True, False)
    page = town.sign_in(client, "he").get("/calls/").content.decode()
    assert ("办完再说" in page, "当场说清" in page) == (False, True)
    client.post("/texts/", {"title": "新的", "text": "新的。", "kind": "hotline:working"})
    with scope(SYSTEM):
        assert AnswerText.objects.get(title="新的").stage == "working"
    assert "12345工单·办理中" in client.get("/texts/").content.decode()
