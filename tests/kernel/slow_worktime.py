"""Working time once more, day by day and without cunning: the model that the compiled one is held against."""

from datetime import date, datetime, time, timedelta

from linli.kernel.hours import Days, Hours
from linli.kernel.spans import Span
from linli.kernel.worktime import CHINA, Pause

DAY = timedelta(days=1)


class SlowWorkTime:
    """Walks from day to day and subtracts what each day gives."""

    def __init__(self, days: Days, hours: Hours) -> None:
        self.days, self.hours = days, hours

    def openings(self, on: date) -> list[tuple[datetime, datetime]]:
        week = [week for since, week in self.hours.versions if since <= on] or [self.hours.versions[0][1]]
        if on in dict(self.hours.special):
            times = dict(self.hours.special)[on]
        elif on in self.days.make_up:
            times = week[-1][self.hours.make_up_as]
        elif on.weekday() >= 5 or on in self.days.rest:
            times = ()
        else:
            times = week[-1][on.weekday()]
        return [(midnight(on) + timedelta(minutes=a), midnight(on) + timedelta(minutes=b)) for a, b in times]

    def close(self, on: date) -> datetime | None:
        times = self.openings(on)
        return times[-1][1] if times else None

    def due(self, start: datetime, span: Span, pauses: list[Pause]) -> datetime:
        start = start.astimezone(CHINA).replace(microsecond=0)
        match span.unit.value:
            case "h":
                return self.after_seconds(start, span.amount, pauses, always=True)
            case "wh":
                return self.after_seconds(start, span.amount, pauses, always=False)
            case "wd":
                return self.after_working_days(start.date(), span.amount, pauses)
            case _:
                return self.after_days(start.date(), span.amount, pauses)

    def after_seconds(self, start: datetime, seconds: int, pauses: list[Pause], *, always: bool) -> datetime:
        left, on = timedelta(seconds=seconds), start.date()
        while True:
            whole_day = [(midnight(on), midnight(on + DAY))]
            for begin, end in without(pauses, whole_day if always else self.openings(on)):
                if end > start:
                    run = end - max(begin, start)
                    if left <= run:
                        return max(begin, start) + left
                    left -= run
            on += DAY

    def after_working_days(self, on: date, count: int, pauses: list[Pause]) -> datetime:
        while True:
            on += DAY
            close = self.close(on)
            if close and not paused(close, pauses):
                count -= 1
                if count == 0:
                    return close

    def after_days(self, on: date, count: int, pauses: list[Pause]) -> datetime:
        while count:
            on += DAY
            if not paused(self.close(on) or midnight(on + DAY), pauses):
                count -= 1
        while (close := self.close(on)) is None or paused(close, pauses):
            on += DAY
        return close

    def worked(self, start: datetime, end: datetime) -> int:
        total, on = timedelta(), start.astimezone(CHINA).date()
        while on <= end.astimezone(CHINA).date():
            for a, b in self.openings(on):
                total += max(timedelta(), min(b, end) - max(a, start))
            on += DAY
        return int(total.total_seconds())


def midnight(on: date) -> datetime:
    return datetime.combine(on, time(), CHINA)


def paused(moment: datetime, pauses: list[Pause]) -> bool:
    return any(stop < moment <= resume for stop, resume in pauses)


def without(pauses: list[Pause], times: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    for stop, resume in pauses:
        cut = []
        for begin, end in times:
            cut += [(begin, min(end, stop)), (max(begin, resume), end)]
        times = [(begin, end) for begin, end in cut if begin < end]
    return sorted(times)
