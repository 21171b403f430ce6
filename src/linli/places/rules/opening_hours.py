"""Working hours as people type them, made into the one form the calendar reads."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from linli.kernel.hours import Hours, Openings, openings
from linli.kernel.refusal import Refusal

WEEKDAYS = 5
MOST_SPECIAL = 60
_NO_DIGITS = {0xB2: "?", 0xB3: "?", 0xB9: "?"}  # ² is no 2
_CLOSED = {"", "休", "休息", "不上班", "关门", "rest", "closed", "-"}
_DASHES = re.compile(r"\s*[-–—―~至到]\s*")
_BETWEEN = re.compile(r"[\s,;、，；/]+")
_SHORT_HOUR = re.compile(r"(?<![0-9:])([0-9]):(?=[0-5][0-9])")


class Version(NamedTuple):
    """An area's own statement of its hours from a day on; `special` are single dates from that day on."""

    since: date
    week: tuple[Openings, ...]
    special: tuple[tuple[date, Openings], ...]


def tidy_hours(text: str, *, field: str) -> str:
    """One day's hours as they are stored: 8：30～12：00，14:00-18:00 becomes 08:30-12:00 14:00-18:00.

    Closed is the empty text; 休 and rest say the same. Refuses: hours_unreadable, naming the form's field.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_NO_DIGITS)).strip()
    if plain.lower() in _CLOSED:
        return ""
    plain = _SHORT_HOUR.sub(r"0\1:", _DASHES.sub("-", plain))
    tidied = " ".join(part for part in _BETWEEN.split(plain) if part)
    try:
        openings(tidied)
    except ValueError:
        raise Refusal(
            "hours_unreadable",
            _("时间请写成08:30-12:00 14:00-18:00这样，从早到晚。"),
            facts={"field": field},
        ) from None
    return tidied


def tidy_week(texts: Sequence[str]) -> list[str]:
    """Monday to Friday as they are stored. Refuses: hours_unreadable, week_incomplete, week_closed."""
    if len(texts) != WEEKDAYS:
        raise Refusal("week_incomplete", _("请写明周一到周五每天的时间。"), facts={"field": "monday"})
    names = ("monday", "tuesday", "wednesday", "thursday", "friday")
    week = [tidy_hours(text, field=name) for text, name in zip(texts, names, strict=True)]
    if not any(week):
        raise Refusal("week_closed", _("周一到周五至少要有一天上班。"), facts={"field": "monday"})
    return week


def read_special(text: str) -> dict[str, str]:
    """Single dates, one a line: a date and its hours, or the date alone (or with 休) for a closed day.

    Gives ISO dates with hours as written. Refuses: special_unreadable, special_twice, special_too_many.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_SPECIAL:
        raise _special("special_too_many", _("特殊日期最多写60行。"))
    found: dict[str, str] = {}
    for line in lines:
        written, _blank, hours = unicodedata.normalize("NFKC", line).partition(" ")
        parts = re.fullmatch(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", written)
        try:
            on = date(*map(int, parts.groups())) if parts else None
        except ValueError:
            on = None
        if on is None:
            said = _("“{line}”里没有日期。每行写一个，如2026-12-31 08:30-12:00。")
            raise _special("special_unreadable", format_lazy(said, line=line[:20]))
        if on.isoformat() in found:
            raise _special("special_twice", format_lazy(_("{on}写了两次。"), on=on.isoformat()))
        found[on.isoformat()] = hours
    return found


def tidy_special(special: Mapping[str, str], since: date) -> dict[str, str]:
    """Single dates as they are stored, in order. Refuses: special_unreadable, special_before, hours_unreadable."""
    found = {}
    for written, text in sorted(special.items()):
        try:
            on = date.fromisoformat(written)
        except ValueError:
            raise _special("special_unreadable", _("特殊日期请写成2026-12-31这样。")) from None
        if on < since:
            said = _("{on}在生效日期之前，请删掉这一行。")
            raise _special("special_before", format_lazy(said, on=on.isoformat()))
        found[on.isoformat()] = tidy_hours(text, field="special")
    return found


def _special(code: str, sentence: object) -> Refusal:
    return Refusal(code, sentence, facts={"field": "special"})


def merged(usual: str, chain: Sequence[Sequence[Version]]) -> Hours:
    """The hours of an area from those of the areas above it, top first, each with its versions in order.

    Until an area's own first version its parent's hours hold, from then on its own. A single date is taken
    from the version in force on it; where that says nothing of the date, the area above may.
    """
    versions = Hours.weekly(usual).versions
    special: dict[date, Openings] = {}
    for own in chain:
        kept = tuple(version for version in versions if version[0] < own[0].since)
        versions = kept + tuple((version.since, version.week) for version in own)
        for version, later in pairwise((*own, None)):
            if version is not None:
                special |= {on: times for on, times in version.special if later is None or on < later.since}
    return Hours(versions, tuple(sorted(special.items())))


def as_text(times: Openings) -> str:
    """One day's hours as they are written, empty for a closed day: the other way of kernel.hours.openings."""
    return " ".join(f"{_clock(start)}-{_clock(end)}" for start, end in times)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def week_on(hours: Hours, on: date) -> tuple[Openings, ...]:
    """Monday to Friday as they hold on a date."""
    return next(
        week for since, week in reversed(hours.versions) if since <= on or since == hours.versions[0][0]
    )
