"""Numbers of buildings as people write them: 三号楼, 3栋, 3幢, 3#, Ａ座 are 3, 3, 3, 3, A."""

import re
import unicodedata
from typing import NamedTuple

_DIGITS = dict(zip("零〇一二三四五六七八九两", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
NUMBER = (
    r"(?:[A-Z]?[0-9]{1,4}(?:[-之][0-9]{1,2}(?![0-9]))?|[A-Z](?![A-Za-z])|[零〇一二三四五六七八九十百两]{1,4})"
)
KINDS = r"(?:号楼|号栋|号院|栋楼(?!道|上|下|层|梯|顶)|栋|幢|座|#楼|#|楼(?![上下道层梯顶长房栋门市盘洞]|管)|号(?![院楼线召码称]))"
_BUILDING = re.compile(rf"({NUMBER}) ?({KINDS})")
_DASHED = re.compile(r"([0-9]{1,3})-[0-9]{1,2}-[0-9]{3,4}(?![0-9])")
_CALLED = re.compile(rf"^(.+?)({NUMBER})({KINDS})$")


class Numbered(NamedTuple):
    """A building's number in a text. kind: the word behind it."""

    number: str
    kind: str
    begin: int
    end: int


def plain(text: str) -> str:
    """Sign by sign, so that places in the text stay: half width, capitals, one kind of dash."""
    return "".join(_sign(sign) for sign in text)


def _sign(sign: str) -> str:
    if sign in "—–－‐﹣~～":
        return "-"
    found = unicodedata.normalize("NFKC", sign)
    if found == "＃":
        return "#"
    return found.upper() if len(found) == 1 and len(found.upper()) == 1 else sign


def value(word: str) -> str:
    """3 of 三, 12 of 十二, 3-1 of 3-1, A of A; without zeros before it."""
    if not any(sign in _DIGITS or sign in "十百" for sign in word):
        return re.sub(r"^([A-Z]?)0+(?=[0-9])", r"\1", word).replace("之", "-")
    if not any(sign in "十百" for sign in word):
        return str(int("".join(str(_DIGITS[sign]) for sign in word)))
    whole, last = 0, 0
    for sign in word:
        if sign in "十百":
            whole, last = whole + (last or 1) * (10 if sign == "十" else 100), 0
        else:
            last = _DIGITS[sign]
    return str(whole + last)


def numbered(text: str, begin: int, end: int) -> list[Numbered]:
    """Numbers of buildings in a stretch of a plain text, in order."""
    found = [
        Numbered(value(one[1]), one[2], one.start(), one.end())
        for one in _BUILDING.finditer(text, begin, end)
    ]
    found += [
        Numbered(value(one[1]), "-", one.start(), one.end(1)) for one in _DASHED.finditer(text, begin, end)
    ]
    return sorted(found, key=lambda one: one.begin)


def parts_of(name: str) -> tuple[str, str] | None:
    """幸福里 and 3 of 幸福里3号楼; None for a building that has no number in its name."""
    found = _CALLED.fullmatch(plain(name))
    return (found[1].strip(), value(found[2])) if found and len(found[1].strip()) > 1 else None
