"""信访: each statutory timer with its dates across Spring Festival and National Day 2026, by hand."""

from datetime import datetime, timedelta

import pytest
from tests.matters.petitions import attended, paper, petition
from tests.matters.reports import matter, met
from tests.town import CHINA

from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import (
    answer_own,
    ask_extension,
    decide_request,
    end_agency,
    follow_up,
    hand_up,
    move_matter,
    name_agent,
    open_matter,
    report_back,
    sweep_all,
    use_right,
)
from linli.matters.models import Clock, Consent, Matter, Request
from linli.matters.queries import attended as attended_by
from linli.places.commands import load_shipped_days

pytestmark = pytest.mark.django_db


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def _ground(settings, tmp_path, cast):
    """The official days of 2026, and a place for photos."""
    settings.LINLI_FILES = tmp_path
    load_shipped_days(now=at(1, 5))


def due(pk: int) -> str:
    """The day on which the running timer ends; the time of day is the close of business."""
    found = matter(pk).due_at.astimezone(CHINA)
    assert (found.hour, found.minute) == (18, 0)
    return f"{found:%m-%d}"


# Spring Festival 2026: off 15 to 23 February, at work on Saturdays 14 and 28. National Day: off 1 to 7 October, at work
# on Sunday 20 September and Saturday 10 October; Mid-Autumn off 25 to 27 September; Qingming off 4 to 6 April.
RECEIVED = [
    # received, back within 5 working days, acceptance within 15 days
    (at(2, 3), "02-10", "02-24"),  # the 15th day, 18 February, is a holiday
    (at(2, 10), "02-24", "02-25"),  # the Saturday of make-up work is the fourth working day
    (at(9, 18), "09-24", "10-08"),  # 20 September counts; the 15th day is 3 October
    (at(9, 24), "10-09", "10-09"),  # 25 to 27 September and 1 to 7 October do not count
]


@pytest.mark.parametrize(("received", "handed_on_by", "told_by"), RECEIVED)
def test_the_first_two_timers_count_from_the_receipt(cast, received, handed_on_by, told_by):
    he, pk = cast.actor("he", received), petition(cast, received).pk
    assert due(pk) == handed_on_by
    move_matter(actor=he, now=received + timedelta(hours=3), matter_id=pk, move="ours")
    assert due(pk) == told_by


HANDLED = [
    # accepted, 60 days
    (at(1, 5), "03-06"),  # the holidays within are days like others
    (at(8, 4), "10-08"),  # the 60th day is 3 October
    (at(8, 10), "10-09"),
]


@pytest.mark.parametrize(("accepted", "closed_by"), HANDLED)
def test_sixty_days_run_from_acceptance_whoever_has_it(cast, accepted, closed_by):
    he, pk = cast.actor("he", accepted), petition(cast, accepted).pk
    move_matter(actor=he, now=accepted, matter_id=pk, move="ours")
    move_matter(actor=he, now=accepted, matter_id=pk, move="accept")
    assert due(pk) == closed_by
    hand_up(actor=he, now=accepted + timedelta(days=20), matter_id=pk, text="涉及区级部门。")
    assert matter(pk).holder_role == "district_desk"
    assert due(pk) == closed_by, "passing it on wins no time"


def test_thirty_days_more_once_by_the_level_above(cast):
    """60 days end on 6 March; 30 more on Sunday 5 April, within Qingming, so on the 7th."""
    accepted, asked = at(1, 5), at(3, 3)
    he, pk = cast.actor("he", accepted), petition(cast, accepted).pk
    for move in ("ours", "accept"):
        move_matter(actor=he, now=accepted, matter_id=pk, move=move)
    words = {"text": "要等评估报告。", "told": "电话告诉了本人。"}
    with pytest.raises(Refusal):
        ask_extension(actor=he, now=asked, matter_id=pk, span="31d", **words)
    request = ask_extension(actor=he, now=asked, matter_id=pk, span="30d", **words)
    with scope(SYSTEM):
        row = Request.objects.get(matter_id=pk)
    assert request.subject_id == pk
    decide_request(actor=cast.actor("tang"), now=at(3, 4), request_id=row.pk, granted=True)
    assert due(pk) == "04-07"
    with pytest.raises(Refusal) as refused:
        ask_extension(actor=he, now=at(3, 5), matter_id=pk, span="1d", **words)
    assert refused.value.code == "quota_used"


def answered(cast, when: datetime) -> int:
    he, pk = cast.actor("he", when), petition(cast, when - timedelta(days=10)).pk
    for move in ("ours", "accept"):
        move_matter(actor=he, now=when - timedelta(days=9), matter_id=pk, move=move)
    move_matter(
        actor=he,
        now=when,
        matter_id=pk,
        move="answer",
        text="处理意见：已拨付。依据……",
        points=met("petition"),
    )
    return pk


REVIEWS = [
    # answered, review asked by, asked, answered by, re-check asked by (after an answer then), re-check answered by
    (at(1, 19), "02-24", at(2, 24), "03-26", at(3, 5), "04-07", at(3, 20), "04-20"),
    (at(9, 3), "10-08", at(9, 7), "10-08", at(9, 10), "10-10", at(9, 30), "10-30"),
]


@pytest.mark.parametrize(
    ("told", "ask_by", "asked", "review_by", "reviewed", "recheck_by", "again", "ends_by"), REVIEWS
)
def test_each_right_and_each_answer_to_it_has_thirty_days(
    cast, told, ask_by, asked, review_by, reviewed, recheck_by, again, ends_by
):
    pk, zhou, tang = answered(cast, told), cast.actor("zhou", told), cast.actor("tang", told)
    assert due(pk) == ask_by
    use_right(actor=zhou, now=asked, matter_id=pk, move="review", text="补偿标准不对。")
    assert (matter(pk).stage, matter(pk).holder_role) == ("reviewing", "district_desk")
    assert due(pk) == review_by
    move_matter(
        actor=tang,
        now=reviewed,
        matter_id=pk,
        move="review_answer",
        text="维持原处理意见。",
        points=met("petition"),
    )
    assert due(pk) == recheck_by
    use_right(actor=zhou, now=again, matter_id=pk, move="recheck", text="仍不认可。")
    assert due(pk) == ends_by
    move_matter(
        actor=tang,
        now=again + timedelta(days=1),
        matter_id=pk,
        move="recheck_answer",
        text="维持。",
        points=met("petition"),
    )
    assert (matter(pk).stage, matter(pk).outcome) == ("ended", "answered"), "not accepted again after that"


def test_a_right_that_is_not_used_ends_the_matter_and_nobody_was_late(cast):
    told = at(9, 3)
    pk = answered(cast, told)
    lates = matter(pk).lates
    sweep_all(now=at(10, 8, 17))
    assert matter(pk).closed_at is None
    sweep_all(now=at(10, 8, 18))
    assert (matter(pk).stage, matter(pk).outcome, matter(pk).lates) == ("closed", "answered", lates)
    with pytest.raises(Refusal) as refused:
        use_right(actor=cast.actor("zhou", told), now=at(10, 9), matter_id=pk, move="review", text="x")
    assert refused.value.code == "matter_closed"


def test_nobody_ends_a_right_by_hand(cast):
    pk = answered(cast, at(9, 3))
    use_right(actor=cast.actor("zhou"), now=at(9, 4), matter_id=pk, move="review", text="不服。")
    move_matter(
        actor=cast.actor("tang"),
        now=at(9, 5),
        matter_id=pk,
        move="review_answer",
        text="维持。",
        points=met("petition"),
    )
    with pytest.raises(Refusal) as refused:
        move_matter(actor=cast.actor("tang"), now=at(9, 6), matter_id=pk, move="expire")
    assert refused.value.code == "move_unknown"


def test_three_calls_do_not_end_the_time_for_a_review_and_no_answer_asks_for_one(cast):
    pk, guo = answered(cast, at(9, 3)), cast.actor("guo")
    for day in (4, 5, 6, 7):
        follow_up(actor=guo, now=at(9, day), matter_id=pk, via="phone", reached=False)
    assert matter(pk).stage == "answered"
    follow_up(
        actor=guo, now=at(9, 8), matter_id=pk, via="phone", reached=True, verdict="unsolved", text="不服"
    )
    assert matter(pk).stage == "reviewing"


def test_every_timer_is_a_clock_under_its_own_stage(cast):
    pk = answered(cast, at(9, 3))
    use_right(actor=cast.actor("zhou"), now=at(9, 7), matter_id=pk, move="review", text="不服。")
    with scope(SYSTEM):
        runs = Clock.objects.filter(matter_id=pk).order_by("id").values_list("stage", "span")
        assert list(runs) == [
            ("checking", "5wd"), ("accepting", "15d"), ("handling", "60d"), ("answered", "30d"), ("reviewing", "30d"),
        ]  # fmt: skip


def test_an_agent_acts_with_the_paper_and_sees_the_own_petitioners_matters_alone(cast, now):
    bai = cast.actor("bai")
    with pytest.raises(Refusal) as refused:
        petition(cast, now, by="bai")
    assert refused.value.code == "consent_missing"
    own, other = attended(cast, now), petition(cast, now)
    assert own.agent_person_id == cast.people["bai"]
    with scope(bai):
        assert list(Matter.objects.reachable(bai, "matters.see").values_list("pk", flat=True)) == [own.pk]
        assert [row.line.row.id for row in attended_by(bai, now)] == [own.pk]
    with pytest.raises(Refusal) as refused:
        report_back(actor=bai, now=now, matter_id=other.pk, via="phone", text="说了。")
    assert refused.value.code == "matter_not_found"


def test_the_agent_tells_the_petitioner_and_asks_for_a_review_but_is_not_content_for_them(cast, now):
    bai, he = cast.actor("bai"), cast.actor("he")
    pk = attended(cast, now).pk
    for move in ("ours", "accept"):
        move_matter(actor=he, now=now, matter_id=pk, move=move)
    with scope(bai):
        assert [row.to_tell for row in attended_by(bai, now)] == [True]
    report_back(actor=bai, now=now, matter_id=pk, via="visit", text="告诉她受理了，60天内办结。")
    with scope(bai):
        assert [row.to_tell for row in attended_by(bai, now)] == [False]
    move_matter(actor=he, now=now, matter_id=pk, move="answer", text="已拨付。", points=met("petition"))
    for verdict in ("solved", "partly"):
        with pytest.raises(Refusal) as refused:
            answer_own(actor=bai, now=now, matter_id=pk, verdict=verdict)
        assert refused.value.code == "agent_may_not"
    use_right(actor=bai, now=now, matter_id=pk, move="review", text="本人不认可，按手印申请。")
    assert matter(pk).stage == "reviewing"


def test_a_petitioner_names_and_dismisses_the_agent_online(cast, now):
    zhou, bai = cast.actor("zhou"), cast.actor("bai")
    pk = petition(cast, now).pk
    with pytest.raises(Refusal) as refused:
        name_agent(actor=zhou, now=now, matter_id=pk, agent_person_id=cast.people["li"])
    assert refused.value.code == "agent_unknown"
    name_agent(actor=zhou, now=now, matter_id=pk, agent_person_id=cast.people["bai"])
    with scope(SYSTEM):
        assert Consent.objects.get(matter_id=pk).by == "account"
    end_agency(actor=zhou, now=now, matter_id=pk)
    with scope(bai):
        assert attended_by(bai, now) == []
    with pytest.raises(Refusal) as refused:
        name_agent(actor=cast.actor("he"), now=now, matter_id=pk, agent_person_id=cast.people["bai"])
    assert refused.value.code == "consent_missing"
    photos = paper(cast, now, by="he")
    name_agent(
        actor=cast.actor("he"), now=now, matter_id=pk, agent_person_id=cast.people["bai"], photos=photos
    )
    assert matter(pk).agent_person_id == cast.people["bai"]


def test_a_petition_is_never_nobodys(cast, now):
    with pytest.raises(Refusal) as refused:
        open_matter(
            actor=cast.actor("he"), now=now, kind="petition", source="desk", text="反映问题", anonymous=True,
            area_id=cast.areas["grid3"],
        )  # fmt: skip
    assert refused.value.code == "reporter_missing"
