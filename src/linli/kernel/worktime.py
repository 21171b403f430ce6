"""Working time: when a span ends and how much of it has run, by the Civil Code's rules for periods.

Values in, values out. The country's days and an area's hours are compiled once into counts that rise with
time (seconds worked, closings passed); an answer is one or two binary searches. Moments are cut to whole
seconds.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta, timezone
from itertools import accumulate
from typing import NamedTuple

from .hours import WEEKEND, Days, Hours, Openings
from .spans import DAYS, HOURS, WORK_DAYS, WORK_HOURS, Span, Unit

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The one zone of the country; no summer time since 1991."""

DAY = 86_400
WEEK = 7 * DAY

Pause = tuple[datetime, datetime]
"""From when to when a clock stood still."""

_ORIGIN = datetime(2001, 1, 1, tzinfo=CHINA)  # a Monday: the number of a day modulo 7 is its weekday
_ORIGIN_DAY = _ORIGIN.toordinal()
_ORIGIN_SECONDS = int(_ORIGIN.timestamp())


class Due(NamedTuple):
    """When a span ends, in China time.

    provisional: the answer leans on a year whose official notice has not been entered.
    """

    at: datetime
    provisional: bool


class WorkTime:
    """The country's days and an area's hours, compiled for questions about time.

    What is compiled runs from a plain week before the first date out of the ordinary to a plain week after
    the last. Outside, these two weeks repeat for ever: no question falls off the table, none takes longer.
    """

    def __init__(self, days: Days, hours: Hours) -> None:
        first, last = _stretch(days, hours)
        shifts: list[tuple[int, int]] = []
        closes: list[int] = []
        for day, times in _open_days(days, hours, first, last):
            shifts += ((day * DAY + start * 60, day * DAY + end * 60) for start, end in times)
            closes.append(shifts[-1][1])
        self._worked = _Worked(first * DAY, (last + 1) * DAY, shifts)
        self._closed = _Closed(first * DAY, (last + 1) * DAY, closes)
        self._official = _bounds(days.official)
        self._standard = [(_day(since) * DAY, max(map(_length, week))) for since, week in hours.versions]

    def due(self, start: datetime, span: Span, pauses: Iterable[Pause] = ()) -> Due:
        """When the span that starts then is over.

        Hours run from the start itself, working hours only while the area is open (Civil Code art. 201). Days
        run from the day after the start (art. 201) and end with the close of business (art. 203): n working
        days with that of the n-th working day; n calendar days with that of the last day or, where the area
        rests on it, of its next working day.

        What passes in a pause is not counted: hours lose its seconds, days lose each day whose close of
        business (24:00 where the area rests) lies in it. So a pause from the 5th to the 8th stops three days
        and one within office hours none, so that breaks within a day cannot add up to days. Nothing ends within
        a pause: a last day that closes in one gives way to the next close after it.
        """
        begun, unit = _seconds(start), span.unit
        count, origin = self._counting(unit, begun)
        goal = origin + span.amount
        at = self._ending(unit, goal)
        for stop, resume in _stops(pauses) if pauses else ():
            if at <= stop:
                break
            counted = max(origin, count(stop))
            if counted < goal:
                goal += max(origin, count(resume)) - counted
                at = self._ending(unit, goal)
            elif at <= resume:  # the last day was a rest day and is over; the close it moved to is paused
                at = self._closed.after(resume)
        return Due(_moment(at), unit is not HOURS and self._guessed(begun, at))

    def due_many(self, starts: Iterable[datetime], span: Span) -> list[Due]:
        """The same span from many starts, in their order."""
        return [self.due(start, span) for start in starts]

    def elapsed(self, start: datetime, end: datetime, unit: Unit, pauses: Iterable[Pause] = ()) -> int:
        """How much is complete between two moments: whole seconds of hours, or whole days.

        Agrees with `due` for every span: due(start, span, pauses).at <= end exactly when
        span.amount <= elapsed(start, end, span.unit, pauses). So calendar days that run into rest days are
        complete only when the next working day closes.
        """
        now, stops = _seconds(end), _stops(pauses)
        count, origin = self._counting(unit, _seconds(start))
        if unit is DAYS:
            now = self._last_close(now, stops)
        done = count(now) - origin
        for stop, resume in stops:
            done -= max(0, count(min(resume, now)) - max(origin, count(stop)))
        return max(0, done)

    def working_seconds(self, start: datetime, end: datetime) -> int:
        """Seconds between two moments in which the area was open."""
        return max(0, self._worked.by(_seconds(end)) - self._worked.by(_seconds(start)))

    def working_days(self, start: datetime, end: datetime) -> float:
        """Working time for display (1.6个工作日), in days of the longest length valid at the start."""
        return self.working_seconds(start, end) / self.day_seconds(start)

    def day_seconds(self, at: datetime) -> int:
        """Working seconds of one day: the longest of the week in force at that moment."""
        version = bisect_right(self._standard, (_seconds(at), DAY)) - 1
        return self._standard[max(0, version)][1]

    def is_open(self, at: datetime) -> bool:
        """Whether the area is open; at the moment of closing it no longer is."""
        now = _seconds(at)
        return self._worked.by(now + 1) > self._worked.by(now)

    def next_open(self, at: datetime) -> datetime:
        """The same moment while the area is open, else the next opening."""
        return _moment(self._worked.when(self._worked.by(_seconds(at)) + 1) - 1)

    def close_of(self, on: date) -> datetime | None:
        """The close of business on that date; None when the area does not open."""
        midnight = _day(on) * DAY
        close = self._closed.after(midnight)
        return _moment(close) if close <= midnight + DAY else None

    def _counting(self, unit: Unit, begun: int) -> tuple[Callable[[int], int], int]:
        """What a unit counts, and the count from which a span begun then goes on."""
        if unit is WORK_HOURS:
            return self._worked.by, self._worked.by(begun)
        if unit is WORK_DAYS:
            return self._closed.by, self._closed.by(begun - begun % DAY + DAY)
        return (int, begun) if unit is HOURS else (self._days_by, begun // DAY + 1)

    def _ending(self, unit: Unit, goal: int) -> int:
        """The first moment at which a span that had to count to the goal may end."""
        if unit is WORK_HOURS:
            return self._worked.when(goal)
        if unit is WORK_DAYS:
            return self._closed.when(goal)
        return goal if unit is HOURS else self._closed.after((goal - 1) * DAY)

    def _days_by(self, at: int) -> int:
        """Calendar days that are over: with the close of business, or with midnight where the area rests."""
        return at // DAY + (self._closed.after(at - at % DAY) <= at)

    def _last_close(self, now: int, stops: list[tuple[int, int]]) -> int:
        """The last close of business until now that no pause swallowed."""
        close = self._closed.when(self._closed.by(now))
        for stop, resume in reversed(stops):
            if stop < close <= resume:
                close = self._closed.when(self._closed.by(stop))
        return close

    def _guessed(self, begun: int, at: int) -> bool:
        """Whether any day from the start to the end lies in a year without a notice."""
        bound = bisect_right(self._official, begun)
        return bound % 2 == 0 or at > self._official[bound]


class _Count:
    """A count that rises with time: how much by a moment, and when a number; weeks repeat at both ends."""

    def __init__(self, begin: int, end: int, total: int) -> None:
        self._begin, self._end, self._total = begin, end, total
        self._head = self._by(begin + WEEK)
        self._tail = total - self._by(end - WEEK)

    def by(self, at: int) -> int:
        """How much is counted by that moment."""
        if self._begin <= at < self._end:
            return self._by(at)
        if at < self._begin:
            weeks, each = (at - self._begin) // WEEK, self._head
        else:
            weeks, each = (at - self._end) // WEEK + 1, self._tail
        return self._by(at - weeks * WEEK) + weeks * each

    def when(self, number: int) -> int:
        """The first moment by which that number is counted."""
        if 0 < number <= self._total:
            return self._when(number)
        if number <= 0:
            weeks, each = (number - 1) // self._head, self._head
        else:
            weeks, each = (number - self._total - 1) // self._tail + 1, self._tail
        return self._when(number - weeks * each) + weeks * WEEK

    def _by(self, at: int) -> int:
        raise NotImplementedError

    def _when(self, number: int) -> int:
        raise NotImplementedError


class _Worked(_Count):
    """Seconds in which the area was open."""

    def __init__(self, begin: int, end: int, shifts: list[tuple[int, int]]) -> None:
        self._opens = [start for start, _ in shifts]
        self._sums = [0, *accumulate(end - start for start, end in shifts)]  # worked before each opening
        super().__init__(begin, end, self._sums[-1])

    def _by(self, at: int) -> int:
        shift = bisect_right(self._opens, at)
        if not shift:
            return 0
        return min(self._sums[shift - 1] + at - self._opens[shift - 1], self._sums[shift])

    def _when(self, number: int) -> int:
        shift = bisect_left(self._sums, number) - 1
        return self._opens[shift] + number - self._sums[shift]


class _Closed(_Count):
    """Closings of business, one on each day that opens."""

    def __init__(self, begin: int, end: int, closes: list[int]) -> None:
        self._closes = closes
        super().__init__(begin, end, len(closes))

    def after(self, at: int) -> int:
        """The first closing after that moment."""
        return self.when(self.by(at) + 1)

    def _by(self, at: int) -> int:
        return bisect_right(self._closes, at)

    def _when(self, number: int) -> int:
        return self._closes[number - 1]


def _stretch(days: Days, hours: Hours) -> tuple[int, int]:
    """The first and last day to compile: all that is out of the ordinary and a week around it."""
    changes = (since for since, _ in hours.versions[1:])
    marked = [_day(on) for on in (*days.rest, *days.make_up, *dict(hours.special), *changes)] or [0]
    return min(marked) - 7, max(marked) + 7


def _open_days(days: Days, hours: Hours, first: int, last: int) -> Iterator[tuple[int, Openings]]:
    """Each day on which the area opens, with its openings."""
    rest, make_up = set(map(_day, days.rest)), set(map(_day, days.make_up))
    special = {_day(on): times for on, times in hours.special}
    changes = {_day(since): week for since, week in hours.versions[1:]}
    week = hours.versions[0][1]
    for day in range(first, last + 1):
        week = changes.get(day, week)
        if day in make_up:
            times = week[hours.make_up_as]
        else:
            times = () if day in rest or day % 7 in WEEKEND else week[day % 7]
        if times := special.get(day, times):
            yield day, times


def _bounds(years: Iterable[int]) -> list[int]:
    """Where unbroken runs of years begin and end, by turns: an odd place in it is inside."""
    bounds: list[int] = []
    for year in sorted(years):
        begin, end = _day(date(year, 1, 1)) * DAY, _day(date(year + 1, 1, 1)) * DAY
        if bounds and bounds[-1] == begin:
            bounds[-1] = end
        else:
            bounds += begin, end
    return bounds


def _length(times: Openings) -> int:
    return sum(end - start for start, end in times) * 60


def _stops(pauses: Iterable[Pause]) -> list[tuple[int, int]]:
    """Pauses in seconds, in order, those that touch put together."""
    stops: list[tuple[int, int]] = []
    for stop, resume in sorted((_seconds(a), _seconds(b)) for a, b in pauses):
        if resume < stop:
            raise ValueError("a pause ends before it starts")
        if stops and stop <= stops[-1][1]:
            stops[-1] = stops[-1][0], max(resume, stops[-1][1])
        else:
            stops.append((stop, resume))
    return stops


def _day(on: date) -> int:
    return on.toordinal() - _ORIGIN_DAY


def _seconds(at: datetime) -> int:
    try:
        since = at - _ORIGIN
    except TypeError:
        raise ValueError(f"a moment without a zone: {at}") from None
    return since.days * DAY + since.seconds


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds + _ORIGIN_SECONDS, CHINA)
