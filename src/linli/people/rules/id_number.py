"""Resident identity numbers (GB 11643): length, date, check digit; the 15-digit form; never the area's word."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal
from linli.kernel.text import code_digits

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_FORM = re.compile(r"[1-9]\d{16}[0-9X]|[1-9]\d{14}")
OLDEST = 130


@dataclass(frozen=True)
class IdNumber:
    """What a number says. `warnings` are codes to show, never reasons to refuse.

    number: 18 characters (15-digit ones completed with 19 and the check digit); old_form says so.
    """

    number: str
    born: date
    female: bool
    old_form: bool
    warnings: tuple[str, ...] = ()


def check_digit(first17: str) -> str:
    """MOD 11-2 over the first seventeen digits."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def read_id_number(text: str, *, today: date, areas: frozenset[str] = frozenset()) -> IdNumber:
    """Read and check a number.

    areas: county codes known to the division table; an unknown one is a warning (abolished codes are valid,
    and most people keep the code of the place they were first registered in).
    Refuses: id_length, id_date, id_check.
    """
    plain = code_digits(text).upper()
    if not _FORM.fullmatch(plain):
        raise Refusal(
            "id_length", _("身份证号应是18位（老证15位），请再核对。"), facts={"field": "id_number"}
        )
    old = len(plain) == 15
    first17 = f"{plain[:6]}19{plain[6:]}" if old else plain[:17]
    try:
        born = date(int(first17[6:10]), int(first17[10:12]), int(first17[12:14]))
    except ValueError:
        raise Refusal(
            "id_date", _("身份证号里的出生日期不对，请再核对。"), facts={"field": "id_number"}
        ) from None
    if born > today or today.year - born.year > OLDEST:
        raise Refusal("id_date", _("身份证号里的出生日期不对，请再核对。"), facts={"field": "id_number"})
    number = first17 + check_digit(first17)
    if not old and number != plain:
        raise Refusal("id_check", _("身份证号最后一位对不上，可能抄错了一位。"), facts={"field": "id_number"})
    warnings = ("area_unknown",) if areas and first17[:6] not in areas else ()
    return IdNumber(number, born, int(first17[16]) % 2 == 0, old, warnings)


def id_mark(number: str) -> str:
    """What everybody in reach sees: the first and the last, 1****************X."""
    return f"{number[0]}{'*' * (len(number) - 2)}{number[-1]}"
