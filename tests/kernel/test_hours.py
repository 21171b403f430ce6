"""Days and hours: how they are written, and what cannot be meant."""

from datetime import date, timedelta

import pytest

from linli.kernel.hours import Days, Hours, openings


def test_openings_are_read():
    assert openings("08:30-12:00 14:30-24:00") == ((510, 720), (870, 1440))
    assert openings("") == ()


@pytest.mark.parametrize(
    "text",
    [
        "8:30-12:00",
        "08:30",
        "08:60-12:00",
        "12:00-08:30",
        "08:00-10:00 10:00-12:00",
        "08:00-24:01",
        "08:00-08:00",
    ],
)
def test_other_openings_are_refused(text):
    with pytest.raises(ValueError, match=r"opening|rise"):
        openings(text)


def test_hours_are_built_step_by_step_and_compare_by_value():
    summer = Hours.weekly("08:30-12:00 14:30-17:30").since(date(2026, 6, 1), "08:00-12:00 15:00-18:00")
    again = Hours.weekly("08:30-12:00 14:30-17:30").since(date(2026, 6, 1), "08:00-12:00 15:00-18:00")
    assert summer == again
    assert hash(summer) == hash(again)
    assert summer.on(date(2026, 3, 8), "08:30-12:00") != again
    replaced = summer.since(date(2026, 6, 1), "09:00-17:00")
    assert [since for since, _ in replaced.versions] == [date.min, date(2026, 6, 1)]


@pytest.mark.parametrize(
    "texts", [(), ("", "", "", "", ""), ("",), ("08:00-09:00",) * 4, ("08:00-09:00",) * 7]
)
def test_an_area_that_never_opens_is_refused(texts):
    with pytest.raises(ValueError, match="must open"):
        Hours.weekly(*texts)


def test_versions_must_follow_one_another():
    week = Hours.weekly("08:00-12:00").versions[0][1]
    with pytest.raises(ValueError, match="follow"):
        Hours(((date(2026, 2, 1), week), (date(2026, 1, 1), week)))
    with pytest.raises(ValueError, match="follow"):
        Hours(())


def test_a_day_works_by_weekday_and_notice():
    table = Days(rest=frozenset({date(2026, 10, 1)}), make_up=frozenset({date(2026, 10, 10)}))
    worked = [table.works(date(2026, 10, day)) for day in (1, 2, 3, 9, 10, 11)]
    assert worked == [False, True, False, True, True, False]


def test_a_year_without_a_working_day_is_refused():
    year = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(365))
    with pytest.raises(ValueError, match="no working day in 2026"):
        Days(rest=year)
    Days(rest=year - {date(2026, 12, 31)})


def test_a_day_cannot_be_both():
    with pytest.raises(ValueError, match="2026-10-10"):
        Days(rest=frozenset({date(2026, 10, 10)}), make_up=frozenset({date(2026, 10, 10)}))
