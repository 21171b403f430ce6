"""Which sets of days a household may be seen on. Days are counted from 0; weeks begin on Monday."""

from itertools import combinations

from linli.plan.visits.shapes import Household, Month, Window, Worker

DROP_ONE_UP_TO = 31  # longest pattern for which every single visit may be left out on its own


def working_days(month: Month) -> list[int]:
    """Days on which anybody works."""
    if month.working:
        return [day for day in range(month.days) if day < len(month.working) and month.working[day]]
    return [day for day in range(month.days) if (month.weekday + day) % 7 < 5]


def window_on(household: Household, month: Month, day: int) -> Window | None:
    """The longest window of the day; None: nobody home that weekday (or nothing said: see `is_home`)."""
    weekday = (month.weekday + day) % 7
    fitting = [w for w in household.windows if weekday in w.weekdays and w.closes >= w.opens]
    return max(fitting, key=lambda w: w.closes - w.opens, default=None)


def is_home(household: Household, month: Month, day: int) -> bool:
    """A household without windows is home all day; with windows only on their weekdays."""
    return day not in household.away and (
        not household.windows or window_on(household, month, day) is not None
    )


def open_days(household: Household, worker: Worker, month: Month) -> list[int]:
    """Working days on which worker and household can meet."""
    return [day for day in working_days(month) if day not in worker.leave and is_home(household, month, day)]


def wished(household: Household, month: Month) -> tuple[list[list[int]], int]:
    """Patterns that the cadence allows on working days, and how many visits are due."""
    days = working_days(month)
    if household.cadence == "daily":
        return [days], len(days)
    if household.cadence == "three":
        return _three_a_week(days, month)
    if household.cadence == "patterns":
        return household.patterns, max(map(len, household.patterns), default=1)
    if household.cadence == "monthly":
        return [[day] for day in days], 1
    if household.cadence == "every":
        return _every(household.number, days, month.days)
    return _times(household.number, days)


def _three_a_week(days: list[int], month: Month) -> tuple[list[list[int]], int]:
    """The same three weekdays each week, never three running; a short week gives what it has."""
    weeks: dict[int, list[int]] = {}
    for day in days:
        weeks.setdefault((month.weekday + day) // 7, []).append(day)
    triples = [t for t in combinations(range(5), 3) if t[2] - t[0] > 2]
    patterns = [
        sorted(day for week in weeks.values() for day in _nearest_days(triple, week, month.weekday))
        for triple in triples
    ]
    return patterns, sum(min(3, len(week)) for week in weeks.values())


def _nearest_days(triple: tuple[int, ...], week: list[int], weekday: int) -> list[int]:
    """The days of the week closest to the wished weekdays."""
    left, chosen = list(week), []
    for wish in triple:
        if left:
            day = min(left, key=lambda d: (abs((weekday + d) % 7 - wish), d))
            left.remove(day)
            chosen.append(day)
    return chosen


def _every(interval: int, days: list[int], horizon: int) -> tuple[list[list[int]], int]:
    """From each possible first day on; a day off moves to the next working day."""
    interval = max(1, interval)
    patterns = []
    for first in range(min(interval, horizon)):
        wanted = range(first, horizon, interval)
        moved = {next((d for d in days if d >= day), None) for day in wanted}
        patterns.append(sorted(d for d in moved if d is not None))
    return patterns, horizon // interval if interval <= horizon else 1


def _times(times: int, days: list[int]) -> tuple[list[list[int]], int]:
    """Spread evenly: the i-th visit in the i-th of `times` equal parts, all at the same place in its part."""
    if times <= 0 or not days:
        return [[]], 0
    part = len(days) / times
    shifts = max(1, int(part))
    patterns = [
        sorted({days[min(len(days) - 1, int(i * part) + shift)] for i in range(times)})
        for shift in range(shifts)
    ]
    return patterns, min(times, len(days))


def priced(household: Household, worker: Worker, month: Month) -> tuple[list[list[int]], list[float], int]:
    """Patterns on open days with their price (visits missed, visits moved), and the visits due.

    The empty pattern and, for short patterns, each pattern without one visit are always there, at the price
    of what is missed: so that there is a plan even where not everything fits.
    """
    wishes, due = wished(household, month)
    can = set(open_days(household, worker, month))
    kept = {tuple(day for day in sorted(set(wish)) if day in can) for wish in wishes}
    most = max(map(len, kept), default=0)
    full = [pattern for pattern in sorted(kept) if len(pattern) == most]
    reduced = {
        pattern[:i] + pattern[i + 1 :] for pattern in full if len(pattern) <= DROP_ONE_UP_TO
        for i in range(len(pattern))
    } if len(full) * most <= 200 else set()  # fmt: skip
    patterns = [*full, *sorted(reduced - set(full)), ()]
    patterns = list(dict.fromkeys(patterns))
    prices = [
        month.weights.missed * max(0, due - len(pattern)) + month.weights.change * _moved(household, pattern)
        for pattern in patterns
    ]
    return [list(pattern) for pattern in patterns], prices, due


def _moved(household: Household, pattern: tuple[int, ...]) -> int:
    return 0 if household.told is None else len(set(pattern) - set(household.told))
