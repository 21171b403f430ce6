"""议事 from the first opinion to done: nothing is left out, decided without a reason, or done without asking."""

import pytest
from tests.matters.reports import matter

from linli.kernel.models import EventRow
from linli.kernel.refusal import Refusal
from linli.kernel.scope import GUEST, SYSTEM, scope
from linli.matters.commands import (
    add_opinion,
    decide_proposal,
    distil,
    finish_proposal,
    follow_up,
    link_action,
    move_matter,
    open_action,
    open_matter,
    publish_topic,
    say_opinion,
    use_kind,
    withdraw,
)
from linli.matters.kinds import kinds
from linli.matters.models import Matter, Opinion, ProposalAction, Resolution, Wording
from linli.matters.queries.proposals import board, my_proposals, posted_one, progress_of, proposal_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def he(cast):
    """The street's desk."""
    return cast.actor("he")


def proposed(cast, actor, now, **more) -> Matter:
    asked = {
        "kind": "proposal",
        "text": "楼下装一排座椅，老人好歇脚。",
        "area_id": cast.areas["huaiyin"],
        **more,
    }
    return matter(open_matter(actor=actor, now=now, **asked).subject_id)


def decided(cast, zhou, li, now, verdict="accepted") -> Matter:
    made = proposed(cast, zhou, now)
    distil(actor=li, now=now, matter_id=made.pk, title="楼下装座椅", text="在树下装四个带靠背的座椅。")
    decide_proposal(actor=li, now=now, matter_id=made.pk, verdict=verdict, reason="党群经费里有这一项。")
    return matter(made.pk)


def refused(code, verb, **asked):
    with pytest.raises(Refusal) as refusal:
        verb(**asked)
    assert refusal.value.code == code


def test_every_opinion_is_in_the_wording_and_stays_listed(cast, zhou, li, chen, now):
    made = proposed(cast, zhou, now)
    publish_topic(actor=li, now=now, matter_id=made.pk, title="楼下装座椅", text="在哪装？装几个？")
    add_opinion(actor=li, now=now, matter_id=made.pk, source="paper", text="要有靠背", said_by="3号楼老张")
    say_opinion(actor=chen, now=now, number=made.number, text="别挡消防通道", source="visit")
    say_opinion(actor=cast.actor("feng"), now=now, number=made.number, text="装在树下")
    distil(
        actor=li,
        now=now,
        matter_id=made.pk,
        title="楼下装座椅",
        text="在树下装四个带靠背的座椅，不挡消防通道。",
    )
    say_opinion(actor=cast.actor("feng"), now=now, number=made.number, text="再加一个棋桌")
    with scope(li):
        sheet = proposal_sheet(matter(made.pk))
    assert [(voice.text, voice.later) for voice in sheet.voices] == [
        (made.text, False), ("要有靠背", False), ("别挡消防通道", False), ("装在树下", False), ("再加一个棋桌", True),
    ]  # fmt: skip
    assert sheet.wordings[0].opinions == 4
    assert [voice.entered_by for voice in sheet.voices] == ["", "李晓梅", "陈思远", "", ""]
    with scope(SYSTEM):
        assert Opinion.objects.filter(matter_id=made.pk).count() == 4


def test_the_board_shows_words_and_progress_and_nobodys_name(cast, zhou, li, now):
    made = decided(cast, zhou, li, now)
    first = open_action(
        actor=li, now=now, matter_id=made.pk, kind="snapshot", text="采购座椅", area_id=cast.areas["grid3"]
    )
    open_action(
        actor=li, now=now, matter_id=made.pk, kind="hotline", text="请绿化让出树穴", order_type="help"
    )
    move_matter(
        actor=cast.actor("chen"), now=now, matter_id=first.action_id, move="void", text="厂家直接装了。"
    )
    with scope(GUEST):
        posted = board(cast.path("street")).rows
        one = posted_one(made.number)
    assert [row.title for row in posted] == ["楼下装座椅"]
    assert (one.progress.done, one.progress.total, one.verdict) == (1, 2, "采纳")
    assert "周" not in repr(one)
    with scope(li):
        assert board(cast.path("other_street")).rows == []
        assert posted_one("20991231-0001") is None


def test_before_somebody_looked_at_the_words_nothing_is_public(cast, zhou, now):
    made = proposed(cast, zhou, now)
    with scope(GUEST):
        assert posted_one(made.number) is None
        assert board("/").rows == []
    refused("matter_not_found", say_opinion, actor=zhou, now=now, number=made.number, text="我也要")


@pytest.mark.parametrize("verdict", ["accepted", "partly", "declined"])
def test_no_decision_without_a_reason(cast, zhou, li, now, verdict):
    made = proposed(cast, zhou, now)
    refused(
        "move_unknown", decide_proposal, actor=li, now=now, matter_id=made.pk, verdict=verdict, reason="好"
    )
    distil(actor=li, now=now, matter_id=made.pk, title="座椅", text="装座椅。")
    refused(
        "words_missing", decide_proposal, actor=li, now=now, matter_id=made.pk, verdict=verdict, reason=" \n"
    )
    decide_proposal(actor=li, now=now, matter_id=made.pk, verdict=verdict, reason="说明白了。")
    assert matter(made.pk).stage == ("asked" if verdict == "declined" else "doing")
    with scope(SYSTEM):
        assert Resolution.objects.get(matter_id=made.pk).reason == "说明白了。"


def test_it_is_finished_only_when_every_action_is_over_and_done_only_after_asking(cast, zhou, li, chen, now):
    made = decided(cast, zhou, li, now)
    asked = {"actor": li, "now": now, "matter_id": made.pk}
    refused("no_actions", finish_proposal, **asked, text="都好了。")
    act = open_action(**asked, kind="snapshot", text="采购座椅", area_id=cast.areas["grid3"])
    assert matter(act.action_id).source == "proposal"
    refused("actions_open", finish_proposal, **asked, text="都好了。")
    move_matter(actor=chen, now=now, matter_id=act.action_id, move="fix", text="装好了。")
    refused("actions_open", finish_proposal, **asked, text="都好了。")
    follow_up(actor=li, now=now, matter_id=act.action_id, via="visit", reached=True, verdict="solved")
    for code in ("finish", "confirm", "accept"):
        with pytest.raises(Refusal):
            move_matter(**asked, move=code, text="直接办结")
    finish_proposal(**asked, text="四个座椅都装好了。")
    assert matter(made.pk).stage == "asked"
    with pytest.raises(Refusal):
        move_matter(**asked, move="confirm", text="不问了")
    follow_up(**asked, via="phone", reached=True, verdict="solved")
    found = matter(made.pk)
    assert (found.stage, found.outcome) == ("done", "answered")


def test_a_proposer_who_does_not_agree_has_it_discussed_again(cast, zhou, li, now):
    made = decided(cast, zhou, li, now, verdict="declined")
    follow_up(actor=li, now=now, matter_id=made.pk, via="phone", reached=True, verdict="unsolved")
    found = matter(made.pk)
    assert (found.stage, found.redos) == ("distilled", 1)
    decide_proposal(actor=li, now=now, matter_id=made.pk, verdict="partly", reason="先装两个。")
    assert matter(made.pk).stage == "doing"
    with scope(SYSTEM):
        assert Resolution.objects.filter(matter_id=made.pk).count() == 2


def test_an_action_belongs_to_one_proposal_and_may_be_there_already(cast, zhou, li, now):
    one, two = decided(cast, zhou, li, now), decided(cast, zhou, li, now)
    report = matter(
        open_matter(
            actor=zhou, now=now, kind="snapshot", text="座椅断了", area_id=cast.areas["grid3"]
        ).subject_id
    )
    link_action(actor=li, now=now, matter_id=one.pk, number=report.number)
    refused("action_taken", link_action, actor=li, now=now, matter_id=two.pk, number=report.number)
    refused("kind_is_proposal", link_action, actor=li, now=now, matter_id=two.pk, number=one.number)
    refused("action_unknown", link_action, actor=li, now=now, matter_id=two.pk, number="20991231-0001")
    refused(
        "kind_is_proposal", open_action, actor=li, now=now, matter_id=two.pk, kind="proposal", text="再议"
    )
    with scope(SYSTEM):
        assert progress_of([one.pk, two.pk])[one.pk].total == 1
        assert ProposalAction.objects.count() == 1
        assert EventRow.objects.filter(code="matters.action_opened").count() == 1


NO_ACTIONS = ("proposal", "petition", "incident")
"""A proposal of its own, what needs a petitioner's consent, and an emergency are no way to carry one out."""


@pytest.mark.parametrize("kind", [code for code in kinds() if code not in NO_ACTIONS])
def test_an_action_may_be_of_any_kind(cast, zhou, li, he, now, kind):
    if kind.startswith("city_"):
        use_kind(
            actor=cast.actor("xi"),
            now=now,
            area_id=cast.areas["street"],
            kind=kind,
            used=True,
            since=now.date(),
        )
    made = decided(cast, zhou, li, now)
    act = open_action(
        actor=he, now=now, matter_id=made.pk, kind=kind, text="按议题办", area_id=cast.areas["grid3"]
    )
    assert matter(act.action_id).kind == kind


def test_only_desks_decide_and_strangers_see_nothing(cast, zhou, li, now):
    made = proposed(cast, zhou, now)
    asked = {"now": now, "matter_id": made.pk, "title": "座椅", "text": "装座椅。"}
    for name in ("chen", "zhou", "feng", "song", "shi"):
        with pytest.raises(Refusal) as refusal:
            distil(actor=cast.actor(name), **asked)
        assert refusal.value.code in ("matter_not_found", "not_allowed"), name
    refused("not_a_proposal", distil, actor=li, now=now, title="灯", text="修灯",
            matter_id=open_matter(actor=zhou, now=now, kind="snapshot", text="灯", area_id=cast.areas["grid3"]).subject_id)  # fmt: skip


def test_somebody_sees_what_became_of_an_opinion_and_says_five_at_most(cast, zhou, li, now):
    feng, made = cast.actor("feng"), proposed(cast, zhou, now)
    publish_topic(actor=li, now=now, matter_id=made.pk, title="座椅", text="装在哪？")
    for n in range(5):
        say_opinion(actor=feng, now=now, number=made.number, text=f"第{n}条")
    refused("opinions_enough", say_opinion, actor=feng, now=now, number=made.number, text="第六条")
    refused("sign_in_first", say_opinion, actor=GUEST, now=now, number=made.number, text="我是谁")
    distil(actor=li, now=now, matter_id=made.pk, title="座椅", text="装四个。")
    refused("distilled_already", publish_topic, actor=li, now=now, matter_id=made.pk, title="改", text="改")
    with scope(feng):
        assert [(said.title, said.stage) for said in my_proposals(feng)] == [("座椅", "待商议")]
    with scope(SYSTEM):
        assert Wording.objects.get(matter_id=made.pk).opinions == 6


def test_a_closed_proposal_takes_no_more_opinions(cast, zhou, li, now):
    made = proposed(cast, zhou, now)
    publish_topic(actor=li, now=now, matter_id=made.pk, title="座椅", text="装在哪？")
    withdraw(actor=zhou, now=now, matter_id=made.pk)
    refused("matter_closed", say_opinion, actor=cast.actor("feng"), now=now, number=made.number, text="可惜")
