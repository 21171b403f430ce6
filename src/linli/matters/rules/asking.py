"""Follow-up rules: what a verdict leads to, and when somebody counts as not reached."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ..shape import Asking
from ..terms import Verdict

APART = timedelta(hours=2)
"""Attempts closer together than this count as one: three calls in five minutes are no three tries."""


def tries_made(attempts: Sequence[datetime]) -> int:
    """How many attempts count: those at least two hours after the one counted before."""
    counted, last = 0, None
    for at in sorted(attempts):
        if last is None or at - last >= APART:
            counted, last = counted + 1, at
    return counted


def leads_to(asking: Asking, *, reached: bool, verdict: str, attempts: Sequence[datetime]) -> str | None:
    """The move a follow-up makes, or None when it must be tried again.

    Solved closes; partly solved and unsolved are done again; after enough tries in different hours the
    matter is closed as not reached.
    """
    if reached:
        return asking.solved if verdict == Verdict.SOLVED else asking.unsolved
    return asking.unreached if tries_made(attempts) >= asking.tries else None
