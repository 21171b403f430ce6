"""Days and hours in force, compiled once and kept until an edit."""

from collections import OrderedDict, defaultdict
from datetime import date
from threading import Lock
from typing import NamedTuple

from linli.kernel.days import DayChanges, DayRow, DaySheet, diff
from linli.kernel.hours import Days, Hours, openings
from linli.kernel.models import Day, DayNotice
from linli.kernel.stamp import Kept
from linli.kernel.terms import DayKind
from linli.kernel.worktime import WorkTime

from ..models import Hours as HoursRow
from ..rules.opening_hours import Version, merged

DAYS, HOURS = "days", "hours"
USUAL = "08:30-12:00 14:00-18:00"
"""Where nobody has entered hours: eight to six with a noon break of two hours, as most offices keep."""

MOST_COMPILED = 16
"""How many different hours are kept compiled; one takes 1.3 MB."""


def _days() -> Days:
    rows = Day.objects.values_list("on", "kind")
    marked = {
        kind: frozenset(on for on, its in rows if its == kind) for kind in (DayKind.REST, DayKind.MAKE_UP)
    }
    years = frozenset(DayNotice.objects.filter(official=True).values_list("year", flat=True))
    return Days(rest=marked[DayKind.REST], make_up=marked[DayKind.MAKE_UP], official=years)


def _versions() -> dict[int | None, list[Version]]:
    found: dict[int | None, list[Version]] = defaultdict(list)
    for row in HoursRow.objects.order_by("area_id", "since"):
        special = tuple((date.fromisoformat(on), openings(text)) for on, text in row.special.items())
        week = tuple(openings(str(text)) for text in row.week)
        found[row.area_id].append(Version(row.since, week, special))
    return dict(found)


class _Compiled:
    """Compiled working times by hours: those used last, a fixed number of them."""

    def __init__(self) -> None:
        self._held: OrderedDict[Hours, WorkTime] = OrderedDict()
        self._lock = Lock()

    def of(self, hours: Hours) -> WorkTime:
        with self._lock:
            found = self._held.get(hours)
            if found is not None:
                self._held.move_to_end(hours)
                return found
        made = WorkTime(days_in_force(), hours)
        with self._lock:
            self._held[hours] = made
            while len(self._held) > MOST_COMPILED:
                self._held.popitem(last=False)
        return made


_Chain = tuple[int | None, ...]

_kept_days = Kept(_days, DAYS)
_kept_versions = Kept(_versions, HOURS)
_kept_merged: Kept[dict[_Chain, Hours]] = Kept(dict, HOURS)
_compiled = Kept(_Compiled, DAYS, HOURS)


def days_in_force() -> Days:
    """The country's days by the notices entered so far."""
    return _kept_days.get()


def official_years() -> frozenset[int]:
    """Years with an official notice; all others are provisional."""
    return days_in_force().official


def hours_of(path: str) -> Hours:
    """The hours that hold at a path: the area's own from their first day on, before that those above it."""
    known = _kept_versions.get()
    ids: list[int | None] = [None, *(int(part) for part in path.strip("/").split("/") if part)]
    chain = tuple(one for one in ids if one in known)
    merges = _kept_merged.get()
    found = merges.get(chain)
    if found is None:
        found = merges[chain] = merged(USUAL, [known[one] for one in chain])
    return found


def work_time(path: str) -> WorkTime:
    """Working time of an area: the country's days with its hours."""
    return _compiled.get().of(hours_of(path))


class NoticeYear(NamedTuple):
    """A year of the calendar. official: its whole notice is entered; source: where it was published."""

    year: int
    official: bool
    source: str


def notice_years() -> list[NoticeYear]:
    """The years with rows, in order; one query."""
    return [
        NoticeYear(*row)
        for row in DayNotice.objects.order_by("year").values_list("year", "official", "source")
    ]


def day_rows(*, year: int | None = None) -> list[DayRow]:
    """The rows of all notices in date order, or the dates of one year; one query."""
    found = Day.objects.order_by("on")
    if year is not None:
        found = found.filter(on__year=year)
    rows = found.values_list("on", "kind", "name", "notice_id")
    return [DayRow(on, DayKind(kind), name, notice) for on, kind, name, notice in rows]


def day_changes(sheet: DaySheet) -> DayChanges:
    """What a sheet would change in the calendar; two queries."""
    return diff(day_rows(), sheet, official_years())
