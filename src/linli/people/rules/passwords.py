"""Which passwords are too easy: long ones are welcome, the usual ones are not (NIST 800-63B-4)."""

import re
import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_PARTS = (
    "password", "passw0rd", "qwerty", "asdfgh", "zxcvbn", "1q2w3e", "admin", "linli", "welcome", "letmein",
    "woaini", "5201314", "1314520", "123456", "654321", "abc123", "iloveyou", "zhongguo", "wangge", "shequ",
    "jiedao", "123123", "112233", "111111", "000000", "888888", "666666",
)  # fmt: skip
_DATE = re.compile(r"(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


def too_easy(password: str) -> bool:
    """True when little is left after the usual words, dates and repetitions are taken out."""
    left = _without_runs(password.casefold())
    for part in _PARTS:
        left = left.replace(part, "")
    left = _without_runs(_DATE.sub("", left))
    return len(set(left)) < 5 or len(left) < 6


def _without_runs(text: str) -> str:
    """The text without stretches of four and more that only count up, down or stand still (2345, dcba, 7777)."""
    kept, at = [], 0
    while at < len(text):
        end = at + 1
        step = ord(text[end]) - ord(text[at]) if end < len(text) else 9
        while abs(step) <= 1 and end < len(text) and ord(text[end]) - ord(text[end - 1]) == step:
            end += 1
        if end - at < 4:
            end = at + 1
            kept.append(text[at])
        at = end
    return "".join(kept)


class LongEnough:
    """Length is what counts (NIST 800-63B-4); code points, so a sentence in Chinese is long sooner than it looks."""

    def __init__(self, least: int = 12):
        self.least = least

    def validate(self, password: str, user: object = None) -> None:
        """Refuse a short one."""
        if len(password) < self.least:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        """What the form says beside the field."""
        return _("密码至少要%(least)d个字符。") % {"least": self.least}


class NotCommon:
    """The framework's password check for new passwords."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse an easy one."""
        if too_easy(password):
            raise ValidationError(
                _("这个密码太容易猜到。可以用几个不相干的词连起来。"), code="password_too_easy"
            )

    def get_help_text(self) -> str:
        """What the form says beside the field."""
        return _("至少12个字符，可以用一句自己记得住的话，不要用生日和手机号。")


class FourKinds:
    """Three of four kinds of characters, where the classified protection profile asks for it (GB/T 22239-2019)."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse fewer than three kinds."""
        kinds = (str.islower, str.isupper, str.isdigit, lambda ch: not ch.isalnum())
        if sum(any(kind(ch) for ch in password) for kind in kinds) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        """What the form says beside the field."""
        return _("要有大写、小写、数字、符号里的三种。")


_CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"


def first_password() -> str:
    """A random first password to read out: four groups of four, no characters that look alike (79 bits)."""
    groups = ("".join(secrets.choice(_CLEAR) for _n in range(4)) for _g in range(4))
    return "-".join(groups)
