"""说事点、企业走访、启用的事项: where opinions are taken, whom to visit next, which kinds a street uses."""

from datetime import timedelta

import pytest
from tests import town
from tests.matters.reports import matter, met

from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import assign, move_matter, open_matter, set_firm_round, use_kind
from linli.matters.models import Category, FirmRound, Matter, TalkPoint

pytestmark = pytest.mark.django_db


def test_a_talk_point_opens_takes_a_matter_and_closes(cast, client):
    town.sign_in(client, "li")
    asked = {"area_id": cast.areas["huaiyin"], "name": "槐树下", "place": "2号楼前", "times": "每周三下午"}
    client.post("/talk-points/", asked)
    assert "槐树下" in client.get("/talk-points/").content.decode()
    assert "已经有同名" in client.post("/talk-points/", asked).content.decode()
    with scope(SYSTEM):
        point = TalkPoint.objects.get()
    assert "槐树下" in client.get("/matters/new/").content.decode()
    client.post(
        "/matters/new/",
        {
            "way": "talk:talk_point",
            "text": "想要充电棚。",
            "area": cast.areas["grid3"],
            "talk_point": str(point.pk),
        },
    )
    with scope(SYSTEM):
        assert Matter.objects.get(kind="talk").talk_point_id == point.pk
    client.post(f"/talk-points/{point.pk}/close/", {})
    assert "槐树下" not in client.get("/matters/new/").content.decode()
    own = f"/talk-points/{point.pk}/"
    assert own in client.get("/talk-points/").content.decode()
    assert "重新开放" in client.get(own).content.decode()
    assert client.post(own, {**asked, "name": ""}).status_code == 422
    client.post(own, {**asked, "times": "每周五上午"})
    with scope(SYSTEM):
        point.refresh_from_db()
    assert (point.times, point.until) == ("每周五上午", None)
    assert town.sign_in(client, "wu").get(own).status_code == 404, "another community's"


def test_firms_and_departments_are_counted_and_the_next_visit_is_due(cast, client):
    now, he = town.moment(), cast.actor("he", town.moment())
    firm = cast.organisations["works"]
    set_firm_round(actor=he, now=now, firm_id=firm, every_days=30, next_on=now.date())
    said = open_matter(
        actor=he,
        now=now,
        kind="talk",
        source="visit",
        text="想要换电柜。",
        area_id=cast.areas["grid3"],
        firm_id=firm,
    ).subject_id
    assign(actor=he, now=now, matter_id=said, unit_id=cast.organisations["patrol"])
    town.sign_in(client, "he")
    text = client.get("/firms/").content.decode()
    for word in ("市政所", "综合执法队", "该去了"):
        assert word in text
    client.post(f"/firms/{firm}/visit/", {})
    assert "该去了" not in client.get("/firms/").content.decode()
    with scope(SYSTEM):
        assert FirmRound.objects.get().next_on == now.date() + timedelta(days=30)
    answer = client.post(f"/firms/{firm}/visit/", {}, follow=True)
    assert "已经记过" in answer.content.decode(), "twice a day is once"


def test_the_seven_steps_are_offered_where_a_street_switches_them_on(cast, client):
    now, he = town.moment(), cast.actor("he", town.moment())
    town.sign_in(client, "he")
    assert "城管事件" not in client.get("/matters/new/").content.decode()
    asked = {"kind": "city_event", "source": "visit", "text": "垃圾成堆。", "area_id": cast.areas["grid3"]}
    with pytest.raises(Refusal) as refused:
        open_matter(actor=he, now=now, **asked)
    assert refused.value.code == "kind_unused"
    town.sign_in(client, "xi")
    since = f"{now:%Y-%m-%d}"
    client.post(
        "/admin/kinds/",
        {"area_id": cast.areas["street"], "kind": "city_event", "used": "yes", "since": since},
    )
    assert "起启用" in client.get("/admin/kinds/").content.decode()
    town.sign_in(client, "he")
    assert "城管事件" in client.get("/matters/new/").content.decode()
    pk = open_matter(actor=he, now=now, **asked, category="gb.event.rubbish").subject_id
    with pytest.raises(Refusal):
        open_matter(
            actor=cast.actor("song"), now=now, **{**asked, "area_id": cast.areas["other_grid"]}
        )  # the other street has not
    guo = cast.actor("guo")
    for move, by in (("collect", he), ("file", he), ("dispatch", he)):
        move_matter(actor=by, now=now, matter_id=pk, move=move)
    with scope(SYSTEM):
        assert Category.objects.filter(code="gb.event.rubbish").exists()
        assert matter(pk).clocks.get(ended_at=None).span == "4wh", "the category's own limit"
    move_matter(actor=he, now=now, matter_id=pk, move="dispose", text="清走了。", points=met("city_event"))
    move_matter(actor=he, now=now, matter_id=pk, move="ask_check")
    with pytest.raises(Refusal) as refused:
        move_matter(actor=he, now=now, matter_id=pk, move="verify")
    assert refused.value.code == "verify_by_worker"
    move_matter(actor=guo, now=now, matter_id=pk, move="verify")
    assert matter(pk).stage == "judging"


def test_what_a_street_uses_changes_on_its_day(cast):
    now, xi = town.moment(), cast.actor("xi", town.moment())
    street = cast.areas["street"]
    use_kind(
        actor=xi, now=now, area_id=street, kind="snapshot", used=False, since=now.date() + timedelta(days=2)
    )
    asked = {"kind": "snapshot", "text": "灯不亮", "area_id": cast.areas["grid3"]}
    open_matter(actor=cast.actor("zhou"), now=now + timedelta(days=1), **asked)
    with pytest.raises(Refusal) as refused:
        open_matter(actor=cast.actor("zhou"), now=now + timedelta(days=2), **asked)
    assert refused.value.code == "kind_unused"
