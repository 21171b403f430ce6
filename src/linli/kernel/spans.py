"""Lengths of time as rules state them: 4 working hours, 5 working days, 24 hours, 15 days."""

import re
from dataclasses import dataclass, field
from enum import Enum


class Unit(Enum):
    """What a span is counted in; the value is the ending of its short code."""

    WORK_HOURS = "wh"
    WORK_DAYS = "wd"
    HOURS = "h"
    DAYS = "d"


WORK_HOURS, WORK_DAYS, HOURS, DAYS = Unit  # plain names: an attribute of an enumeration is slow to read


_HOURLY = {WORK_HOURS, HOURS}
_LABELS = {
    "zh": {WORK_HOURS: "{n}个工作小时", WORK_DAYS: "{n}个工作日", HOURS: "{n}小时", DAYS: "{n}天"},
    "en": {
        WORK_HOURS: "{n} working hour{s}",
        WORK_DAYS: "{n} working day{s}",
        HOURS: "{n} hour{s}",
        DAYS: "{n} day{s}",
    },
}
_CODE = re.compile(r"([0-9]{1,5}(?:\.(?:25|5|75))?)(wh|wd|h|d)")

LONGEST = 10_000
"""The largest number a span may hold: 27 years of days, 5 years of working hours."""


@dataclass(frozen=True)
class Span:
    """A length of time.

    n: whole days, or hours in steps of a quarter (0.25 is 15 minutes); above 0, at most LONGEST.
    amount: the same as the whole number that is computed with, seconds for hours and days for days.
    """

    n: int | float
    unit: Unit
    amount: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not (0 < self.n <= LONGEST and self.n * 4 % (1 if self.unit in _HOURLY else 4) == 0):
            raise ValueError(f"not a span: {self.n} {self.unit.value}")
        object.__setattr__(self, "amount", int(self.n * 3600) if self.unit in _HOURLY else int(self.n))

    @classmethod
    def parse(cls, code: str) -> "Span":
        """Read a short code: `4wh`, `0.5h`, `5wd`, `15d`. Anything else is a ValueError."""
        found = _CODE.fullmatch(code)
        if found is None:
            raise ValueError(f"not a span: {code!r}")
        return cls(float(found[1]), Unit(found[2]))

    @property
    def code(self) -> str:
        """The stable short code for storage; `parse` reads it back."""
        return f"{self.n:g}{self.unit.value}"

    def label(self, lang: str = "zh") -> str:
        """Words for the screen, such as 4个工作小时 or 1 working day; lang: the reader's language."""
        words = _LABELS["en" if lang.startswith("en") else "zh"]
        return words[self.unit].format(n=f"{self.n:g}", s="" if self.n == 1 else "s")


def work_hours(n: float) -> Span:
    """A span of n working hours."""
    return Span(n, WORK_HOURS)


def work_days(n: int) -> Span:
    """A span of n working days."""
    return Span(n, WORK_DAYS)


def hours(n: float) -> Span:
    """A span of n hours by the wall clock."""
    return Span(n, HOURS)


def days(n: int) -> Span:
    """A span of n calendar days."""
    return Span(n, DAYS)
