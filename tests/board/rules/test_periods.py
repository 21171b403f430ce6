"""Periods: whole months and loose days cover every day once; earlier periods have the same days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linli.board.rules.periods import Period, back, month_of, so_far

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@given(DAYS, st.integers(0, 800))
def test_parts_cover_every_day_once(first, length):
    period = Period(first, first + timedelta(days=length))
    months, loose = period.parts()
    found = [day for start, end in loose for day in Period(start, end).days()]
    if months is not None:
        assert months[0].day == months[1].day == 1
        found += Period(months[0], months[1] - timedelta(days=1)).days()
    assert sorted(found) == period.days()


def test_the_same_days_of_earlier_months():
    assert so_far(date(2026, 11, 25)).last_month() == Period(date(2026, 10, 1), date(2026, 10, 25))
    assert month_of(date(2026, 3, 9)).last_month() == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert month_of(date(2026, 2, 9)).last_year() == Period(date(2025, 2, 1), date(2025, 2, 28))
    assert Period(date(2026, 5, 31), date(2026, 5, 31)).last_month().last == date(2026, 4, 30)
    assert back(date(2026, 1, 31), 2) == date(2025, 11, 30)
