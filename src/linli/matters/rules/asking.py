"""Follow-up rules: what a verdict leads to, and when somebody counts as not reached."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from linli.kernel.worktime import CHINA

from ..shape import Asking
from ..terms import Verdict

APART = timedelta(hours=2)
"""Attempts closer together than this count as one: three calls in five minutes are no three tries."""


NOON = time(12)


def half_day(at: datetime) -> tuple[date, bool]:
    """The day in China, and whether it is after noon."""
    here = at.astimezone(CHINA)
    return here.date(), here.time() >= NOON


def _counted(attempts: Sequence[datetime]) -> list[datetime]:
    """The attempts that count: each in another half-day, and two hours or more after the one before."""
    found: list[datetime] = []
    for at in sorted(attempts):
        if not found or (half_day(at) != half_day(found[-1]) and at - found[-1] >= APART):
            found.append(at)
    return found


def tries_made(attempts: Sequence[datetime]) -> int:
    """How many attempts count: whoever is never in of a morning is not called three times of a morning."""
    return len(_counted(attempts))


def next_try(attempts: Sequence[datetime]) -> datetime | None:
    """From when another attempt counts; None where the first one does at once."""
    counted = _counted(attempts)
    if not counted:
        return None
    last = counted[-1]
    day, after_noon = half_day(last)
    turn = datetime.combine(
        day + timedelta(days=1) if after_noon else day, time() if after_noon else NOON, CHINA
    )
    return max(turn, last + APART)


def leads_to(asking: Asking, *, reached: bool, verdict: str, attempts: Sequence[datetime]) -> str | None:
    """The move a follow-up makes, or None when it must be tried again.

    Solved closes; partly solved and unsolved are done again; after enough tries in different hours the
    matter is closed as not reached.
    """
    if reached:
        partly = asking.partly or asking.unsolved
        return {Verdict.SOLVED: asking.solved, Verdict.PARTLY: partly}.get(Verdict(verdict), asking.unsolved)
    return (asking.unreached or None) if tries_made(attempts) >= asking.tries else None
