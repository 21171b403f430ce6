"""Dates and times as tables write them: text in a dozen shapes, bare day numbers, moments run together."""

import re
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal
from linli.kernel.text import code_digits
from linli.kernel.worktime import CHINA

FIRST, LAST = 1990, 2100
_WRITTEN = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[\sT]*(\d{1,2})[:：时点](\d{1,2})(?:[:：分](\d{1,2}))?[秒分]?(?:\.\d+)?)?"
    r"(Z|[+-]\d{2}:?\d{2})?"
)
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_BASES = {False: date(1899, 12, 30), True: date(1904, 1, 1)}


def moment(text: str, *, base_1904: bool = False) -> tuple[datetime, bool] | None:
    """The moment in China a text says, and whether it names an hour; None for an empty text.

    Refuses moment_unreadable.
    """
    plain = text.strip()
    if not plain:
        return None
    try:
        found = _written(plain) or _serial(plain, base_1904)
    except (ValueError, OverflowError):
        found = None
    if found is None or not FIRST <= found[0].year <= LAST:
        raise Refusal("moment_unreadable", _("时间看不懂，请写成2026-11-25 14:30这样。"))
    return found


def _written(plain: str) -> tuple[datetime, bool] | None:
    shape = _WRITTEN.fullmatch(plain) or _RUN.fullmatch(plain)
    if shape is None:
        return None
    year, month, day, hour, minute, second = (int(part) if part else 0 for part in shape.groups()[:6])
    at = datetime(year, month, day, hour, minute, second, tzinfo=CHINA)
    zone = shape.groups()[6] if shape.re is _WRITTEN else None
    if zone:
        offset = "+00:00" if zone == "Z" else zone
        at = datetime.fromisoformat(f"{at:%Y-%m-%dT%H:%M:%S}{offset}").astimezone(UTC).astimezone(CHINA)
    return at, shape.group(4) is not None


def _serial(plain: str, base_1904: bool) -> tuple[datetime, bool] | None:
    """Days since the workbook's first one, the part of the day behind the point."""
    if not _SERIAL.fullmatch(plain):
        return None
    midnight = datetime.combine(_BASES[base_1904], datetime.min.time(), CHINA)
    seconds = round(float(plain) * 86400)
    return midnight + timedelta(seconds=seconds), "." in plain


def day_in(number: str) -> datetime | None:
    """The day an order's number begins with (FS20231123-0042), which many systems write into it."""
    found = re.match(r"[A-Za-z]{0,8}[-_]?((?:19|20)\d{2})(\d{2})(\d{2})", code_digits(number))
    if found is None:
        return None
    year, month, day = map(int, found.groups())
    try:
        return datetime(year, month, day, tzinfo=CHINA)
    except ValueError:
        return None
