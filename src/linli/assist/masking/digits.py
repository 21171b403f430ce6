"""Runs of digits however they are written: full width, 一三八, O for 0, blanks and marks in between.

A run is cut into groups where something stands between its digits; numbers are looked for along these borders, so
that 12、13、15 of a list of buildings does not become a telephone.
"""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_HAN = {
    **dict(zip("零一二三四五六七八九", "0123456789", strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", "0123456789", strict=True)),
    "○": "0", "幺": "1", "陸": "6", "貳": "2", "參": "3", "叄": "3", "弐": "2",
}  # fmt: skip
_LETTERS = {
    "O": "0", "o": "0", "D": "0", "l": "1", "I": "1", "i": "1", "|": "1", "Z": "2", "z": "2", "S": "5", "s": "5",
    "b": "6", "B": "8", "g": "9", "q": "9",
}  # fmt: skip
_SOFT = set(
    " \t\n\r\u3000\u00a0-—–−_.·•・*~～()（）[]【】\ufe0f\u20e3\u200b\u200c\u200d\u2060\ufeff\u00ad\u2006\u2009﹣－‐‑`'\"“”^=+"
)
_LIST = set(",，、/\\;；:：&和")
_CROSS = {"x": "X", "X": "X", "×": "X", "Ⅹ": "X", "ⅹ": "X", "χ": "X", "Χ": "X", "х": "X", "Х": "X", "乘": "X"}
MOST_BETWEEN = 3


class Group(NamedTuple):
    """Digits without anything between them; begin and end in the text; hard: a comma or the like stands before it."""

    digits: str
    begin: int
    end: int
    hard: bool
    plain: int


def _digit(sign: str) -> str | None:
    if sign.isascii():
        return sign if sign.isdigit() else None
    if sign in _HAN:
        return _HAN[sign]
    plain = unicodedata.normalize("NFKC", sign)
    if len(plain) == 1 and plain.isascii() and plain.isdigit():
        return plain
    value = unicodedata.decimal(sign, None)
    return str(value) if value is not None else None


def _reads(text: str, at: int) -> str | None:
    """The digit at a place; letters count only beside a digit, a cross only after one."""
    sign = text[at]
    found = _digit(sign)
    if found is not None:
        return found
    plain = unicodedata.normalize("NFKC", sign)
    letter = _LETTERS.get(plain) or ("X" if sign in _CROSS else None)
    if letter is None:
        return None
    near = text[max(0, at - 3) : at] + text[at + 1 : at + 4]
    return letter if any(_digit(one) is not None for one in near) else None


def runs(text: str, least: int = 7) -> Iterator[list[Group]]:
    """Runs with at least `least` digits."""
    groups: list[Group] = []
    at, last_end = 0, -1
    while at < len(text):
        if _reads(text, at) is None:
            at += 1
            continue
        begin = at
        digits: list[str] = []
        plain = 0
        while at < len(text) and (one := _reads(text, at)) is not None:
            digits.append(one)
            plain += _digit(text[at]) is not None
            at += 1
        between = text[last_end:begin]
        if groups and not _joins(between):
            yield from _long_enough(groups, least)
            groups = []
        groups.append(Group("".join(digits), begin, at, any(one in _LIST for one in between), plain))
        last_end = at
    yield from _long_enough(groups, least)


def _joins(between: str) -> bool:
    return len(between) <= MOST_BETWEEN and all(one in _SOFT or one in _LIST for one in between)


def _long_enough(groups: list[Group], least: int) -> Iterator[list[Group]]:
    if sum(len(group.digits) for group in groups) >= least:
        yield groups


class Number(NamedTuple):
    """Digits of groups side by side. even: nothing between them, or cut as people cut numbers; plain: true digits."""

    digits: str
    begin: int
    end: int
    even: bool
    whole: bool
    plain: int


MOST_DIGITS = 26


def numbers(groups: list[Group]) -> Iterator[Number]:
    """Every row of groups side by side up to 26 digits, the longest first from each group on."""
    for first in range(len(groups)):
        found: list[Number] = []
        digits, lengths, hard, plain = "", [], False, 0
        for last in range(first, min(len(groups), first + MOST_DIGITS)):
            group = groups[last]
            digits += group.digits
            lengths.append(len(group.digits))
            hard |= group.hard and last > first
            plain += group.plain
            if len(digits) > MOST_DIGITS:
                break
            whole = first == 0 and last == len(groups) - 1
            found.append(
                Number(digits, groups[first].begin, group.end, _even(lengths, hard, whole), whole, plain)
            )
        yield from reversed(found)


_CUTS = {
    (3, 4, 4), (3, 3, 5), (3, 8), (7, 4), (4, 4, 3), (5, 6), (4, 3, 4), (3, 2, 2, 2, 2), (3, 4, 2, 2), (3, 4, 3, 1), (2, 3, 3, 3),
    (3, 2, 3, 3), (2, 4, 5), (4, 7), (6, 5), (1, 2, 2, 2, 2, 2), (2, 2, 2, 2, 2, 1), (3, 3, 3, 2), (2, 3, 4, 4), (4, 3, 4, 4), (2, 11),
    (4, 11), (3, 7), (4, 8), (3, 4, 3), (3, 3, 4), (4, 3, 3), (6, 8, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (6, 12), (14, 4), (4, 4, 4, 4),
    (4, 4, 4, 4, 3), (4, 4, 4, 4, 2), (4, 4, 4, 4, 1), (6, 13), (6, 10), (6, 8, 3, 1), (17, 1), (6, 8, 3), (6, 4, 4, 3, 1), (3, 3, 4, 4, 4),
    (4, 14), (6, 6, 6), (3, 3, 3, 3, 3, 3), (6, 6, 4), (6, 6, 3), (3, 5), (5, 3), (2, 6), (2, 5), (4, 4, 4, 4, 1, 1), (6, 6, 7),
    (2, 2, 2, 2, 2, 2, 2, 2, 2), (8, 8), (8, 11), (5, 5, 5, 4), (9, 10), (9, 9), (4, 4, 8), (8, 4, 4),
}  # fmt: skip
"""How people cut telephones, ID and card numbers."""
_LISTED = {(3, 4, 4), (3, 8), (4, 8), (4, 7), (6, 8, 4), (4, 4, 4, 4), (4, 4, 4, 4, 3)}
"""With commas between them only these: amounts of money and lists of numbers have commas, too."""


def _even(lengths: list[int], hard: bool, whole: bool) -> bool:
    if len(lengths) == 1 or set(lengths) == {1}:
        return True
    if tuple(lengths) in (_LISTED if hard else _CUTS):
        return True
    return whole and not hard
