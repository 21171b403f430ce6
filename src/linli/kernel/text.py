"""The validator at the door: what text may enter, before a database or a page sees it."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from .refusal import Refusal

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_ZERO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_DOTS = re.compile("[\u2022\u2027\u2219\u22c5\u30fb\uff65\u00b7]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLANKS = re.compile(r"[ \t\u3000\u00a0]+")


def storable(text: str) -> bool:
    """True when PostgreSQL and UTF-8 can hold it: no NUL, no lone surrogate."""
    return "\x00" not in text and not any("\ud800" <= ch <= "\udfff" for ch in text)


def free_text(text: str, *, most: int, what: object = _("说明")) -> str:
    """Longer text as people write it: line ends made alike, controls refused, blanks at the ends dropped.

    Length is counted in code points. Direction marks are kept as visible marks when shown, not here.
    Refuses: text_unreadable, text_too_long.
    """
    clean = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not storable(clean) or _CONTROL.search(clean):
        raise Refusal("text_unreadable", _("%(what)s里有认不出的字符，请删掉再试。") % {"what": what})
    if len(clean) > most:
        raise Refusal(
            "text_too_long",
            _("%(what)s最多%(most)d个字，现在是%(now)d个，请缩短一些。")
            % {"what": what, "most": most, "now": len(clean)},
        )
    return clean


def line(text: str, *, most: int, what: object = _("标题")) -> str:
    """One line: a title or a place. Direction marks and zero width characters are refused."""
    clean = _BLANKS.sub(" ", free_text(text, most=most, what=what).replace("\n", " ")).strip()
    if _BIDI.search(clean) or _ZERO_WIDTH.search(clean):
        raise Refusal("text_hidden_marks", _("%(what)s里有看不见的字符，请重新输入。") % {"what": what})
    return clean


def person_name(text: str) -> str:
    """A name of 1 to 50 code points, never normalised by compatibility; variants of the middle dot become ·."""
    clean = _DOTS.sub("·", line(text, most=50, what=_("姓名")))
    if not clean:
        raise Refusal("name_missing", _("请填写姓名。"))
    return clean


def code_digits(text: str) -> str:
    """Digits of a code or number: full-width forms accepted, anything else that only looks like a digit is not.

    Gives ASCII text with blanks and hyphens dropped; does not judge the length.
    """
    plain = unicodedata.normalize("NFKC", text.translate({0xB2: "?", 0xB3: "?", 0xB9: "?"}))
    return re.sub(r"[\s\-]", "", plain)


def unmarked(text: str) -> str:
    """Text without direction marks and zero width characters, for a heading made from it."""
    return _ZERO_WIDTH.sub("", _BIDI.sub("", text)).strip()


def visible(text: str) -> str:
    """Free text for a page: direction marks shown as ◌ instead of acting."""
    return _BIDI.sub("◌", text)
