"""The face of a running clock: what its badge says, in which colour, with which icon. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from . import words


@dataclass(frozen=True, slots=True)
class ClockFace:
    """kind: class of the badge (line, soon, late, hold); hard: filled, over by more than one working day."""

    kind: str
    icon: str
    word: str
    hard: bool = False


def clock_face(
    due_at: datetime | None,
    now: datetime,
    *,
    held: str | bool = False,
    provisional: bool = False,
    over: timedelta | None = None,
    day_seconds: int = words.DAY,
    closed_at: datetime | None = None,
    lang: str = "zh",
) -> ClockFace:
    """The face at `now` of a clock that runs out at `due_at`.

    held: the clock waits; its word (True says 延期待批). provisional: the date rests on a calendar that is
    not official yet. over: working time past the limit, and day_seconds the working time of one day there;
    without them time past the limit is counted by the wall clock. closed_at: nothing runs any more.
    """
    if closed_at is not None:
        return ClockFace("line", "done", _("%(day)s结束") % {"day": words.day(closed_at, now, lang)})
    if held:
        return ClockFace("hold", "pause", held if isinstance(held, str) else _("延期待批"))
    if due_at is None:
        return ClockFace("line", "clock", _("没有期限"))
    if now > due_at:
        return _late(now - due_at if over is None else over, day_seconds, lang)
    kind, word = _ahead(due_at, now, lang)
    return ClockFace(kind, "clock", word + (_("（暂定）") if provisional else ""))


def _late(over: timedelta, day_seconds: int, lang: str) -> ClockFace:
    length = words.lasting_whole(over, lang, day_seconds=day_seconds)
    # Past its limit on a Friday evening, no working time has passed by Sunday: no length to speak of.
    word = _("已超时") if over.total_seconds() < 60 else _("超时%(length)s") % {"length": length}
    return ClockFace("late", "warn", word, hard=over.total_seconds() > day_seconds)


def _ahead(due_at: datetime, now: datetime, lang: str) -> tuple[str, str]:
    """Amber only on the day itself; today and tomorrow with the hour, later days without."""
    last = due_at - timedelta(minutes=1) if words.ends_day(due_at) else due_at
    days = (words.local(last).date() - words.local(now).date()).days
    if days > 1:
        return "line", words.day(last, now, lang)
    return ("soon" if days == 0 else "line"), words.day_time(last, now, lang).replace("23:59", "24:00")
