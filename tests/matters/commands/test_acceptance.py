"""Orders that are not dispatched: six reasons with their answers, one objection, a review a level above."""

from datetime import date, timedelta

import pytest
from tests.matters.desk import ordered
from tests.matters.reports import matter, reported

from linli.kernel.event import Happened
from linli.kernel.models import Notice
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import (
    move_matter,
    not_dispatch,
    object_no_dispatch,
    open_matter,
    review_no_dispatch,
    set_no_dispatch_text,
)
from linli.matters.models import Clock, NotAccepted, Remark
from linli.matters.queries import timeline
from linli.matters.queries.no_dispatch import no_dispatch_of
from linli.matters.reactions import tell_of_move
from linli.matters.rules.no_dispatch import SHIPPED, TextRow, answer_in_force
from linli.matters.terms import NotDispatched

pytestmark = pytest.mark.django_db


@pytest.fixture
def he(cast):
    """The street's desk."""
    return cast.actor("he")


def own_order(cast, now, **more):
    """An order of a caller who has an account."""
    return ordered(cast, now, phone="12900002076", name="周女士", **more)


def refused(code, verb, **asked):
    with pytest.raises(Refusal) as refusal:
        verb(**asked)
    assert refusal.value.code == code


@pytest.mark.parametrize("reason", NotDispatched.values)
def test_each_reason_answers_closes_and_is_counted_apart(cast, he, now, reason):
    earlier = ordered(cast, now, title="原来那件").number if reason == "same_matter" else ""
    order = ordered(cast, now)
    not_dispatch(actor=he, now=now, matter_id=order.pk, reason=reason, earlier=earlier, text="另请留意短信。")
    found = matter(order.pk)
    assert (found.stage, found.outcome, found.due_at) == ("not_dispatched", "not_dispatched", None)
    assert found.answered_at == found.closed_at == now
    with scope(SYSTEM):
        said = Remark.objects.get(matter_id=order.pk)
        row = NotAccepted.objects.get(matter_id=order.pk)
        assert not Clock.objects.filter(matter_id=order.pk, ended_at=None).exists()
    assert said.public
    assert str(SHIPPED[NotDispatched(reason)]) in said.text
    assert "另请留意短信" in said.text
    assert (row.by_person_id, row.at, row.reason) == (cast.people["he"], now, reason)
    assert (row.earlier is not None) == (reason == "same_matter")
    with scope(he):
        assert next(entry.verb for entry in timeline(found, public_only=True)) == "这件事没有派单"
        assert no_dispatch_of(found).by == "何文涛"


def test_the_caller_is_told_by_text(cast, he, now):
    order = own_order(cast, now)
    made = not_dispatch(actor=he, now=now, matter_id=order.pk, reason="beyond_duty")
    with scope(SYSTEM):
        tell_of_move(made, Happened(1, now, "person", he.person_id, made))
        texts = list(Notice.objects.filter(channel="sms").values_list("text", flat=True))
    assert any(order.number in text and "答复" in text for text in texts)


def test_same_matter_needs_the_other_number_and_only_streets_decide(cast, he, li, now):
    order = ordered(cast, now)
    asked = {"actor": he, "now": now, "matter_id": order.pk}
    refused("earlier_unknown", not_dispatch, **asked, reason="same_matter", earlier="20991231-0001")
    refused("earlier_itself", not_dispatch, **asked, reason="same_matter", earlier=order.number)
    refused("reason_unknown", not_dispatch, **asked, reason="no_time")
    refused("not_allowed", not_dispatch, **{**asked, "actor": li}, reason="beyond_duty")
    refused(
        "move_has_form", move_matter, actor=li, now=now, matter_id=order.pk, move="not_dispatch", text="不派"
    )
    snapshot = reported(cast, cast.actor("zhou"), now)
    refused("move_unknown", not_dispatch, actor=he, now=now, matter_id=snapshot.pk, reason="beyond_duty")


def test_one_objection_and_the_level_above_sends_it_out(cast, he, zhou, now):
    order, tang, later = own_order(cast, now), cast.actor("tang"), now + timedelta(hours=1)
    not_dispatch(actor=he, now=now, matter_id=order.pk, reason="beyond_duty")
    refused("words_missing", object_no_dispatch, actor=zhou, now=later, matter_id=order.pk, text=" ")
    object_no_dispatch(actor=zhou, now=later, matter_id=order.pk, text="路灯归街道管。")
    found = matter(order.pk)
    assert (found.stage, found.holder_role, found.closed_at, found.outcome) == (
        "objected",
        "district_desk",
        None,
        "",
    )
    assert found.due_at > later
    refused("not_your_level", review_no_dispatch, actor=he, now=later, matter_id=order.pk, dispatch=True)
    review_no_dispatch(actor=tang, now=later, matter_id=order.pk, dispatch=True, text="归街道，请派单。")
    found = matter(order.pk)
    assert (found.stage, found.holder_role) == ("unsigned", "community_desk")
    refused("reviewed_already", not_dispatch, actor=he, now=later, matter_id=order.pk, reason="against_law")
    move_matter(actor=cast.actor("wu" if found.community_id == cast.areas["heqiao"] else "li"), now=later,
                matter_id=order.pk, move="sign")  # fmt: skip


def test_upheld_ends_it_for_good(cast, he, zhou, now):
    order, tang = own_order(cast, now), cast.actor("tang")
    not_dispatch(actor=he, now=now, matter_id=order.pk, reason="other_channel")
    object_no_dispatch(actor=cast.actor("guo"), now=now, matter_id=order.pk, text="来电人不同意。")
    refused("words_missing", review_no_dispatch, actor=tang, now=now, matter_id=order.pk, dispatch=False)
    review_no_dispatch(actor=tang, now=now, matter_id=order.pk, dispatch=False, text="法院正在审理。")
    found = matter(order.pk)
    assert (found.stage, found.outcome) == ("not_dispatched", "not_dispatched")
    refused(
        "objected_already", object_no_dispatch, actor=zhou, now=now, matter_id=order.pk, text="还是不同意。"
    )
    with scope(SYSTEM):
        row = NotAccepted.objects.get(matter_id=order.pk)
    assert (row.upheld, row.reviewed_by) == (True, cast.people["tang"])


def test_a_stranger_cannot_object(cast, he, now):
    order = own_order(cast, now)
    not_dispatch(actor=he, now=now, matter_id=order.pk, reason="beyond_duty")
    refused(
        "matter_not_found",
        object_no_dispatch,
        actor=cast.actor("feng"),
        now=now,
        matter_id=order.pk,
        text="不行",
    )


def test_a_street_sets_its_own_answer_and_what_was_told_stays(cast, he, now):
    first, street = ordered(cast, now), cast.areas["street"]
    set_no_dispatch_text(
        actor=he, now=now, area_id=street, reason="beyond_duty", text="请找物业。", since=now.date()
    )
    not_dispatch(actor=he, now=now, matter_id=first.pk, reason="beyond_duty")
    later = now + timedelta(days=1)
    set_no_dispatch_text(
        actor=he, now=now, area_id=street, reason="beyond_duty", text="请找物业或业委会。", since=later.date()
    )
    second = ordered(cast, later)
    not_dispatch(actor=he, now=later, matter_id=second.pk, reason="beyond_duty")
    with scope(SYSTEM):
        told = {one.matter_id: one.text for one in Remark.objects.all()}
        kept = {one.matter_id: one.text.since for one in NotAccepted.objects.select_related("text")}
    assert told == {first.pk: "请找物业。", second.pk: "请找物业或业委会。"}
    assert kept == {first.pk: now.date(), second.pk: later.date()}
    again = {"actor": he, "now": now, "area_id": street, "reason": "beyond_duty", "text": "别处"}
    refused("text_exists", set_no_dispatch_text, **again, since=now.date())
    refused("since_in_past", set_no_dispatch_text, **again, since=now.date() - timedelta(days=1))
    refused("not_allowed", set_no_dispatch_text, **{**again, "actor": cast.actor("song")}, since=now.date())


@pytest.mark.parametrize(
    ("on", "areas", "text"),
    [
        (date(2026, 1, 1), [3, 2, 1], "街道一"), (date(2026, 2, 1), [3, 2, 1], "街道二"),
        (date(2025, 12, 31), [3, 2, 1], "区"), (date(2026, 2, 1), [9, 1], "区"), (date(2026, 2, 1), [9, 8], None),
    ],
)  # fmt: skip
def test_the_nearest_area_and_the_newest_row_win(on, areas, text):
    why = NotDispatched.SECRETS
    rows = {
        (2, why): [TextRow(1, date(2026, 1, 1), "街道一"), TextRow(2, date(2026, 2, 1), "街道二")],
        (1, why): [TextRow(3, date(2020, 1, 1), "区")],
    }
    found = answer_in_force(why, rows, areas, on)
    assert found.text == (text if text is not None else SHIPPED[why])
    assert (found.row_id is None) == (text is None)


def test_an_order_type_that_is_none_is_refused(cast, he, now):
    asked = {
        "kind": "hotline",
        "source": "hotline",
        "text": "问个事",
        "area_id": cast.areas["grid3"],
    }
    refused("order_type_unknown", open_matter, actor=he, now=now, **asked, order_type="wish")
    refused("order_type_missing", open_matter, actor=he, now=now, **asked)
