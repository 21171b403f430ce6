"""A year on one sheet: twelve months of weeks, each day marked by more than its colour. Pure."""

from calendar import Calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

_WEEKS = Calendar()  # Monday first, as offices count


class Mark(NamedTuple):
    """What is said of a date. kind: rest or makeup; word: one character in the cell; name: for readers and lists."""

    kind: str
    word: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the sheet; number 0 is an empty place before the first or after the last."""

    number: int
    css: str = ""
    word: str = ""
    name: str = ""
    today: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A month by weeks from Monday."""

    number: int
    weeks: tuple[tuple[DayCell, ...], ...]


def months(year: int, marks: Mapping[date, Mark], today: date | None = None) -> list[Month]:
    """The twelve months of a year with their marks; days without a mark are plain or weekend by their weekday."""
    return [
        Month(
            number,
            tuple(
                tuple(_cell(on, number, marks.get(on), on == today) for on in week)
                for week in _WEEKS.monthdatescalendar(year, number)
            ),
        )
        for number in range(1, 13)
    ]


def _cell(on: date, month: int, mark: Mark | None, today: bool) -> DayCell:
    if on.month != month:
        return DayCell(0)
    if mark is None:
        return DayCell(on.day, "weekend" if on.weekday() >= 5 else "", today=today)
    return DayCell(on.day, mark.kind, mark.word, mark.name, today)


def stretches(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days joined into runs without a gap, first and last of each."""
    found: list[tuple[date, date]] = []
    ordered = sorted(set(days))
    start = ordered[0] if ordered else None
    for one, after in pairwise((*ordered, None)):
        if start is not None and one is not None and (after is None or (after - one).days > 1):
            found.append((start, one))
            start = after
    return found
