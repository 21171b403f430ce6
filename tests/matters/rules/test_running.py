"""A clock made longer, or standing still: worked examples across the National Day, and what always holds."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.kernel.hours import Days, Hours
from linli.kernel.spans import Span, hours, work_days, work_hours
from linli.kernel.worktime import CHINA, WorkTime
from linli.matters.rules.running import pauses_of, running_due, spans_of

AUTUMN = Days(
    rest=frozenset(date(2026, 10, d) for d in range(1, 8)),
    make_up=frozenset({date(2026, 10, 10)}),
    official=frozenset({2026}),
)
TIME = WorkTime(AUTUMN, Hours.weekly("08:30-12:00 14:30-17:30"))
MIDNIGHT = WorkTime(AUTUMN, Hours.weekly("00:00-24:00"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("start", "span", "longer", "stood", "due"),
    [
        ("09-28 10:00", "2wd", "", [], "09-30 17:30"),
        ("09-28 10:00", "2wd", "1wd", [], "10-08 17:30"),  # the next working day after the holiday
        ("09-28 10:00", "2wd", "1wd 2wd", [], "10-10 17:30"),  # the make-up Saturday counts
        (
            "09-28 10:00",
            "2wd",
            "",
            ["09-29 09:00", "10-08 09:00"],
            "10-09 17:30",
        ),  # two closings did not count
        ("09-28 10:00", "2wd", "1wd", ["09-29 09:00", "10-08 09:00"], "10-10 17:30"),
        ("09-28 10:00", "2wd", "", ["09-29 09:00", "09-29 15:00"], "09-30 17:30"),  # within a day: none
        ("09-28 10:00", "4wh", "2wh", [], "09-29 09:30"),
        ("09-28 10:00", "4wh", "", ["09-28 11:00", "09-29 09:00"], "09-29 12:00"),
        (
            "09-28 10:00",
            "2wd",
            "",
            ["10-08 09:00", "10-09 09:00"],
            "09-30 17:30",
        ),  # too late to win anything back
    ],
)
def test_due_follows_from_start_extensions_and_standstills(start, span, longer, stood, due):
    pauses = pauses_of([at(one) for one in stood])
    assert running_due(TIME, at(start), Span.parse(span), spans_of(longer), pauses).at == at(due)


def test_an_extension_begins_after_the_day_that_ends_at_midnight():
    plain = MIDNIGHT.due(at("09-28 10:00"), work_days(3))
    assert running_due(MIDNIGHT, at("09-28 10:00"), work_days(2), [work_days(1)]) == plain


SPANS = st.sampled_from([work_days(1), work_days(5), work_hours(2), work_hours(7.5), hours(24)])
MOMENTS = st.integers(0, 60 * 24 * 30).map(lambda n: at("09-20 08:00") + timedelta(minutes=n))


@settings(max_examples=60, deadline=None)
@given(start=MOMENTS, span=SPANS, longer=st.lists(SPANS, max_size=3), stops=st.lists(MOMENTS, max_size=4))
def test_more_time_never_ends_earlier(start, span, longer, stops):
    turns = sorted(stops[: len(stops) // 2 * 2])
    due = running_due(TIME, start, span, longer, pauses_of(turns))
    assert due.at >= running_due(TIME, start, span, longer).at >= running_due(TIME, start, span).at
    assert running_due(TIME, start, span, longer, pauses_of(turns)) == due, "always again"


@settings(max_examples=60, deadline=None)
@given(start=MOMENTS, days=st.integers(1, 6), more=st.integers(1, 6))
def test_working_days_granted_later_are_working_days(start, days, more):
    split = running_due(TIME, start, work_days(days), [work_days(more)])
    assert split == TIME.due(start, work_days(days + more))
