"""Hours as people type them, and how an area's own hours join those above it."""

from datetime import date

import pytest

from linli.kernel.hours import openings
from linli.kernel.refusal import Refusal
from linli.places.rules.opening_hours import (
    Version,
    as_text,
    merged,
    read_special,
    tidy_hours,
    tidy_special,
    tidy_week,
    week_on,
)

USUAL = "08:30-12:00 14:00-18:00"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("08:30-12:00 14:00-18:00", USUAL),
        ("8:30-12:00，14:00-18:00", USUAL),
        ("８：３０～１２：００、１４：００～１８：００", USUAL),
        ("8:30至12:00; 14:00 — 18:00", USUAL),
        ("08:30-12:00/14:00-18:00", USUAL),
        ("休", ""),
        ("rest", ""),
        ("Closed", ""),
        ("  ", ""),
        ("0:00-24:00", "00:00-24:00"),
    ],
)
def test_hours_are_tidied(typed, kept):
    assert tidy_hours(typed, field="monday") == kept


@pytest.mark.parametrize(
    "typed", ["九点到五点", "18:00-08:30", "08:30", "08:30-12:60", "25:00-26:00", "1-2", "²:30-9:00"]
)
def test_what_is_no_hours_is_refused_at_its_field(typed):
    with pytest.raises(Refusal) as refused:
        tidy_hours(typed, field="friday")
    assert refused.value.code == "hours_unreadable"
    assert refused.value.facts["field"] == "friday"


def test_a_week_opens_on_some_day_and_has_five():
    assert tidy_week([USUAL] * 4 + [""]) == [USUAL] * 4 + [""]
    with pytest.raises(Refusal, match="week_closed"):
        tidy_week(["休"] * 5)
    with pytest.raises(Refusal, match="week_incomplete"):
        tidy_week([USUAL] * 4)


def test_single_dates_are_read_a_line_each():
    found = read_special("2026-12-31 8:30-12:00\n\n 2027年1月4日 \n2027/2/1 休")
    assert found == {"2026-12-31": "8:30-12:00", "2027-01-04": "", "2027-02-01": "休"}
    assert tidy_special(found, date(2026, 12, 1)) == {
        "2026-12-31": "08:30-12:00",
        "2027-01-04": "",
        "2027-02-01": "",
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("除夕 休", "special_unreadable"),
        ("2026-02-30 休", "special_unreadable"),
        ("2026-12-31\n2026-12-31 休", "special_twice"),
        ("\n".join(f"2027-{m:02d}-{d:02d}" for m in (1, 2, 3) for d in range(1, 29)), "special_too_many"),
    ],
)
def test_lines_without_sense_are_refused(text, code):
    with pytest.raises(Refusal, match=code):
        read_special(text)


def test_a_single_date_lies_after_its_version_begins():
    with pytest.raises(Refusal, match="special_before"):
        tidy_special({"2026-11-30": ""}, date(2026, 12, 1))


def version(since: date, text: str, special: dict[date, str] | None = None) -> Version:
    return Version(
        since, (openings(text),) * 5, tuple((on, openings(one)) for on, one in (special or {}).items())
    )


def test_until_its_own_first_day_an_area_keeps_its_parents_hours():
    street = [version(date(2026, 1, 1), "09:00-17:00")]
    community = [version(date(2026, 6, 1), "10:00-16:00")]
    hours = merged(USUAL, [street, community])
    assert as_text(week_on(hours, date(2025, 12, 31))[0]) == USUAL
    assert as_text(week_on(hours, date(2026, 5, 31))[0]) == "09:00-17:00"
    assert as_text(week_on(hours, date(2026, 6, 1))[4]) == "10:00-16:00"


def test_a_single_date_holds_below_unless_something_nearer_says_otherwise():
    day, other, third = date(2026, 8, 1), date(2026, 8, 2), date(2026, 8, 3)
    street = [version(date(2026, 1, 1), "09:00-17:00", {day: "", other: ""})]
    community = [version(date(2026, 6, 1), "10:00-16:00", {other: "10:00-11:00", third: ""})]
    special = dict(merged(USUAL, [street, community]).special)
    assert special == {day: (), other: openings("10:00-11:00"), third: ()}


def test_a_later_version_is_a_whole_statement():
    first = version(date(2026, 1, 1), "09:00-17:00", {date(2026, 7, 1): "", date(2026, 9, 1): ""})
    second = version(date(2026, 8, 1), "09:00-16:00")
    assert dict(merged(USUAL, [[first, second]]).special) == {date(2026, 7, 1): ()}


def test_equal_hours_are_equal_values_so_they_share_what_is_compiled():
    one = [version(date(2026, 1, 1), "09:00-17:00")]
    assert merged(USUAL, [one]) == merged(USUAL, [list(one)])
    assert hash(merged(USUAL, [one])) == hash(merged(USUAL, [list(one)]))
