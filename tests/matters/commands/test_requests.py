"""Requests where they meet other commands: merging, undoing, the sweep that grants or reminds."""

from datetime import timedelta

import pytest
from tests.matters.desk import ordered
from tests.matters.reports import matter, reported

from linli.kernel.models import EventRow
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import (
    appeal,
    ask_extension,
    ask_return,
    decide_request,
    follow_up,
    merge,
    move_matter,
    sweep_all,
    undo,
    withdraw_request,
)
from linli.matters.models import FollowUp, Request

pytestmark = pytest.mark.django_db

EXTENSION = {"text": "配件没到。", "told": "电话里说了。"}


def request_of(pk):
    with scope(SYSTEM):
        return Request.objects.get(pk=pk)


def signed(cast, now):
    found = ordered(cast, now)
    move_matter(actor=cast.actor("li"), now=now, matter_id=found.pk, move="sign")
    return matter(found.pk)


def test_what_waits_for_a_decision_is_not_merged_away(cast, now):
    li, he = cast.actor("li"), cast.actor("he")
    lead, other = signed(cast, now), signed(cast, now)
    asked = ask_return(actor=li, now=now, matter_id=other.pk, text="不归社区。", rung=2)
    with pytest.raises(Refusal, match="merge_request"):
        merge(actor=he, now=now, lead_id=lead.pk, member_ids=(other.pk,))
    withdraw_request(actor=li, now=now, request_id=asked.request_id)
    merge(actor=he, now=now, lead_id=lead.pk, member_ids=(other.pk,))


def test_nobody_answers_in_time_a_snapshot_grants_and_an_order_reminds(cast, zhou, now):
    report, order = reported(cast, zhou, now), signed(cast, now)
    chen, li = cast.actor("chen"), cast.actor("li")
    mild = ask_extension(actor=chen, now=now, matter_id=report.pk, span="2wd", **EXTENSION)
    strict = ask_extension(actor=li, now=now, matter_id=order.pk, span="2wd", **EXTENSION)
    assert mild.due_at == strict.due_at
    sweep_all(now=mild.due_at)
    assert (request_of(mild.request_id).state, request_of(mild.request_id).lapsed) == ("granted", True)
    assert matter(report.pk).due_at > report.due_at
    assert (request_of(strict.request_id).state, matter(order.pk).waits_for) == ("waiting", "extension")
    with scope(SYSTEM):
        assert EventRow.objects.filter(code="matters.request_overdue", subject_id=order.pk).count() == 1
    assert sweep_all(now=mild.due_at) == 0, "once each"
    decide_request(actor=cast.actor("he"), now=mild.due_at, request_id=strict.request_id, granted=True)
    assert matter(order.pk).extensions == 1


def test_a_step_before_a_request_cannot_be_undone_under_it(cast, now):
    order, li = signed(cast, now), cast.actor("li")
    with scope(SYSTEM):
        step = EventRow.objects.filter(subject_id=order.pk, code="matters.moved").latest("id").pk
    ask_extension(actor=li, now=now, matter_id=order.pk, span="2wd", **EXTENSION)
    with pytest.raises(Refusal, match="undo_too_late"):
        undo(actor=li, now=now, matter_id=order.pk, event_id=step)


def test_a_granted_appeal_leaves_the_answer_as_it_was_given(cast, now):
    order, li = signed(cast, now), cast.actor("li")
    move_matter(actor=li, now=now, matter_id=order.pk, move="answer", text="换好了。")
    follow_up(actor=cast.actor("guo"), now=now, matter_id=order.pk, via="phone", reached=True,
              verdict="unsolved", satisfaction="bad")  # fmt: skip
    with scope(SYSTEM):
        rating = FollowUp.objects.get(matter_id=order.pk)
    asked = appeal(actor=li, now=now, matter_id=order.pk, follow_up_id=rating.pk, text="说的是别的事。")
    later = now + timedelta(hours=1)
    decide_request(actor=cast.actor("tang"), now=later, request_id=asked.request_id, granted=True)
    with scope(SYSTEM):
        assert FollowUp.objects.get(pk=rating.pk).verdict == "unsolved"
    assert matter(order.pk).redos == 1
