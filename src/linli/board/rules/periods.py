"""Periods of figures: days from the first to the last, the whole months in them, and what they are compared with."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_MONTH, _YEAR = re.compile(r"(\d{4})-(\d{2})"), re.compile(r"(\d{4})")
_STRETCH = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")
YEARS = range(1990, 2200)
LONGEST = timedelta(days=3_660)
"""Ten years: what is asked month by month must have an end."""


@dataclass(frozen=True)
class Period:
    """From a day to a day; both belong to it."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")

    @property
    def is_month(self) -> bool:
        """True for one whole month."""
        return (
            self.first.day == 1 and self.last == month_end(self.first) and same_month(self.first, self.last)
        )

    def days(self) -> list[date]:
        """Every day of it."""
        return [self.first + timedelta(days=at) for at in range((self.last - self.first).days + 1)]

    def parts(self) -> tuple[tuple[date, date] | None, list[tuple[date, date]]]:
        """The whole months inside as first days (from, before), and the stretches of days around them."""
        start = self.first if self.first.day == 1 else next_month(self.first)
        end = next_month(self.last) if self.last == month_end(self.last) else self.last.replace(day=1)
        if start >= end:
            return None, [(self.first, self.last)]
        loose = []
        if self.first < start:
            loose.append((self.first, start - timedelta(days=1)))
        if end <= self.last:
            loose.append((end, self.last))
        return (start, end), loose

    def last_month(self) -> "Period":
        """The same days of the month before; a day that month does not have is its last."""
        return self._moved(1)

    def last_year(self) -> "Period":
        """The same days of the year before."""
        return self._moved(12)

    def _moved(self, months: int) -> "Period":
        whole = self.last == month_end(self.last) and self.first.day == 1
        first, last = back(self.first, months), back(self.last, months)
        return Period(first, month_end(last) if whole else last)


def back(day: date, months: int) -> date:
    """The same day so many months before, or that month's last."""
    at = day.year * 12 + day.month - 1 - months
    year, month = at // 12, at % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def month_end(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def next_month(day: date) -> date:
    """The first day of the month after."""
    return month_end(day) + timedelta(days=1)


def same_month(one: date, other: date) -> bool:
    """True for two days of one month."""
    return (one.year, one.month) == (other.year, other.month)


def month_of(day: date) -> Period:
    """The whole month of a day."""
    return Period(day.replace(day=1), month_end(day))


def so_far(day: date) -> Period:
    """From the first of the month to the day."""
    return Period(day.replace(day=1), day)


def days_of(word: str) -> Period | None:
    """2026-11, 2026, or 2026-11-01..2026-11-25, ten years at most; None for anything else."""
    try:
        if found := _STRETCH.fullmatch(word):
            period = Period(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
        elif found := _MONTH.fullmatch(word):
            period = month_of(date(int(found[1]), int(found[2]), 1))
        elif found := _YEAR.fullmatch(word):
            period = Period(date(int(found[1]), 1, 1), date(int(found[1]), 12, 31))
        else:
            return None
    except ValueError:
        return None
    fits = period.first.year in YEARS and period.last.year in YEARS
    return period if fits and period.last - period.first <= LONGEST else None
