"""Days and hours in force, compiled once and kept until an edit."""

from datetime import date

from linli.kernel.hours import Days, Hours, openings
from linli.kernel.models import Day, DayNotice
from linli.kernel.stamp import Kept
from linli.kernel.terms import DayKind
from linli.kernel.worktime import WorkTime

from ..models import Hours as HoursRow

DAYS, HOURS = "days", "hours"
USUAL = "08:30-12:00 14:00-18:00"
"""Where nobody has entered hours: eight to six with a noon break of two hours, as most offices keep."""


def _days() -> Days:
    rows = Day.objects.values_list("on", "kind")
    marked = {
        kind: frozenset(on for on, its in rows if its == kind) for kind in (DayKind.REST, DayKind.MAKE_UP)
    }
    years = frozenset(DayNotice.objects.values_list("year", flat=True))
    return Days(rest=marked[DayKind.REST], make_up=marked[DayKind.MAKE_UP], official=years)


def _hours() -> dict[int | None, Hours]:
    found: dict[int | None, Hours] = {None: Hours.weekly(USUAL)}
    own: set[int | None] = set()
    for row in HoursRow.objects.order_by("area_id", "since"):
        key = row.area_id
        week = [str(text) for text in row.week]
        if key in own:
            found[key] = found[key].since(row.since, *week)
        else:
            found[key] = Hours(((row.since, tuple(openings(text) for text in week)),))
            own.add(key)
        for on, text in row.special.items():
            found[key] = found[key].on(date.fromisoformat(on), text)
    return found


_kept_days = Kept(_days, DAYS)
_kept_hours = Kept(_hours, HOURS)
_compiled: Kept[dict[Hours, WorkTime]] = Kept(dict, DAYS, HOURS)


def days_in_force() -> Days:
    """The country's days by the notices entered so far."""
    return _kept_days.get()


def official_years() -> frozenset[int]:
    """Years with an official notice; all others are provisional."""
    return days_in_force().official


def hours_of(path: str) -> Hours:
    """The hours of the nearest area on the path that has own ones."""
    known = _kept_hours.get()
    for part in reversed(path.strip("/").split("/")):
        if part and int(part) in known:
            return known[int(part)]
    return known[None]


def work_time(path: str) -> WorkTime:
    """Working time of an area: the country's days with its hours."""
    kept = _compiled.get()
    hours = hours_of(path)
    found = kept.get(hours)
    if found is None:
        found = kept[hours] = WorkTime(days_in_force(), hours)
    return found
