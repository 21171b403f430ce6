"""Telephone numbers: how they are read, compared and masked."""

import re

from django.utils.translation import gettext_lazy as _

from .refusal import Refusal
from .text import code_digits

_MOBILE = re.compile(r"1[2-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}[2-9]\d{6,7}")
_LOCAL = re.compile(r"[2-9]\d{6,7}")
_SHORT = re.compile(r"(1[012]\d{1,3}|9\d{4})")


def phone_number(text: str, *, field: str = "phone") -> str:
    """The digits of a mobile, landline (area code first), local or short service number.

    Accepts blanks, hyphens, full-width digits and +86. Refuses phone_too_short, phone_too_long,
    phone_unreadable with what is wrong.
    """
    digits = code_digits(text)
    digits = re.sub(r"^(\+|00)86", "", digits)
    if not re.fullmatch(r"[0-9]+", digits):
        raise Refusal("phone_unreadable", _("电话号码里只能有数字，请再看看。"), facts={"field": field})
    if any(form.fullmatch(digits) for form in (_MOBILE, _LANDLINE, _LOCAL, _SHORT)):
        return digits
    if digits[0] == "1" and len(digits) < 11:
        raise Refusal(
            "phone_too_short",
            _("电话号码少了%(n)d位，请再看看。") % {"n": 11 - len(digits)},
            facts={"field": field},
        )
    if digits[0] == "1" and len(digits) > 11:
        raise Refusal(
            "phone_too_long",
            _("电话号码多了%(n)d位，请再看看。") % {"n": len(digits) - 11},
            facts={"field": field},
        )
    raise Refusal("phone_unreadable", _("这不像一个电话号码，请再看看。"), facts={"field": field})


def is_mobile(digits: str) -> bool:
    """True when a text message can reach it."""
    return bool(_MOBILE.fullmatch(digits))


def phone_mark(digits: str) -> str:
    """What everybody in reach sees: 138****5521; shorter numbers keep their last two digits."""
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 11 else f"***{digits[-2:]}"


def name_mark(name: str, title: str = "") -> str:
    """What strangers are shown of a name: the first character and a form of address (周女士, 周**)."""
    return f"{name[:1]}{title}" if title else f"{name[:1]}{'*' * min(len(name) - 1, 2)}"
