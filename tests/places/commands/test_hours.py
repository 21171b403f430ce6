"""Hours of an area: set from a day on, by those who may, replaced only before they hold."""

from datetime import date, timedelta

import pytest

from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.places.commands import set_hours
from linli.places.models import Hours
from linli.places.queries import hours_sheet, hours_sheets, work_time

pytestmark = pytest.mark.django_db
WEEK = ["09:00-12:00 13:00-17:00"] * 5


def ask(cast, now, name="xi", area="street", since=None, week=WEEK, special=""):
    return set_hours(
        actor=cast.actor(name),
        now=now,
        area_id=cast.areas[area],
        since=since or now.date(),
        week=week,
        special=special,
    )


def test_it_holds_for_all_below_that_have_none_of_their_own(cast, now):
    ask(cast, now, special="2026-12-31 9:00-12:00")
    ask(cast, now, area="heqiao", week=["10:00-16:00"] * 5)
    assert work_time(cast.path("grid3")).close_of(now.date()).hour == 17
    assert work_time(cast.path("grid1")).close_of(now.date()).hour == 16
    assert work_time(cast.path("other_grid")).close_of(now.date()).hour == 18
    assert work_time(cast.path("grid3")).close_of(date(2026, 12, 31)).hour == 12
    assert work_time(cast.path("grid1")).close_of(date(2026, 12, 31)).hour == 12, (
        "a street's half day is everybody's"
    )


def test_the_same_day_again_corrects_it(cast, now):
    ask(cast, now)
    ask(cast, now, week=["09:00-16:00"] * 5)
    assert Hours.objects.filter(area_id=cast.areas["street"]).count() == 1
    assert work_time(cast.path("grid3")).close_of(now.date()).hour == 16


def test_what_cannot_be_is_refused(cast, now):
    for code, asked in {
        "hours_in_past": {"since": now.date() - timedelta(days=1)},
        "hours_unreadable": {"week": ["8点"] * 5},
        "week_closed": {"week": [""] * 5},
        "special_before": {"special": "2026-01-01"},
    }.items():
        with pytest.raises(Refusal, match=code):
            ask(cast, now, **asked)
    for name in ("li", "he", "an"):
        with pytest.raises(Refusal, match="not_allowed"):
            ask(cast, now, name=name)
    assert not Hours.objects.exists()


def test_the_sheet_says_whose_hours_hold_and_what_comes(cast, now, django_assert_max_num_queries):
    ask(cast, now)
    ask(cast, now, area="heqiao", since=now.date() + timedelta(days=5), week=["10:00-16:00"] * 5)
    sheet = hours_sheet(cast.areas["heqiao"], now.date())
    assert sheet.source.id == cast.areas["street"]
    assert not sheet.own
    assert sheet.coming.since == now.date() + timedelta(days=5)
    assert sheet.week[0] == WEEK[0]
    with scope(SYSTEM), django_assert_max_num_queries(8):
        found = hours_sheets(cast.path("district"), now.date())
    assert [one.node.short for one in found] == [
        "云山区", "云山街道", "槐荫社区", "河桥社区", "松柏街道", "松涛社区",
    ]  # fmt: skip
