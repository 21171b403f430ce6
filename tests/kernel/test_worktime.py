"""Working time: the law's rules one by one, then everything against the slow model, at random."""

import os
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.kernel.slow_worktime import SlowWorkTime

from linli.kernel.hours import Days, Hours
from linli.kernel.spans import DAYS, HOURS, WORK_DAYS, WORK_HOURS, Span, days, hours, work_days, work_hours
from linli.kernel.worktime import CHINA, WorkTime

LONG = settings(deadline=None, max_examples=5000 if os.environ.get("LINLI_LONG") else 150)

# The autumn of 2026 as the notice has it, and an office with a lunch break and a free Friday afternoon on 13 Nov.
AUTUMN = Days(
    rest=frozenset(date(2026, 9, d) for d in (25, 26, 27))
    | frozenset(date(2026, 10, d) for d in range(1, 8)),
    make_up=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
    official=frozenset({2026}),
)
OFFICE = Hours.weekly("08:30-12:00 14:30-17:30").on(date(2026, 11, 13), "08:30-12:00")
TIME = WorkTime(AUTUMN, OFFICE)
SECOND, NONE = timedelta(seconds=1), timedelta()


def at(text: str) -> datetime:
    """`11-05 09:30` of 2026 unless a year is given, in China."""
    return datetime.fromisoformat(text if text[4] == "-" else f"2026-{text}").replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("start", "span", "due"),
    [
        # working hours count only while open; art. 201: from the start itself
        ("11-05 09:30", "2wh", "11-05 11:30"),
        ("11-05 11:00", "2wh", "11-05 15:30"),  # over lunch
        ("11-05 11:00", "1wh", "11-05 12:00"),  # ends with the shift, not with the next
        ("11-05 12:00", "1wh", "11-05 15:30"),
        ("11-05 13:00", "0.5wh", "11-05 15:00"),  # starts at lunch
        ("11-05 07:00", "0.25wh", "11-05 08:45"),  # before opening
        ("11-05 17:30", "1wh", "11-06 09:30"),  # at closing
        ("11-06 17:00", "1wh", "11-09 09:00"),  # over the weekend
        ("11-07 10:00", "4wh", "11-09 15:00"),  # starts on a Saturday
        ("11-13 11:30", "1wh", "11-16 09:00"),  # the free afternoon
        ("09-30 17:00", "1wh", "10-08 09:00"),  # over National Day
        ("10-09 17:00", "1wh", "10-10 09:00"),  # into the make-up Saturday
        ("11-05 09:30:15", "1wh", "11-05 10:30:15"),
        # plain hours never move
        ("11-06 17:00", "24h", "11-07 17:00"),
        ("09-30 23:30", "1.5h", "10-01 01:00"),
        # working days: the day of start does not count, art. 201; close of business ends the last, art. 203
        ("11-05 00:00", "1wd", "11-06 17:30"),
        ("11-05 23:59:59", "1wd", "11-06 17:30"),
        ("11-06 09:00", "1wd", "11-09 17:30"),
        ("11-07 09:00", "1wd", "11-09 17:30"),
        ("11-12 09:00", "1wd", "11-13 12:00"),  # the last day closes at noon
        ("09-30 09:00", "3wd", "10-10 17:30"),  # 8, 9 and the make-up Saturday
        ("09-18 09:00", "1wd", "09-20 17:30"),  # a make-up Sunday
        ("09-24 09:00", "5wd", "10-09 17:30"),
        # calendar days: the last day moves off rest days, art. 203
        ("11-05 09:00", "15d", "11-20 17:30"),
        ("11-05 09:00", "2d", "11-09 17:30"),  # Saturday to Monday
        ("11-05 09:00", "3d", "11-09 17:30"),
        ("11-05 09:00", "4d", "11-09 17:30"),
        ("09-29 09:00", "2d", "10-08 17:30"),  # 1 October
        ("10-08 09:00", "2d", "10-10 17:30"),  # the make-up Saturday is no rest day
    ],
)
def test_due(start, span, due):
    assert TIME.due(at(start), Span.parse(span)).at == at(due)


@pytest.mark.parametrize(
    ("start", "span", "pauses", "due"),
    [
        ("11-05 09:00", "4wh", ["11-05 10:00 11-05 11:00"], "11-05 16:30"),
        ("11-05 09:00", "4wh", ["11-05 12:00 11-05 14:30"], "11-05 15:30"),  # nothing was open
        ("11-05 09:00", "4wh", ["11-05 15:30 11-05 16:00"], "11-05 15:30"),  # over before the pause
        ("11-05 09:00", "4wh", ["11-05 15:00 11-09 09:00"], "11-09 09:30"),
        ("11-05 09:00", "1wh", ["11-05 08:00 11-05 09:30"], "11-05 10:30"),  # paused before the start
        ("11-05 09:00", "24h", ["11-05 10:00 11-05 12:00", "11-05 11:00 11-05 13:00"], "11-06 12:00"),
        # the day does not count when its close of business lies in the pause
        ("11-05 09:00", "1wd", ["11-06 10:00 11-06 16:00"], "11-06 17:30"),
        ("11-05 09:00", "1wd", ["11-06 10:00 11-06 17:30"], "11-09 17:30"),
        ("11-05 09:00", "1wd", ["11-06 17:30 11-09 17:30"], "11-06 17:30"),  # closed before the pause
        ("11-05 09:00", "1wd", ["11-06 10:00 11-09 10:00"], "11-09 17:30"),
        ("11-05 09:00", "1wd", ["11-05 10:00 11-06 10:00"], "11-06 17:30"),  # day of start: no count, no loss
        ("11-03 09:00", "5wd", ["11-05 10:00 11-09 10:00"], "11-12 17:30"),
        # calendar days lose every day of the pause
        ("11-02 09:00", "10d", ["11-05 10:00 11-08 10:00"], "11-16 17:30"),  # the 15th is a Sunday
        ("11-02 09:00", "8d", ["11-05 10:00 11-08 10:00"], "11-13 12:00"),
        ("11-02 09:00", "8d", ["11-05 10:00 11-05 16:00", "11-09 09:00 11-10 09:00"], "11-11 17:30"),
        (
            "11-05 09:00",
            "2d",
            ["11-08 10:00 11-10 10:00"],
            "11-10 17:30",
        ),  # over on Saturday, Monday is paused
        ("11-05 09:00", "2d", ["11-08 10:00 11-09 17:30"], "11-10 17:30"),  # resumed at closing is too late
        ("11-05 09:00", "2d", ["11-09 17:30 11-10 10:00"], "11-09 17:30"),  # stopped at closing is too late
    ],
)
def test_due_with_pauses(start, span, pauses, due):
    stopped = [(at(pause[:11]), at(pause[12:])) for pause in pauses]
    assert TIME.due(at(start), Span.parse(span), stopped).at == at(due)
    elapsed = [
        TIME.elapsed(at(start), at(due) - wait, Span.parse(span).unit, stopped) for wait in (SECOND, NONE)
    ]
    assert elapsed[0] < Span.parse(span).amount <= elapsed[1]


@pytest.mark.parametrize(
    ("start", "span", "provisional"),
    [
        ("12-24 09:00", "5wd", False),
        ("12-25 09:00", "5wd", True),  # the first working day of a year without a notice
        ("12-31 16:30", "1wh", False),
        ("12-31 18:00", "1wh", True),
        ("12-31 09:00", "24h", False),  # plain hours know no calendar
        ("12-20 09:00", "11d", False),
        ("12-20 09:00", "12d", True),
        ("2025-12-31 18:00", "1wd", True),
        ("2031-05-06 10:00", "1wh", True),
    ],
)
def test_years_without_a_notice_are_provisional(start, span, provisional):
    assert TIME.due(at(start), Span.parse(span)).provisional is provisional


def test_official_years_need_not_be_unbroken():
    time = WorkTime(Days(official=frozenset({2020, 2021, 2023})), OFFICE)
    guessed = [time.due(at(f"{year}-12-30 09:00"), work_days(3)).provisional for year in range(2019, 2024)]
    assert guessed == [True, False, True, True, True]


def test_the_last_midnight_of_an_official_year_belongs_to_it():
    time = WorkTime(Days(official=frozenset({2026})), Hours.weekly("00:00-24:00"))
    assert time.due(at("12-30 09:00"), work_days(1)) == (at("2027-01-01 00:00"), False)


def test_a_table_of_nothing_is_monday_to_friday():
    time = WorkTime(Days(), Hours.weekly("09:00-17:00"))
    assert time.due(at("11-06 16:00"), work_hours(2)) == (at("11-09 10:00"), True)


@pytest.mark.parametrize(
    ("moment", "is_open", "next_open"),
    [
        ("11-05 08:29:59", False, "11-05 08:30"),
        ("11-05 08:30", True, "11-05 08:30"),
        ("11-05 11:59:59", True, "11-05 11:59:59"),
        ("11-05 12:00", False, "11-05 14:30"),
        ("11-13 12:00", False, "11-16 08:30"),
        ("10-10 10:00", True, "10-10 10:00"),
        ("10-01 10:00", False, "10-08 08:30"),
    ],
)
def test_opening(moment, is_open, next_open):
    assert TIME.is_open(at(moment)) is is_open
    assert TIME.next_open(at(moment)) == at(next_open)


def test_close_of_business():
    assert TIME.close_of(date(2026, 11, 12)) == at("11-12 17:30")
    assert TIME.close_of(date(2026, 11, 13)) == at("11-13 12:00")
    assert TIME.close_of(date(2026, 10, 10)) == at("10-10 17:30")
    assert TIME.close_of(date(2026, 11, 14)) is None
    assert WorkTime(Days(), Hours.weekly("00:00-24:00")).close_of(date(2026, 11, 13)) == at("11-14 00:00")


def test_working_days_for_display():
    assert TIME.working_days(at("11-05 08:30"), at("11-05 17:30")) == 1
    assert TIME.working_days(at("11-05 08:30"), at("11-06 12:00")) == pytest.approx(1 + 3.5 / 6.5)
    assert TIME.working_days(at("11-06 08:30"), at("11-05 08:30")) == 0
    longer = WorkTime(
        AUTUMN, OFFICE.since(date(2026, 12, 1), "08:00-12:00 14:00-18:00", *["08:00-09:00"] * 4)
    )
    assert longer.working_days(at("12-07 08:00"), at("12-07 18:00")) == 1
    assert [longer.day_seconds(at(day)) for day in ("11-30 23:59", "12-01 00:00")] == [6.5 * 3600, 8 * 3600]


def test_hours_change_on_their_day():
    time = WorkTime(AUTUMN, OFFICE.since(date(2026, 11, 9), "09:00-12:00", *["09:00-16:00"] * 4))
    assert time.due(at("11-06 17:00"), work_hours(4)).at == at("11-10 09:30")
    assert time.close_of(date(2026, 11, 6)) == at("11-06 17:30")
    assert time.close_of(date(2026, 11, 9)) == at("11-09 12:00")


def test_a_make_up_day_keeps_the_hours_of_the_weekday_chosen():
    hours_by_day = ("08:00-09:00", "08:00-10:00", "08:00-11:00", "08:00-12:00", "08:00-13:00")
    monday = Hours.weekly(*hours_by_day)
    assert WorkTime(AUTUMN, monday).close_of(date(2026, 10, 10)) == at("10-10 09:00")
    friday = Hours(monday.versions, make_up_as=4)
    assert WorkTime(AUTUMN, friday).close_of(date(2026, 10, 10)) == at("10-10 13:00")


def test_moments_of_any_zone_are_understood_and_cut_to_seconds():
    utc = datetime(2026, 11, 5, 1, 30, 0, 999_999, tzinfo=UTC)
    assert TIME.due(utc, work_hours(2)).at == at("11-05 11:30")
    assert TIME.elapsed(utc, utc + timedelta(hours=2), WORK_HOURS) == 7200


def test_many_at_once():
    starts = [at("11-05 09:30"), at("11-06 17:00")]
    assert TIME.due_many(starts, hours(24)) == [TIME.due(start, hours(24)) for start in starts]


def test_a_moment_without_a_zone_is_a_bug():
    with pytest.raises(ValueError, match="without a zone"):
        TIME.due(datetime(2026, 11, 5), work_hours(1))  # noqa: DTZ001


def test_a_pause_that_runs_backwards_is_a_bug():
    with pytest.raises(ValueError, match="before it starts"):
        TIME.due(at("11-05 09:30"), work_hours(1), [(at("11-05 11:00"), at("11-05 10:00"))])


# -- against the slow model ------------------------------------------------------------------------------------------

FIRST = date(2026, 1, 5)


def dates(first=0, last=80):
    return st.integers(first, last).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def day_hours(draw, least=1):
    """One to three shifts at whole minutes, midnight to midnight at most."""
    bounds = sorted(draw(st.sets(st.integers(0, 24 * 60), min_size=2 * least, max_size=6)))
    return tuple(zip(bounds[::2], bounds[1::2], strict=False))


@st.composite
def tables(draw):
    """Random days with long runs of rest, and hours with lunch breaks, free days and a change of version."""
    run = draw(dates(0, 60))
    rest = draw(st.sets(dates(), max_size=12)) | {
        run + timedelta(days=n) for n in range(draw(st.integers(0, 20)))
    }
    make_up = draw(st.sets(dates(), max_size=6)) - rest
    free = st.just(())
    week = st.tuples(day_hours(), *[st.one_of(free, day_hours(), day_hours())] * 4)
    starts = sorted(draw(st.sets(dates(), max_size=2)))
    versions = [(date.min, draw(week)), *((start, draw(week)) for start in starts)]
    special = draw(st.dictionaries(dates(), st.one_of(free, day_hours()), max_size=4))
    return (
        Days(frozenset(rest), frozenset(make_up)),
        Hours(tuple(versions), tuple(sorted(special.items())), draw(st.integers(0, 4))),
    )


def moments(first=-30, last=120):
    begin = datetime(2026, 1, 5, tzinfo=CHINA)
    seconds = st.integers(first * 86_400, last * 86_400)
    minutes = st.integers(first * 1440, last * 1440).map(lambda n: n * 60)
    return st.one_of(seconds, minutes).map(lambda n: begin + timedelta(seconds=n))


SPANS = st.one_of(
    st.integers(1, 120).map(lambda n: Span(n / 4, WORK_HOURS)),
    st.integers(1, 400).map(lambda n: Span(n / 4, HOURS)),
    st.integers(1, 25).map(work_days),
    st.integers(1, 40).map(days),
)
PAUSES = st.lists(st.tuples(moments(), moments()).map(lambda pair: (min(pair), max(pair))), max_size=3)


@given(tables(), moments(), SPANS)
@LONG
def test_due_agrees_with_the_slow_model(table, start, span):
    assert WorkTime(*table).due(start, span).at == SlowWorkTime(*table).due(start, span, [])


@given(tables(), moments(), SPANS, PAUSES)
@LONG
def test_due_with_pauses_agrees_with_the_slow_model(table, start, span, pauses):
    assert WorkTime(*table).due(start, span, pauses).at == SlowWorkTime(*table).due(start, span, pauses)


@given(tables(), moments(), SPANS, PAUSES, st.one_of(st.integers(-3, 3), st.integers(-2_000_000, 2_000_000)))
@LONG
def test_due_and_elapsed_agree(table, start, span, pauses, seconds):
    time = WorkTime(*table)
    due = time.due(start, span, pauses).at
    end = due + timedelta(seconds=seconds, microseconds=1)
    assert (due <= end) == (span.amount <= time.elapsed(start, end, span.unit, pauses))


@given(tables(), moments(), moments())
@LONG
def test_working_seconds_agree_with_the_slow_model(table, start, end):
    assert WorkTime(*table).working_seconds(start, end) == SlowWorkTime(*table).worked(start, end)


@given(tables(), moments())
@LONG
def test_openings_agree_with_the_slow_model(table, moment):
    time, slow = WorkTime(*table), SlowWorkTime(*table)
    shifts = [shift for n in range(120) for shift in slow.openings(moment.date() + timedelta(days=n))]
    assert time.is_open(moment) == any(begin <= moment < end for begin, end in shifts)
    assert time.next_open(moment) == min(max(begin, moment) for begin, end in shifts if end > moment)
    assert time.close_of(moment.date()) == slow.close(moment.date())


@given(tables(), moments(), moments(), SPANS, PAUSES)
@LONG
def test_a_later_start_is_never_due_earlier(table, one, other, span, pauses):
    time = WorkTime(*table)
    assert time.due(min(one, other), span, pauses).at <= time.due(max(one, other), span, pauses).at


@given(tables(), moments(), SPANS, SPANS, PAUSES)
@LONG
def test_a_longer_span_is_never_due_earlier(table, start, one, other, pauses):
    time = WorkTime(*table)
    shorter, longer = sorted([one.n, other.n])
    unit = one.unit if one.n % 1 == other.n % 1 == 0 else WORK_HOURS
    assert time.due(start, Span(shorter, unit), pauses).at <= time.due(start, Span(longer, unit), pauses).at


@given(
    tables(), moments(), moments(), moments(), st.sampled_from([WORK_HOURS, WORK_DAYS, HOURS, DAYS]), PAUSES
)
@LONG
def test_what_has_elapsed_never_shrinks(table, start, one, other, unit, pauses):
    time = WorkTime(*table)
    earlier = time.elapsed(start, min(one, other), unit, pauses)
    assert 0 <= earlier <= time.elapsed(start, max(one, other), unit, pauses)


@given(tables(), SPANS, st.integers(1900, 2200), st.integers(0, 366))
@example((Days(), Hours.weekly("00:00-24:00")), work_days(1), 1900, 0)
@LONG
def test_far_from_the_table_weeks_repeat(table, span, year, day):
    start = datetime(year, 1, 1, 10, tzinfo=CHINA) + timedelta(days=day)
    time, slow = WorkTime(*table), SlowWorkTime(*table)
    due = time.due(start, span).at
    assert due == slow.due(start, span, [])
    assert time.elapsed(start, due, span.unit) >= span.amount


@given(tables(), st.lists(moments(), max_size=5), SPANS)
@LONG
def test_a_pause_that_is_over_before_or_begins_after_changes_nothing(table, outside, span):
    time, start = WorkTime(*table), datetime(2026, 2, 2, 10, tzinfo=CHINA)
    due = time.due(start, span).at
    pauses = [
        (moment, moment + timedelta(hours=1))
        for moment in outside
        if moment >= due or moment + timedelta(hours=1) <= start
    ]
    assert time.due(start, span, pauses).at == due
