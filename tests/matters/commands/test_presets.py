"""Choosing a set of limits: what new matters get, what open ones keep, and what goes over on request."""

from datetime import timedelta

import pytest
from tests.matters.desk import ordered
from tests.matters.reports import matter

from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import (
    ask_extension,
    ask_return,
    choose_preset,
    decide_request,
    move_matter,
    set_urgency,
)
from linli.matters.commands.clocks import recompute_below
from linli.matters.commands.presets import would_move
from linli.matters.models import Clock, StageHours
from linli.matters.rules.presets import preset_of
from linli.places.queries import work_time

pytestmark = pytest.mark.django_db


def take(cast, now, code, **more):
    asked = {"area_id": cast.areas["street"], "preset": code, "since": now.date(), **more}
    return choose_preset(actor=cast.actor("xi"), now=now, **asked)


def signed(cast, now, **more):
    found = ordered(cast, now, **more)
    move_matter(actor=cast.actor("li"), now=now, matter_id=found.pk, move="sign")
    return matter(found.pk)


def span(one):
    with scope(SYSTEM):
        return Clock.objects.get(matter_id=one.pk, ended_at=None).span


@pytest.mark.parametrize(
    ("code", "more", "expected"),
    [
        ("beijing", {"title": "路灯", "text": "路灯不亮。"}, "7d"),
        ("beijing", {"text": "楼道里有燃气味。"}, "2h"),
        ("daning", {"order_type": "enquiry"}, "1wd"),
        ("daning", {"order_type": "complaint"}, "5wd"),
        ("qinglong", {"order_type": "enquiry"}, "1d"),
        ("qinglong", {"order_type": "help"}, "5d"),
        ("qinglong", {"order_type": "report"}, "10d"),
        ("xiayang", {"order_type": "report"}, "5wd"),
    ],
)
def test_new_orders_get_the_line_that_says_most_exactly_what_they_are(cast, now, code, more, expected):
    take(cast, now, code)
    assert span(signed(cast, now, **more)) == expected


def test_a_running_matter_keeps_its_version_until_it_is_asked_to_go_over(cast, now):
    before = signed(cast, now, order_type="enquiry")
    assert span(before) == "5wd"
    place = cast.path("street")
    assert would_move(preset_of("qinglong"), cast.areas["street"], place, now.date()) == (1, 1)
    assert span(before) == "5wd", "a preview writes nothing"
    event = take(cast, now, "qinglong")
    assert (event.looked_at, event.moved) == (0, 0)
    assert matter(before.pk).due_at == before.due_at
    assert recompute_below("/")[1] == 0


def test_open_ones_go_over_with_their_extension_and_stay_there(cast, now):
    li, he = cast.actor("li"), cast.actor("he")
    one = signed(cast, now, order_type="enquiry")
    asked = ask_extension(actor=li, now=now, matter_id=one.pk, span="2wd", text="等人。", told="说了。")
    decide_request(actor=he, now=now, request_id=asked.request_id, granted=True)
    longer = matter(one.pk).due_at
    counted = would_move(preset_of("daning"), cast.areas["street"], cast.path("street"), now.date())
    event = take(cast, now, "daning", open_ones=True)
    assert (event.looked_at, event.moved) == counted == (1, 1)
    after = matter(one.pk)
    work = work_time(after.area_path)
    with scope(SYSTEM):
        clock = Clock.objects.get(matter_id=one.pk, ended_at=None)
    assert (clock.span, clock.longer, after.limits_on) == ("1wd", "2wd", now.date())
    assert after.due_at == clock.due_at < longer, "one working day, and the two that were granted"
    assert after.promised_at == work.due(after.opened_at, preset_of("daning").lines[2].span).at
    assert recompute_below("/")[1] == 0
    move_matter(actor=li, now=now, matter_id=one.pk, move="answer", text="说清楚了。")
    assert recompute_below("/")[1] == 0


def test_another_set_ends_what_the_first_said_more_exactly(cast, now):
    take(cast, now, "beijing")
    later = now + timedelta(days=1)
    take(cast, later, "shandong")
    assert span(signed(cast, later, text="楼道里有燃气味。")) == "5wd"
    ended = StageHours.objects.filter(span="", since=later.date())
    assert {row.urgency for row in ended} == {"urgent", "livelihood", "normal", "difficult"}


def test_the_promise_follows_the_urgency_somebody_sets(cast, now):
    take(cast, now, "beijing")
    one = signed(cast, now)
    set_urgency(actor=cast.actor("he"), now=now, matter_id=one.pk, urgency="difficult", text="要几家一起办。")
    assert matter(one.pk).promised_at > one.promised_at
    assert recompute_below("/")[1] == 0


@pytest.mark.parametrize(
    ("who", "more", "code"),
    [
        ("he", {}, "not_allowed"),
        ("xi", {"preset": "elsewhere"}, "preset_unknown"),
        ("xi", {"since": -1}, "limit_in_past"),
        ("xi", {"since": 1, "open_ones": True}, "open_ones_later"),
    ],
)
def test_what_is_refused(cast, now, who, more, code):
    asked = {"preset": "jinan", **more, "since": (now + timedelta(days=more.get("since", 0))).date()}
    with pytest.raises(Refusal) as refused:
        choose_preset(actor=cast.actor(who), now=now, area_id=cast.areas["street"], **asked)
    assert refused.value.code == code


def test_the_same_day_takes_one_set(cast, now):
    take(cast, now, "jinan")
    with pytest.raises(Refusal, match="limit_exists"):
        take(cast, now, "weifang")


def test_what_becomes_urgent_is_counted_by_the_urgent_limit_from_the_report(cast, now):
    """And what is no longer urgent gets the time of its stage back; without levels in the limits nothing moves."""
    he, early = cast.actor("he"), now - timedelta(hours=1)
    lamp = {"title": "路灯", "text": "路灯不亮。"}
    plain = signed(cast, early, **lamp)
    set_urgency(actor=he, now=now, matter_id=plain.pk, urgency="urgent", text="有老人。")
    assert matter(plain.pk).due_at == plain.due_at, "this street's limits know no levels"
    take(cast, early, "beijing")
    one = signed(cast, early, opened_at=early - timedelta(minutes=20), **lamp)
    assert span(one) == "7d"
    set_urgency(actor=he, now=now, matter_id=one.pk, urgency="urgent", text="闻到煤气味。")
    after = matter(one.pk)
    assert (span(after), after.due_at) == ("2h", one.opened_at + timedelta(hours=2))
    assert after.next_due_at == after.promised_at == after.due_at
    assert recompute_below(cast.path("street"))[1] == 0, "what is stored is what is computed"
    set_urgency(actor=he, now=now, matter_id=one.pk, urgency="normal", text="是隔壁烧水。")
    assert (span(one), matter(one.pk).due_at) == ("7d", one.due_at)


def test_the_clock_that_stands_under_review_is_rewound_too(cast, now):
    take(cast, now, "beijing")
    one = ordered(cast, now)
    asked = ask_return(actor=cast.actor("li"), now=now, matter_id=one.pk, text="归市政。", elsewhere=True)
    move_to = {"actor": cast.actor("he"), "now": now + timedelta(minutes=5)}
    set_urgency(**move_to, matter_id=one.pk, urgency="difficult", text="几家一起的事。")
    decide_request(**move_to, request_id=asked.request_id, granted=False, text="就归你们。")
    assert span(one) == "2h", "signing knows no levels"
    assert recompute_below(cast.path("street"))[1] == 0
