"""How matters look in the lists of staff: rows and clocks for the shared parts."""

from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.kernel.ui import words
from linli.kernel.ui.parts import Clock, MatterRow
from linli.kernel.worktime import WorkTime

from ..queries import Line
from ..terms import Urgency, WaitsFor


def total(worked: int, day_seconds: int) -> timedelta | float:
    """Working time for the eye: hours within one working day, then working days (1.6个工作日).

    Before the first opening after the report it is 0个工作日, not a minute that has long gone by.
    """
    return timedelta(seconds=worked) if 0 < worked < day_seconds else worked / day_seconds


def clock_of(line: Line) -> Clock:
    """The badge of a row: date, hour or how long it is over, in working time."""
    row = line.row
    return Clock(
        row.due_at,
        held=str(WaitsFor(row.waits_for).label) if row.waits_for else False,
        provisional=row.due_provisional,
        over=None if line.over is None else timedelta(seconds=line.over),
        day_seconds=line.day_seconds,
        still=line.still,
        closed_at=row.closed_at,
    )


def matter_row(line: Line, *, panel: bool = False, selected: bool = False) -> MatterRow:
    """A row of the shared table; panel: the side panel can show it."""
    row = line.row
    return MatterRow(
        key=str(row.id),
        url=f"/matters/{row.number}/",
        title=row.title,
        clock=clock_of(line),
        place=row.place,
        source=row.source_label,
        stage=row.stage_label,
        holder=line.held.name,
        unit=line.held.under,
        total=total(line.worked, line.day_seconds),
        urgent=row.urgency == Urgency.URGENT and row.closed_at is None,
        mark=_("%(n)d人报") % {"n": row.reports} if row.reports > 1 else "",
        panel_url=f"/inbox/{row.number}/panel/" if panel else "",
        selected=selected,
    )


def time_left(work: WorkTime, due_at: datetime | None, now: datetime) -> str:
    """What is left of a limit in working time: 还有2.4个工作日, 还有3.6个工作小时, 超时2.5个工作小时."""
    if due_at is None:
        return ""
    day = work.day_seconds(now)
    seconds = work.working_seconds(now, due_at) if due_at >= now else work.working_seconds(due_at, now)
    lang = get_language() or ""
    if seconds >= day:
        length = words.lasting(seconds / day, lang)
    elif seconds >= 3600:
        length = words.working_hours(seconds / 3600, lang)
    else:
        length = words.lasting(timedelta(seconds=seconds), lang)
    return (_("还有%(length)s") if due_at >= now else _("超时%(length)s")) % {"length": length}
