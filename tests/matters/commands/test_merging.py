"""Merging and un-merging: nothing of a matter that rides along is lost, whatever the order."""

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.kernel.event import registry
from linli.kernel.models import EventRow
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import (
    follow_up,
    hand_up,
    merge,
    move_matter,
    open_matter,
    supplement,
    sweep_all,
    unmerge,
    withdraw,
)
from linli.matters.models import Clock, FollowUp, Matter, Remark, Reporter
from linli.matters.queries.invariants import INVARIANTS

pytestmark = pytest.mark.django_db
ANSWER = "感应器换好了，三楼四楼都亮。"


def row(pk: int) -> Matter:
    with scope(SYSTEM):
        return Matter.objects.get(pk=pk)


def report(cast, now, who="zhou", **more) -> int:
    asked = {"kind": "snapshot", "text": "楼道灯不亮", "area_id": cast.areas["building2"], **more}
    return open_matter(actor=cast.actor(who), now=now, **asked).subject_id


def sound() -> None:
    with scope(SYSTEM), connection.cursor() as cursor:
        for one in INVARIANTS:
            cursor.execute(one.sql)
            assert cursor.fetchall() == [], one.name


UNTOUCHED = {"last_event_id"}


def state(pk: int) -> dict[str, object]:
    """Everything of a matter: its row, its clock, its reporter, its texts."""
    with scope(SYSTEM):
        whole = Matter.objects.filter(pk=pk).values().get()
        clocks = list(Clock.objects.filter(matter_id=pk).order_by("pk").values())
        reporter = Reporter.objects.filter(pk=pk).values().get()
        remarks = list(Remark.objects.filter(matter_id=pk).order_by("pk").values())
    return {
        **{name: value for name, value in whole.items() if name not in UNTOUCHED},
        "clocks": clocks,
        "reporter": reporter,
        "remarks": remarks,
    }


def test_a_rider_rests_and_goes_on_where_it_stood(cast, li, chen, now):
    lead, rider = report(cast, now), report(cast, now, "feng")
    move_matter(actor=chen, now=now + timedelta(hours=1), matter_id=rider, move="accept")
    before = state(rider)
    merge(actor=li, now=now + timedelta(hours=1), lead_id=lead, member_ids=(rider,))
    merged = row(rider)
    assert (merged.rides, merged.lead_id, merged.next_due_at) == (True, lead, None)
    assert (merged.stage, merged.promised_at) == (before["stage"], before["promised_at"])
    assert row(lead).gathered == 1
    sweep_all(now=now + timedelta(days=9))
    assert (row(rider).lates, row(rider).ups) == (0, 0), "what rests is not late and not handed up"
    sound()
    unmerge(actor=li, now=now + timedelta(days=9), matter_id=rider)
    assert state(rider) == before
    assert row(lead).gathered == 0
    sound()
    sweep_all(now=now + timedelta(days=9, minutes=1))
    assert row(rider).lates == 1, "its own time has counted on"


def test_the_answer_reaches_everybody_and_each_is_asked_afterwards(cast, li, chen, now):
    lead = report(cast, now)
    named = report(cast, now, "li", phone="12900005521", name="郑女士")
    nobody = report(cast, now, "li", anonymous=True)
    merge(actor=li, now=now, lead_id=lead, member_ids=(named, nobody))
    later = now + timedelta(hours=2)
    move_matter(actor=chen, now=later, matter_id=lead, move="fix", text=ANSWER)
    assert (row(named).stage, row(named).rides, row(named).answered_at) == ("fixed", False, later)
    assert (row(nobody).stage, row(nobody).rides) == ("new", True)
    with scope(SYSTEM):
        for pk in (named, nobody):
            assert Remark.objects.get(matter_id=pk, kind="answer", public=True).text == ANSWER
    sound()
    follow_up(actor=li, now=later, matter_id=named, via="phone", reached=True, verdict="unsolved")
    assert (row(named).stage, row(named).redos, row(lead).stage) == ("redoing", 1, "fixed")
    follow_up(actor=li, now=later, matter_id=lead, via="phone", reached=True, verdict="solved")
    assert (row(nobody).outcome, row(nobody).rides) == ("solved", False), "the lead's follow-up counts for it"
    assert row(named).closed_at is None
    with scope(SYSTEM):
        assert FollowUp.objects.filter(matter_id=nobody).count() == 0
    sound()


def test_a_lead_taken_back_lets_the_others_go_on(cast, li, zhou, now):
    lead, rider = report(cast, now), report(cast, now, "feng")
    before = state(rider)
    merge(actor=li, now=now, lead_id=lead, member_ids=(rider,))
    withdraw(actor=zhou, now=now + timedelta(minutes=5), matter_id=lead)
    assert state(rider) == before
    with scope(SYSTEM):
        last = EventRow.objects.filter(subject="matter", subject_id=rider).latest("id")
    assert (last.code, last.facts["auto"]) == ("matters.unmerged", True)
    sound()


def test_a_lead_that_is_not_ours_ends_what_rides_along(cast, li, chen, now):
    lead, rider = report(cast, now), report(cast, now, "feng")
    merge(actor=li, now=now, lead_id=lead, member_ids=(rider,))
    move_matter(actor=chen, now=now, matter_id=lead, move="void", text="这是供电公司的，电话95598。")
    assert (row(rider).outcome, row(rider).stage) == ("declined", "closed")
    sound()


def test_a_lead_merged_further_takes_its_own_along(cast, li, now):
    first, second, third = (report(cast, now, who) for who in ("zhou", "feng", "zhou"))
    merge(actor=li, now=now, lead_id=second, member_ids=(third,))
    merge(actor=li, now=now, lead_id=first, member_ids=(second,))
    assert {row(pk).lead_id for pk in (second, third)} == {first}
    assert (row(first).gathered, row(second).gathered) == (2, 0)
    sound()
    with pytest.raises(Refusal, match="lead_rides"):
        merge(actor=li, now=now, lead_id=second, member_ids=(first,))


def test_what_rides_along_is_not_worked_on_but_its_reporter_still_speaks(cast, li, chen, now):
    feng = cast.actor("feng")
    lead, rider = report(cast, now), report(cast, now, "feng")
    merge(actor=li, now=now, lead_id=lead, member_ids=(rider,))
    for step in (
        lambda: move_matter(actor=chen, now=now, matter_id=rider, move="fix", text=ANSWER),
        lambda: hand_up(actor=chen, now=now, matter_id=rider, text="要协调。"),
    ):
        with pytest.raises(Refusal, match="matter_rides"):
            step()
    supplement(actor=feng, now=now, matter_id=rider, text="四楼也不亮。")
    withdraw(actor=feng, now=now, matter_id=rider)
    assert (row(rider).rides, row(rider).outcome, row(lead).closed_at) == (False, "withdrawn", None)
    sound()


REFUSED = {
    "answered": ("merge_answered", lambda cast, now, pk: move_matter(
        actor=cast.actor("chen"), now=now, matter_id=pk, move="fix", text=ANSWER)),
    "closed": ("matter_closed", lambda cast, now, pk: withdraw(actor=cast.actor("zhou"), now=now, matter_id=pk)),
    "above": ("not_your_level", lambda cast, now, pk: [
        hand_up(actor=cast.actor(who), now=now, matter_id=pk, text="要协调。") for who in ("chen", "li")]),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_some_cannot_be_merged(name, cast, li, now):
    code, prepare = REFUSED[name]
    lead, rider = report(cast, now, "feng"), report(cast, now)
    prepare(cast, now, rider)
    with pytest.raises(Refusal, match=code):
        merge(actor=li, now=now, lead_id=lead, member_ids=(rider,))


def test_only_a_desk_that_reaches_all_of_them(cast, now):
    lead, rider = report(cast, now), report(cast, now, area_id=cast.areas["grid1"])
    with pytest.raises(Refusal, match="not_allowed"):
        merge(actor=cast.actor("chen"), now=now, lead_id=lead, member_ids=(lead + 10_000,))
    with pytest.raises(Refusal, match="matter_not_found"):
        merge(actor=cast.actor("li"), now=now, lead_id=lead, member_ids=(rider,))
    merge(actor=cast.actor("he"), now=now, lead_id=lead, member_ids=(rider,))
    move_matter(actor=cast.actor("chen"), now=now, matter_id=lead, move="fix", text=ANSWER)
    assert row(rider).stage == "fixed", "the answer reaches riders the one who answers cannot see"
    sound()


MOVES = st.lists(
    st.tuples(st.sampled_from(["merge", "unmerge"]), st.integers(0, 4), st.integers(0, 4)),
    min_size=1,
    max_size=14,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_any_order_of_merging_gives_back_what_was(moves, cast, now):
    """After letting everything go again, each matter is what it was."""
    he = cast.actor("he")
    pks = [report(cast, now, who) for who in ("zhou", "feng", "zhou", "feng", "li")]
    before = {pk: state(pk) for pk in pks}
    at = now
    for what, one, other in moves:
        at += timedelta(minutes=7)
        try:
            if what == "merge":
                merge(actor=he, now=at, lead_id=pks[one], member_ids=(pks[other],))
            else:
                unmerge(actor=he, now=at, matter_id=pks[one])
        except Refusal:
            pass
        sound()
    for pk in pks:
        if row(pk).rides:
            unmerge(actor=he, now=at, matter_id=pk)
    assert {pk: state(pk) for pk in pks} == before
    sound()


def test_each_fact_of_merging_is_known():
    assert {
        "matters.merged",
        "matters.gathered",
        "matters.unmerged",
        "matters.let_go",
        "matters.carried",
    } <= set(registry)
