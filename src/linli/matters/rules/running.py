"""When a clock that was made longer, or stood still, runs out: from its start and its history, always again."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from linli.kernel.spans import DAYS, WORK_DAYS, Span
from linli.kernel.worktime import Due, Pause, WorkTime

SECOND = timedelta(seconds=1)


def running_due(
    work: WorkTime, started_at: datetime, span: Span, longer: Sequence[Span] = (), stood: Sequence[Pause] = ()
) -> Due:
    """The moment a limit is over: its span from the start, then each extension from the old end, less standstills.

    An extension counts working time from the old due moment (山东省12345办法: at most 10 working days more), so a
    late one wins nothing back. Days of an extension begin after the day on which the old limit ends, also where that
    is midnight sharp.
    """
    due = work.due(started_at, span, stood)
    for more in longer:
        begin = due.at - SECOND if more.unit in (WORK_DAYS, DAYS) else due.at
        after = work.due(begin, more, stood)
        due = Due(after.at, after.provisional or due.provisional)
    return due


def spans_of(codes: str) -> tuple[Span, ...]:
    """The extensions of a clock as it keeps them: codes with blanks between."""
    return tuple(Span.parse(code) for code in codes.split())


def pauses_of(moments: Iterable[datetime] | None) -> tuple[Pause, ...]:
    """The standstills of a clock as it keeps them: from, to, from, to."""
    turns = iter(moments or ())
    return tuple(zip(turns, turns, strict=True))
