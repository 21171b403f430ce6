"""When the sweep must look at a clock, and what it does then."""

from collections.abc import Callable
from datetime import datetime

from linli.kernel.spans import Span

from ..shape import Lapse, Stage

Ends = Callable[[datetime, Span], datetime]


def next_look(stage: Stage, due_at: datetime, done: int, ends: Ends) -> datetime | None:
    """The moment of the next lapse step, `done` of them being over; None when nothing is left to happen."""
    if done >= len(stage.lapses):
        return None
    after = stage.lapses[done].after
    return due_at if after is None else ends(due_at, after)


def step_due(stage: Stage, done: int) -> Lapse | None:
    """The lapse step to take now."""
    return stage.lapses[done] if done < len(stage.lapses) else None
