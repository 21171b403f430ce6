"""What any text is brought to before it is understood, whatever was typed into it."""

import re
import unicodedata
from typing import NamedTuple

from linli.kernel.script import simplified

MOST = 4_000
"""Characters looked at for sorting and likeness: what a message is about stands in its beginning."""

_UNREADABLE = re.compile(
    "[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_BLANK = re.compile(r"\s+")
_FIRST = re.compile(r"[。！？!?\n]")
_SAYS = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")
TITLE = 40


class Message(NamedTuple):
    """A text to understand. Words cut already are given with blanks between them (and no title)."""

    title: str
    text: str
    is_cut: bool = False


def readable(text: str, most: int = MOST) -> str:
    """The first `most` characters, simplified, one form for full and half width, one blank for many, no invisible marks."""
    short = _UNREADABLE.sub(" ", text[: most * 2])
    return _BLANK.sub(" ", simplified(unicodedata.normalize("NFKC", short))).strip()[:most]


def says_something(text: str) -> bool:
    """False for blanks, marks and pictures only."""
    return bool(_SAYS.search(text))


def message(title: str, text: str) -> Message:
    """A readable message; without a title of its own the first sentence serves."""
    body, head = readable(text), readable(title, 200)
    return Message(head or _FIRST.split(body, maxsplit=1)[0][:TITLE], body)
