"""Which days are worked, and from when to when an area is open."""

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, pairwise

WEEKEND = (5, 6)

Openings = tuple[tuple[int, int], ...]
"""One day's openings and closings in minutes after midnight, in order; empty means closed."""

_OPENING = re.compile(r"([0-9]{2}):([0-5][0-9])-([0-9]{2}):([0-5][0-9])")


@dataclass(frozen=True)
class Days:
    """The country's days: Monday to Friday is worked, except where an official notice says otherwise.

    rest, make_up: the dates the notices name as rest and as make-up work.
    official: the years for which a notice was entered; all other years are Monday to Friday by guess.
    A year without any working day is a ValueError.
    """

    rest: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()
    official: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if both := self.rest & self.make_up:
            raise ValueError(f"rest and work at once: {min(both)}")
        for year in {on.year for on in self.rest}:
            numbers = range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
            if not any(self.works(date.fromordinal(number)) for number in numbers):
                raise ValueError(f"no working day in {year}")

    def works(self, on: date) -> bool:
        """Whether the country works on that date."""
        return on in self.make_up or (on.weekday() not in WEEKEND and on not in self.rest)


def openings(text: str) -> Openings:
    """Read one day's hours, `08:30-12:00 14:30-17:30`; the empty text is a closed day, 24:00 may end it."""
    times: list[tuple[int, int]] = []
    for part in text.split():
        found = _OPENING.fullmatch(part)
        if found is None:
            raise ValueError(f"not an opening: {part!r}")
        times.append((int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])))
    if any(a >= b for a, b in pairwise([-1, *chain(*times), 24 * 60 + 1])):
        raise ValueError(f"times of a day must rise: {text!r}")
    return tuple(times)


@dataclass(frozen=True)
class Hours:
    """The working hours of one area; equal hours are equal values, so they can share a compiled WorkTime.

    versions: (valid from, openings of Monday to Friday), rising; the first holds for all time before, too.
    special: dates with their own openings, over everything else: a closed afternoon, a local holiday, an open
        Saturday. A date on which the area opens at all is a working day of the area, any other is not.
    make_up_as: the weekday (Monday is 0) whose openings a make-up working day keeps.
    """

    versions: tuple[tuple[date, tuple[Openings, ...]], ...]
    special: tuple[tuple[date, Openings], ...] = ()
    make_up_as: int = 0

    def __post_init__(self) -> None:
        if not self.versions or any(a[0] >= b[0] for a, b in pairwise(self.versions)):
            raise ValueError("versions of hours must follow one another")
        if any(len(week) != WEEKEND[0] or not any(week) for _, week in self.versions):
            raise ValueError("an area must open on some day from Monday to Friday")

    @classmethod
    def weekly(cls, *texts: str) -> "Hours":
        """Hours without end: one text for every weekday, or five for Monday to Friday (see `openings`)."""
        return cls(((date.min, _week(texts)),))

    def since(self, start: date, *texts: str) -> "Hours":
        """The same with other hours from that date on, until the next version."""
        versions = {**dict(self.versions), start: _week(texts)}
        return replace(self, versions=tuple(sorted(versions.items())))

    def on(self, when: date, text: str) -> "Hours":
        """The same with that date's own openings."""
        special = {**dict(self.special), when: openings(text)}
        return replace(self, special=tuple(sorted(special.items())))


def _week(texts: tuple[str, ...]) -> tuple[Openings, ...]:
    return tuple(openings(text) for text in (texts * 5 if len(texts) == 1 else texts))
