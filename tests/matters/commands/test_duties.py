"""Whose a matter is, what may be pushed onto a community, and who may approve more."""

from datetime import timedelta

import pytest
from tests.matters.reports import matter, reported

from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import (
    DutyRow,
    DutyWords,
    ask_outside_duty,
    assign,
    decide_outside_duty,
    end_responsibility,
    hand_up,
    import_responsibilities,
    publish_duties,
    send_down,
    set_responsibility,
)
from linli.matters.models import Category, DutyItem, DutyList, DutyRequest, DutyUse
from linli.matters.queries.responsibility import disputes, list_gaps, whose

pytestmark = pytest.mark.django_db


@pytest.fixture
def he(cast):
    """The street's desk."""
    return cast.actor("he")


def refused(code, verb, **asked):
    with pytest.raises(Refusal) as refusal:
        verb(**asked)
    assert refusal.value.code == code
    return refusal.value


def listed(cast, now, category="road", organisation="works", area="street", actor="he", **more):
    return set_responsibility(
        actor=cast.actor(actor), now=now, area_id=cast.areas[area], category=category,
        organisation_id=cast.organisations[organisation], since=now.date() - timedelta(days=30),
        basis="街道责任清单第3项", **more,
    ).subject_id  # fmt: skip


def at_street(cast, now):
    made = reported(cast, cast.actor("zhou"), now, category="road", text="井盖坏了")
    for name in ("chen", "li"):
        hand_up(actor=cast.actor(name), now=now, matter_id=made.pk, text="办不了")
    return matter(made.pk)


def outside(cast, now, **more):
    return {
        "area_id": cast.areas["huaiyin"], "what": "值守井盖", "reason": "抢修前要人看着", "from_on": now.date(),
        "until_on": now.date() + timedelta(days=20), "money": "每天100元", "people": "派1人", "category": "road", **more,
    }  # fmt: skip


def test_the_list_says_whose_it_is_and_why(cast, he, now):
    listed(cast, now)
    with scope(he):
        road = Category.objects.get(code="road").pk
        found = whose(cast.path("grid3"), road, now.date())
        assert (found.name, found.communitys_own, found.disputed) == ("市政所", False, False)
        assert found.reason == "云山街道的“路面”归市政所，依据街道责任清单第3项"
        assert whose(cast.path("other_grid"), road, now.date()) is None
        assert whose(cast.path("grid3"), None, now.date()) is None


def test_conflicts_and_gaps_are_listed(cast, he, now):
    listed(cast, now)
    listed(cast, now, organisation="patrol")
    with scope(he):
        assert [one.organisations for one in disputes(cast.path("street"), now.date())] == [
            "综合执法队、市政所"
        ]
        missing = {gap.area: gap.categories for gap in list_gaps(cast.path("street"), now.date())}
    assert "路面" not in missing["云山街道"]
    assert "噪声" in missing["云山街道"]


def test_a_row_ends_and_one_of_tomorrow_goes_away(cast, he, now):
    row = listed(cast, now)
    end_responsibility(actor=he, now=now, row_id=row)
    with scope(he):
        assert whose(cast.path("grid3"), Category.objects.get(code="road").pk, now.date()) is None
    refused("row_unknown", end_responsibility, actor=he, now=now, row_id=999)
    refused("not_allowed", end_responsibility, actor=cast.actor("song"), now=now, row_id=row)


def test_a_table_adds_what_is_missing(cast, he, now):
    light = Category.objects.get(code="light").pk
    rows = [DutyRow(cast.areas["street"], light, cast.organisations["works"], now.date(), basis="表")]
    asked = {"actor": he, "now": now, "area_id": cast.areas["street"]}
    assert import_responsibilities(**asked, rows=rows).added == 1
    refused("nothing_changed", import_responsibilities, **asked, rows=rows)
    refused("not_allowed", import_responsibilities, **{**asked, "actor": cast.actor("li")}, rows=rows)
    outside_street = [DutyRow(cast.areas["other_street"], light, cast.organisations["works"], now.date())]
    refused("not_allowed", import_responsibilities, **asked, rows=outside_street)


def test_a_department_matter_is_not_pushed_onto_a_community(cast, he, now):
    listed(cast, now)
    order = at_street(cast, now)
    answer = refused("outside_duty", send_down, actor=he, now=now, matter_id=order.pk, text="社区去办")
    assert "市政所" in answer.sentence
    refused("outside_duty", assign, actor=he, now=now, matter_id=order.pk, person_id=cast.people["li"])
    send_down(actor=he, now=now, matter_id=order.pk, text="市政所已换井盖。", fed_back=True)
    assert matter(order.pk).holder_role == "community_desk"


def test_to_the_department_itself_it_goes(cast, he, now):
    listed(cast, now)
    order = at_street(cast, now)
    assign(actor=he, now=now, matter_id=order.pk, unit_id=cast.organisations["works"])
    assert matter(order.pk).holder_unit_id == cast.organisations["works"]


def test_an_approved_request_lets_it_go_down_and_is_linked(cast, he, now):
    listed(cast, now)
    order = at_street(cast, now)
    asked = ask_outside_duty(actor=cast.actor("shi"), now=now, **outside(cast, now)).subject_id
    refused("outside_duty", send_down, actor=he, now=now, matter_id=order.pk, text="还没批")
    decide_outside_duty(actor=he, now=now, request_id=asked, approve=True, answer="同意，经费随事走。")
    send_down(actor=he, now=now, matter_id=order.pk, text="按审批值守。")
    with scope(SYSTEM):
        assert DutyUse.objects.get().request_id == asked
        assert DutyUse.objects.get().matter_id == order.pk


def test_after_its_last_day_it_covers_nothing_any_more(cast, he, now):
    listed(cast, now)
    asked = ask_outside_duty(
        actor=cast.actor("shi"), now=now, **outside(cast, now, until_on=now.date())
    ).subject_id
    decide_outside_duty(actor=he, now=now, request_id=asked, approve=True, answer="只今天。")
    later = now + timedelta(days=1)
    order = at_street(cast, later)
    refused("outside_duty", send_down, actor=he, now=later, matter_id=order.pk, text="明天")


def test_nobody_approves_what_they_asked_for(cast, he, now):
    guo, lei, tang = (cast.actor(name) for name in ("guo", "lei", "tang"))
    asked = ask_outside_duty(actor=he, now=now, **outside(cast, now)).subject_id
    decide = {"now": now, "request_id": asked, "approve": True, "answer": "同意"}
    refused("asked_yourself", decide_outside_duty, actor=he, **decide)
    refused("not_your_level", decide_outside_duty, actor=guo, **decide)
    refused("words_missing", decide_outside_duty, actor=lei, **{**decide, "answer": " "})
    decide_outside_duty(actor=lei, **{**decide, "approve": False, "answer": "部门自己派人。"})
    refused("decided_already", decide_outside_duty, actor=tang, **decide)
    for name in ("song", "chen", "zhou"):
        with pytest.raises(Refusal) as refusal:
            decide_outside_duty(actor=cast.actor(name), **decide)
        assert refusal.value.status == 404


@pytest.mark.parametrize(
    ("change", "code"),
    [({"until_on": None}, "days_reversed"), ({"money": " "}, "words_missing"), ({"category": "nothing"}, "category_unknown"),
     ({"area_id": None}, "not_a_community")],
)  # fmt: skip
def test_a_request_says_all_that_is_needed(cast, now, change, code):
    asked = outside(cast, now)
    if "until_on" in change:
        change = {"until_on": now.date() - timedelta(days=1)}
    if "area_id" in change:
        change = {"area_id": cast.areas["street"]}
    refused(code, ask_outside_duty, actor=cast.actor("shi"), now=now, **{**asked, **change})
    refused("not_allowed", ask_outside_duty, actor=cast.actor("li"), now=now, **asked)
    with scope(SYSTEM):
        assert not DutyRequest.objects.exists()


def test_a_request_is_decided_within_three_working_days(cast, now):
    made = ask_outside_duty(actor=cast.actor("shi"), now=now, **outside(cast, now))
    assert made.due_at.astimezone(now.tzinfo).date() == now.date() + timedelta(days=5)  # over a weekend


def test_versions_of_a_list_stay_as_they_were(cast, he, now):
    item = DutyWords("service", "平安服务", "夜间巡查", "街道派两人")
    asked = {"actor": he, "now": now, "area_id": cast.areas["street"], "since": now.date()}
    assert publish_duties(**asked, items=[item]).version == 1
    assert (
        publish_duties(
            **asked, items=[item, DutyWords("guarantee", "经费保障", "活动经费", "每年2万元")]
        ).version
        == 2
    )
    with scope(SYSTEM):
        assert [one.items.count() for one in DutyList.objects.order_by("version")] == [1, 2]
        assert DutyItem.objects.count() == 3
    refused("nothing_listed", publish_duties, **asked, items=[])
    refused("kind_unknown", publish_duties, **asked, items=[DutyWords("wish", "", "a", "b")])
    refused("words_missing", publish_duties, **asked, items=[DutyWords("service", "", "a", "")])
    refused("not_a_street", publish_duties, **{**asked, "area_id": cast.areas["huaiyin"]}, items=[item])
    refused("not_allowed", publish_duties, **{**asked, "actor": cast.actor("li")}, items=[item])
