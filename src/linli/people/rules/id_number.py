"""Resident identity numbers (GB 11643): length, date, check digit; the 15-digit form; never the area's word."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal
from linli.kernel.text import code_digits

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_FORM = re.compile(r"[1-9][0-9]{16}[0-9X]|[1-9][0-9]{14}")
OLD, OLDEST = 120, 130
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
"""First two digits in use: GB/T 2260, and those of the residence permits for people from Hong Kong, Macao, Taiwan."""


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

    areas: county codes known to the division table, where one is at hand; an unknown one is a warning (abolished
    codes are valid, and most people keep the code of the place they were first registered in).
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
    warnings = _warnings(first17, today.year - born.year, areas)
    return IdNumber(number, born, int(first17[16]) % 2 == 0, old, warnings)


def _warnings(first17: str, age: int, areas: frozenset[str]) -> tuple[str, ...]:
    unknown = not _PROVINCE.match(first17) or bool(areas and first17[:6] not in areas)
    return tuple(code for code, found in (("area_unknown", unknown), ("very_old", age > OLD)) if found)


def id_mark(number: str) -> str:
    """What everybody in reach sees: the first and the last, 1****************X."""
    return f"{number[0]}{'*' * (len(number) - 2)}{number[-1]}"
