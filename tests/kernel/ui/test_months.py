"""A year on one sheet."""

from datetime import date, timedelta

import pytest

from linli.kernel.ui.months import Mark, months, stretches


@pytest.mark.parametrize("year", [1990, 2024, 2026, 2027, 2100])
def test_every_day_stands_once_under_its_weekday(year):
    found = []
    for month in months(year, {}):
        for week in month.weeks:
            assert len(week) == 7
            for weekday, day in enumerate(week):
                if day.number:
                    on = date(year, month.number, day.number)
                    assert on.weekday() == weekday
                    assert day.css == ("weekend" if weekday >= 5 else "")
                    found.append(on)
    assert found == [
        date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    ]


def test_marks_carry_a_character_and_a_name():
    rest = date(2026, 10, 1)
    day = months(2026, {rest: Mark("rest", "休", "国庆节")}, today=rest)[9].weeks[0][3]
    assert (day.number, day.css, day.word, day.name, day.today) == (1, "rest", "休", "国庆节", True)


def test_days_join_into_stretches():
    days = [date(2026, 10, n) for n in (3, 1, 2, 10, 2)]
    assert stretches(days) == [
        (date(2026, 10, 1), date(2026, 10, 3)),
        (date(2026, 10, 10), date(2026, 10, 10)),
    ]
    assert stretches([]) == []
