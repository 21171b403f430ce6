"""A matter from report to follow-up, through the commands."""

from datetime import timedelta
from uuid import uuid4

import pytest

from linli.kernel.audit import seal, verify
from linli.kernel.models import EventRow
from linli.kernel.refusal import Refusal
from linli.kernel.scope import GUEST, SYSTEM, scope
from linli.matters.commands import (
    answer_own,
    assign,
    follow_up,
    hand_up,
    move_matter,
    open_matter,
    send_down,
    sweep_all,
    undo,
)
from linli.matters.models import Clock, Matter

pytestmark = pytest.mark.django_db


def matter(pk: int) -> Matter:
    with scope(SYSTEM):
        return Matter.objects.get(pk=pk)


def report(cast, actor, now, **more):
    asked = {
        "kind": "snapshot",
        "text": "三楼到四楼的声控灯不亮了。晚上看不清。",
        "category": "light",
        **more,
    }
    asked.setdefault("area_id", cast.areas["building2"])
    return open_matter(actor=actor, now=now, **asked)


def test_a_report_has_a_grid_a_clock_and_a_holder_in_the_same_instant(cast, zhou, now):
    opened = report(cast, zhou, now)
    found = matter(opened.subject_id)
    assert found.grid_id == cast.areas["grid3"]
    assert found.holder_person_id == cast.people["chen"]
    assert found.title == "三楼到四楼的声控灯不亮了"
    # Wednesday 14:20 and 4 working hours: 3 h 40 min until six, 20 min on Thursday morning.
    assert found.due_at.astimezone(now.tzinfo).isoformat() == "2026-11-26T08:50:00+08:00"
    with scope(SYSTEM):
        assert Clock.objects.filter(matter_id=found.pk, ended_at=None).count() == 1
        assert EventRow.objects.filter(subject="matter", subject_id=found.pk).count() == 1


def test_grid_worker_solves_and_the_desk_follows_up(cast, zhou, chen, li, now):
    pk = report(cast, zhou, now).subject_id
    move_matter(actor=chen, now=now + timedelta(hours=1), matter_id=pk, move="accept")
    move_matter(actor=chen, now=now + timedelta(hours=2), matter_id=pk, move="fix", text="换了新的感应器。")
    assert matter(pk).stage == "fixed"
    assert matter(pk).holder_role == "community_desk"
    follow_up(
        actor=li, now=now + timedelta(days=1), matter_id=pk, via="phone", reached=True, verdict="unsolved"
    )
    redone = matter(pk)
    assert (redone.stage, redone.redos, redone.holder_role) == ("redoing", 1, "grid_worker")
    move_matter(actor=chen, now=now + timedelta(days=1, hours=1), matter_id=pk, move="fix", text="线也换了。")
    answer_own(actor=zhou, now=now + timedelta(days=2), matter_id=pk, verdict="solved", satisfaction="good")
    closed = matter(pk)
    assert (closed.stage, closed.outcome) == ("closed", "solved")
    assert closed.next_due_at is None


def test_up_to_the_district_and_back(cast, zhou, chen, li, now):
    pk = report(cast, zhou, now).subject_id
    he, tang = cast.actor("he"), cast.actor("tang")
    for at, actor in enumerate((chen, li, he)):
        hand_up(actor=actor, now=now + timedelta(minutes=at), matter_id=pk, text="需要上一级协调。")
    assert matter(pk).holder_role == "district_desk"
    with pytest.raises(Refusal, match="ladder_ends"):
        hand_up(actor=tang, now=now, matter_id=pk, text="再上报")
    for at, actor in enumerate((tang, he, li)):
        send_down(
            actor=actor,
            now=now + timedelta(hours=1, minutes=at),
            matter_id=pk,
            text="已修好。",
            fed_back=True,
        )
    assert matter(pk).holder_role == "grid_worker"
    move_matter(actor=chen, now=now + timedelta(hours=2), matter_id=pk, move="fix", text="修好了。")
    assert (matter(pk).ups, matter(pk).stage) == (3, "fixed")


def test_somebody_elses_hands_and_other_areas(cast, zhou, li, now):
    pk = report(cast, zhou, now).subject_id
    with pytest.raises(Refusal, match="not_in_your_hands"):
        move_matter(actor=li, now=now, matter_id=pk, move="accept")
    for name in ("wu", "song", "jin", "han"):
        with pytest.raises(Refusal, match="matter_not_found"):
            move_matter(actor=cast.actor(name), now=now, matter_id=pk, move="accept")


def test_a_repeat_gives_the_first_answer_also_to_residents_and_guests(cast, zhou, now):
    for actor in (zhou, GUEST):
        key = uuid4()
        asked = {"kind": "snapshot", "text": "路灯不亮", "area_id": cast.areas["building2"]}
        first = open_matter.once(key)(actor=actor, now=now, **asked)
        assert open_matter.once(key)(actor=actor, now=now + timedelta(hours=1), **asked) == first
        with pytest.raises(Refusal, match="command_reused"):
            open_matter.once(key)(actor=actor, now=now, **{**asked, "text": "别的"})


def test_assign_and_undo(cast, zhou, li, chen, now):
    pk = report(cast, zhou, now, area_id=cast.areas["huaiyin"]).subject_id
    assert matter(pk).holder_role == "community_desk"
    due = matter(pk).due_at
    with pytest.raises(Refusal, match="assign_outside"):
        assign(actor=li, now=now, matter_id=pk, person_id=cast.people["chen"])
    unit = cast.organisations["works"]
    assign(actor=li, now=now, matter_id=pk, unit_id=unit)
    assert matter(pk).holder_unit_id == unit
    assert matter(pk).due_at == due
    with scope(SYSTEM):
        last = EventRow.objects.filter(subject_id=pk, code="matters.assigned").get()
    undo(actor=li, now=now, matter_id=pk, event_id=last.pk)
    assert matter(pk).holder_unit_id is None


def test_limits_that_are_over_tell_the_level_above_then_go_up(cast, zhou, now):
    pk = report(cast, zhou, now).subject_id
    due = matter(pk).due_at
    assert sweep_all(now=due - timedelta(seconds=1)) == 0
    assert sweep_all(now=due) == 1
    late = matter(pk)
    assert (late.holder_role, late.lates, late.due_at) == ("grid_worker", 1, due)
    assert late.next_due_at is not None
    assert sweep_all(now=late.next_due_at) == 1
    raised = matter(pk)
    assert (raised.holder_role, raised.rung, raised.ups) == ("community_desk", 1, 1)
    assert sweep_all(now=late.next_due_at) == 0


def test_the_chain_of_seals_finds_nothing_wrong(cast, zhou, chen, now):
    pk = report(cast, zhou, now).subject_id
    move_matter(actor=chen, now=now, matter_id=pk, move="accept")
    verdict = verify()
    assert verdict.ok, verdict
    seal(now=now)
