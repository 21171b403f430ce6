"""Pages of handling together: merging, parts, asks from both sides, units as desks, emergencies."""

from uuid import uuid4

import pytest
from tests import town
from tests.matters.desk import text_of
from tests.matters.reports import matter, reported

from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import add_plan_step, add_plan_unit, ask_unit
from linli.matters.models import Ask, Consultation, IncidentEntry, IncidentStep, Matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp(cast, zhou, now, clock):
    return reported(cast, zhou, now)


def send(client, name, url, **values):
    town.sign_in(client, name)
    return client.post(url, {"command_id": str(uuid4()), **values})


def read(client, name, url) -> str:
    town.sign_in(client, name)
    answer = client.get(url)
    assert answer.status_code == 200, url
    return text_of(answer.content.decode())


def test_merging_from_the_page_and_back(client, cast, lamp, zhou, now):
    other = reported(cast, cast.actor("feng"), now)
    assert other.number in read(client, "li", f"/matters/{lamp.number}/merge/"), "offered as likely the same"
    assert (
        send(client, "li", f"/matters/{lamp.number}/merge/", numbers=[other.number], way="own").status_code
        == 302
    )
    assert matter(other.pk).lead_id == lamp.pk
    assert "并进来1件" in read(client, "li", f"/matters/{lamp.number}/")
    rider = read(client, "li", f"/matters/{other.number}/")
    assert "并在这件里一起办" in rider
    assert "请到主件上办" in rider
    inbox = read(client, "li", "/inbox/")
    assert "2人报" in inbox
    assert "和别人反映的同一件事一起办" in read(client, "feng", f"/matters/{other.number}/")
    send(client, "li", f"/matters/{other.number}/unmerge/")
    assert not matter(other.pk).rides


def test_an_unknown_number_is_said_and_kept(client, lamp):
    answer = send(client, "li", f"/matters/{lamp.number}/merge/", number="20990101-0001", way="own")
    assert answer.status_code == 422
    assert "没有找到这个编号" in answer.content.decode()


def test_two_units_answer_and_the_resident_sees_one_answer(client, cast, lamp):
    for unit in ("works", "patrol"):
        asked = {"unit_id": cast.organisations[unit], "text": "请看一下线路。", "span": "2wd"}
        assert send(client, "li", f"/matters/{lamp.number}/ask/", **asked).status_code == 302
    assert "等2家答复" in read(client, "li", f"/matters/{lamp.number}/")
    with scope(SYSTEM):
        asks = {one.unit_id: one.pk for one in Ask.objects.all()}
    for name, unit in (("shi", "works"), ("xu", "patrol")):
        assert lamp.title in read(client, name, "/asks/")
        mine = asks[cast.organisations[unit]]
        page = read(client, name, f"/asks/{mine}/")
        assert "请看一下线路。" in page
        assert "12900002076" not in page
        assert send(client, name, f"/asks/{mine}/", declined="", text=f"{unit}看过了。").status_code == 302
        assert lamp.title in read(client, name, "/asks/?view=over")
        other = next(pk for unit_id, pk in asks.items() if unit_id != cast.organisations[unit])
        assert client.get(f"/asks/{other}/").status_code == 404
    staff = read(client, "li", f"/matters/{lamp.number}/")
    assert "都答复了" in staff
    send(client, "chen", f"/matters/{lamp.number}/act/fix/", text="线路修好了。")
    told = read(client, "zhou", f"/matters/{lamp.number}/")
    assert "线路修好了。" in told
    assert "看过了。" not in told


def test_asks_are_managed_by_whoever_asked(client, cast, li, lamp, now):
    pk = ask_unit(
        actor=li, now=now, matter_id=lamp.pk, unit_id=cast.organisations["works"], text="请看"
    ).ask_id
    assert send(client, "li", f"/asks/{pk}/remind/").status_code == 302
    assert send(client, "li", f"/asks/{pk}/remind/").status_code == 422
    assert send(client, "li", f"/asks/{pk}/extend/", span="5wd", text="等配件").status_code == 302
    assert send(client, "wu", f"/asks/{pk}/extend/", span="5wd").status_code == 404
    assert send(client, "li", f"/asks/{pk}/withdraw/", text="好了").status_code == 302
    with scope(SYSTEM):
        assert Ask.objects.get(pk=pk).state == "withdrawn"


def test_a_consultation_with_its_conclusion(client, cast, lamp):
    units = [cast.organisations["works"], cast.organisations["patrol"]]
    asked = {"unit_ids": units, "at": "2026-11-26T09:30", "place": "社区二楼", "text": "谁来修"}
    assert send(client, "li", f"/matters/{lamp.number}/consult/", **asked).status_code == 302
    assert "社区二楼" in read(client, "li", f"/matters/{lamp.number}/")
    assert lamp.title in read(client, "xu", "/asks/?view=meetings")
    with scope(SYSTEM):
        meeting = Consultation.objects.get()
    assert send(client, "li", f"/consultations/{meeting.pk}/", text=" ").status_code == 422
    assert send(client, "li", f"/consultations/{meeting.pk}/", text="市政所修线路。").status_code == 302
    assert "市政所修线路。" in read(client, "li", f"/matters/{lamp.number}/")


def test_splitting_from_the_page(client, lamp):
    answer = send(client, "li", f"/matters/{lamp.number}/split/", titles="声控灯不亮\n扶手松了")
    assert answer.status_code == 302
    page = read(client, "li", f"/matters/{lamp.number}/")
    assert "办完 0 / 2" in page
    with scope(SYSTEM):
        part = Matter.objects.filter(parent_id=lamp.pk).first()
    assert "从这件拆出来" in read(client, "li", f"/matters/{part.number}/")
    assert send(client, "li", f"/matters/{part.number}/split/", titles="一\n二").status_code == 422


def test_units_are_desks_of_the_street(client, cast, li, lamp, now):
    ask_unit(actor=li, now=now, matter_id=lamp.pk, unit_id=cast.organisations["works"], text="请看")
    page = read(client, "he", "/units/")
    assert page.index("市政所") < page.index("综合执法队")
    assert "石磊" not in page
    assert lamp.title in read(client, "he", f"/units/{cast.organisations['works']}/")
    town.sign_in(client, "he")
    assert client.get("/units/99999/").status_code == 404


def test_an_emergency_in_the_field_and_in_the_centre(client, cast, now, clock):
    he, where = cast.actor("he"), {"area_id": cast.areas["street"], "type": "gas"}
    add_plan_unit(actor=he, now=now, **where, unit_id=cast.organisations["works"])
    add_plan_step(actor=he, now=now, **where, text="关阀门")
    asked = {"incident": "gas", "area_id": cast.areas["grid3"], "place": "2号楼前", "text": "有燃气味。"}
    answer = send(client, "chen", "/incidents/new/", **asked)
    url = answer.url
    page = read(client, "he", url)
    assert "关阀门" in page
    assert "市政所" in page
    poll = client.get(url, headers={"HX-Request": "true"})
    tag = poll["ETag"]
    assert client.get(url, headers={"HX-Request": "true", "If-None-Match": tag}).status_code == 304
    with scope(SYSTEM):
        step = IncidentStep.objects.get()
    assert send(client, "shi", f"{url}tick/{step.pk}/").status_code == 302, "an asked unit works along"
    assert send(client, "chen", f"{url}log/", text="阀门关了。").status_code == 302
    assert client.get(url, headers={"HX-Request": "true", "If-None-Match": tag}).status_code == 200
    assert "阀门关了。" in read(client, "he", url)
    assert send(client, "chen", f"{url}log/", text=" ").status_code == 422
    assert "有燃气味" in read(client, "he", "/incidents/")
    with scope(SYSTEM):
        line = IncidentEntry.objects.latest("pk")
    town.sign_in(client, "chen")
    page = client.get(f"{url}?corrects={line.pk}").content.decode()
    assert f'name="corrects_id" value="{line.pk}"' in page, "the line to be put right stands in the form"
    assert "阀门关了。</textarea>" in page
    right = {"text": "主阀门关了。", "corrects_id": line.pk}
    assert send(client, "chen", f"{url}log/", **right).status_code == 302
    assert "已更正" in read(client, "he", url)
    number = url.split("/")[2]
    assert send(client, "he", f"/matters/{number}/act/stand_down/", text="浓度为零。").status_code == 302
    assert "险情已解除" in read(client, "he", url)
    written_up = f"/matters/{number}/act/report/"
    assert "为什么不等" in read(client, "he", written_up), "works is still asked"
    assert send(client, "he", written_up, text="已修好。").status_code == 422
    why = {"text": "已修好。", "without_asks": "市政所书面材料后补"}
    assert send(client, "he", written_up, **why).status_code == 302


def test_the_street_keeps_its_plans(client, clock, cast):
    unit = {"which": "unit", "unit-type": "fire", "unit-unit_id": cast.organisations["works"]}
    assert send(client, "he", "/admin/plans/", **unit).status_code == 302
    assert (
        send(
            client, "he", "/admin/plans/", **{"which": "step", "step-type": "fire", "step-text": "报119"}
        ).status_code
        == 302
    )
    page = read(client, "he", "/admin/plans/")
    assert "报119" in page
    with scope(SYSTEM):
        from linli.matters.models import PlanStep

        row = PlanStep.objects.get()
    assert send(client, "he", "/admin/plans/retire/", row=f"step-{row.pk}").status_code == 302
    assert "报119" not in read(client, "he", "/admin/plans/")
    town.sign_in(client, "li")
    assert client.get("/admin/plans/").status_code == 403
