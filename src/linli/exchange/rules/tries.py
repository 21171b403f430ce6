"""When a failed delivery is tried again, and when a subscriber is given up."""

from datetime import datetime, timedelta

WAITS = tuple(timedelta(seconds=one) for one in (10, 30, 120, 600, 1800, 3600, 7200, 14400, 28800))
MOST_TRIES = len(WAITS) + 1
FAILING = timedelta(days=1)
LEAST_FAILURES = 8
GONE = 410


def next_try(tries: int, now: datetime) -> datetime | None:
    """After so many tries, the moment of the next one; None: it is given up."""
    return now + WAITS[tries - 1] if tries < MOST_TRIES else None


def pause_of(failures: int) -> timedelta:
    """How long a subscriber that failed so often in a row is left alone."""
    return WAITS[min(failures, len(WAITS)) - 1]


def gives_up(*, status: int, failures: int, since: datetime, now: datetime) -> bool:
    """Whether a subscriber is sent nothing more: it says it is gone, or nothing came through for a day."""
    return status == GONE or (failures >= LEAST_FAILURES and now - since >= FAILING)
