"""Moments and lengths of time in words, as they stand on every screen.

Pure: values in, text out. Chinese is the first language; every function takes `lang="en"` for English.
Moments are aware datetimes of any zone and are shown in China's single zone.
"""

from datetime import date, datetime, timedelta
from typing import Final

from linli.kernel.worktime import CHINA

DAY: Final = 86_400

_WEEK: Final = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NEAR: Final = {
    "zh": {-1: "昨天", 0: "今天", 1: "明天"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}
_SHORTEST: Final = {"zh": "不到1分钟", "en": "under a minute"}
_UNITS: Final = {
    "zh": {
        "minute": "{n}分钟",
        "hour": "{n}小时",
        "day": "{n}天",
        "workhour": "{n}个工作小时",
        "workday": "{n}个工作日",
    },
    "en": {
        "minute": "{n} minute{s}",
        "hour": "{n} hour{s}",
        "day": "{n} day{s}",
        "workhour": "{n} working hour{s}",
        "workday": "{n} working day{s}",
    },
}


def local(at: datetime) -> datetime:
    """The moment on a Chinese wall clock. A naive moment is a bug: ValueError."""
    if at.tzinfo is None:
        raise ValueError("a moment without a zone")
    return at.astimezone(CHINA)


def clock_time(at: datetime) -> str:
    """`9:12`, 24 hours, no leading nought."""
    here = local(at)
    return f"{here.hour}:{here.minute:02d}"


def day(on: date | datetime, now: datetime, lang: str = "zh") -> str:
    """昨天, 今天, 明天, else 11月30日, with the year when it is not this one."""
    that, today = _date(on), local(now).date()
    near = _NEAR[_tongue(lang)].get((that - today).days)
    return near or calendar_day(that, lang, year=that.year != today.year)


def day_time(at: datetime, now: datetime, lang: str = "zh") -> str:
    """今天9:12, 昨天16:40, 11月23日17:46, 2025年11月23日17:46."""
    gap = "" if _tongue(lang) == "zh" else " "
    return f"{day(at, now, lang)}{gap}{clock_time(at)}"


def full_day(on: date | datetime, lang: str = "zh", *, year: bool = False) -> str:
    """11月26日（周四）; with `year` 2026年11月26日（周四）."""
    that, tongue = _date(on), _tongue(lang)
    name = _WEEK[tongue][that.weekday()]
    plain = calendar_day(that, lang, year=year)
    return f"{plain}（周{name}）" if tongue == "zh" else f"{name} {plain}"


def full_time(at: datetime, lang: str = "zh", *, now: datetime | None = None) -> str:
    """11月26日（周四）18:00; the year is written when `now` is given and lies in another one."""
    other_year = now is not None and local(now).year != local(at).year
    gap = "" if _tongue(lang) == "zh" else ", "
    return f"{full_day(at, lang, year=other_year)}{gap}{clock_time(at)}"


def deadline(at: datetime, lang: str = "zh", *, now: datetime | None = None) -> str:
    """As full_time, but midnight belongs to the day it ends: 11月26日（周四）24:00 (Civil Code, article 203)."""
    if not ends_day(at):
        return full_time(at, lang, now=now)
    eve = local(at) - timedelta(minutes=1)
    return full_time(eve, lang, now=now).replace("23:59", "24:00")


def by_when(at: datetime, now: datetime, lang: str = "zh") -> str:
    """A promise in a sentence: 今天18:00, 明天24:00, else as `deadline` with the weekday."""
    last = at - timedelta(minutes=1) if ends_day(at) else at
    if (local(last).date() - local(now).date()).days not in (0, 1):
        return deadline(at, lang, now=now)
    return day_time(last, now, lang).replace("23:59", "24:00") if ends_day(at) else day_time(at, now, lang)


def ends_day(at: datetime) -> bool:
    """True for 0:00 sharp, which as a time limit is the 24:00 of the day before."""
    here = local(at)
    return (here.hour, here.minute, here.second) == (0, 0, 0)


def calendar_day(on: date, lang: str = "zh", *, year: bool = False) -> str:
    """11月30日 or 2027年1月4日; in English 30 Nov or 4 Jan 2027."""
    if _tongue(lang) == "zh":
        return f"{on.year}年{on.month}月{on.day}日" if year else f"{on.month}月{on.day}日"
    plain = f"{on.day} {_MONTHS[on.month - 1]}"
    return f"{plain} {on.year}" if year else plain


def lasting(length: timedelta | float, lang: str = "zh") -> str:
    """One round length: 40分钟, 2.7小时, 3天 from a timedelta; 1.6个工作日 from a number of working days.

    Rounded down to a tenth at most, so that nobody is charged with time that has not passed.
    """
    if not isinstance(length, timedelta):
        return _count("workday", _tenths(max(length, 0)), lang)
    seconds = max(int(length.total_seconds()), 0)
    if seconds < 3600:
        return _minutes(seconds, lang)
    if seconds < DAY:
        return _count("hour", _tenths(seconds / 3600), lang)
    return _count("day", _tenths(seconds / DAY), lang)


def working_hours(n: float, lang: str = "zh") -> str:
    """3.6个工作小时: a length within one working day, rounded down like `lasting`."""
    return _count("workhour", _tenths(n), lang)


def month(number: int, lang: str = "zh") -> str:
    """7月, Jul."""
    return f"{number}月" if _tongue(lang) == "zh" else _MONTHS[number - 1]


def lasting_whole(length: timedelta, lang: str = "zh", *, day_seconds: int = DAY) -> str:
    """One whole unit, rounded down: 40分钟, 2小时, 2天. A working day has `day_seconds` of working time."""
    seconds = max(int(length.total_seconds()), 0)
    if seconds < 3600:
        return _minutes(seconds, lang)
    if seconds < day_seconds:
        return _count("hour", seconds // 3600, lang)
    return _count("day", seconds // day_seconds, lang)


def lasting_long(length: timedelta, lang: str = "zh") -> str:
    """Two units, for time that is left: 2天3小时, 3小时20分钟, 45分钟."""
    minutes = max(int(length.total_seconds()), 0) // 60
    days, hours = divmod(minutes // 60, 24)
    if not minutes:
        return _SHORTEST[_tongue(lang)]
    counted = [("day", days), ("hour", hours), ("minute", 0 if days else minutes % 60)]
    gap = "" if _tongue(lang) == "zh" else " "
    return gap.join(_count(unit, n, lang) for unit, n in counted if n)


def number(n: float) -> str:
    """9999, 10,000: a comma from five digits on; a minus as −."""
    text = f"{n:,}" if abs(n) >= 10_000 else f"{n}"
    return text.replace("-", "−")


def _minutes(seconds: int, lang: str) -> str:
    return _count("minute", seconds // 60, lang) if seconds >= 60 else _SHORTEST[_tongue(lang)]


def _count(unit: str, n: float, lang: str) -> str:
    tongue = _tongue(lang)
    return _UNITS[tongue][unit].format(n=f"{n:g}", s="" if n == 1 else "s")


def _tenths(x: float) -> float:
    """Rounded down to one decimal; a whole number from ten on."""
    small = int(x * 10 + 1e-9) / 10
    return small if small < 10 else int(small)


def _date(on: date | datetime) -> date:
    return local(on).date() if isinstance(on, datetime) else on


def _tongue(lang: str) -> str:
    return "en" if lang.startswith("en") else "zh"
