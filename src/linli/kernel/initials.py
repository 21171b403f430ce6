"""Finding a name while it is typed: by its characters, by its syllables, by their first letters, with numbers between."""

import re
from typing import NamedTuple

from .pinyin import pinyin_key
from .search import fold

_RUN = re.compile(r"[0-9]+|[a-z]+|[^0-9a-z\s]+")


class Keys(NamedTuple):
    """The forms of one name: 槐荫里2号楼, huaiyinli2haolou, hyl2hl."""

    plain: str
    spelled: str
    initials: str


def keys_of(name: str) -> Keys:
    """The forms a name can be typed in."""
    words = pinyin_key(fold(name)).lower().split()
    initials = "".join(word if word[0].isdigit() else word[0] for word in words)
    return Keys(fold(name).replace(" ", ""), "".join(words), initials)


def runs_of(typed: str) -> list[str]:
    """What was typed, in runs of digits, letters and characters; empty for nothing."""
    return _RUN.findall(fold(typed))[:8]


def rank(runs: list[str], keys: Keys) -> int | None:
    """How well a name fits, 0 best; None where it does not.

    The runs must stand in it in their order; a number is found as a whole number, its end may be still to come.
    """
    found = [at for key in keys if (at := _at(runs, key)) is not None]
    return min(found, default=None)


def _at(runs: list[str], key: str) -> int | None:
    """0 where it begins the key and ends its numbers, 1 where it begins it, more the later it begins."""
    start, at, loose = None, 0, 0
    for nth, run in enumerate(runs, 1):
        here = _find(run, key, at, whole=nth < len(runs))
        if here is None:
            return None
        start = here if start is None else start
        at = here + len(run)
        loose |= run[0].isdigit() and key[at : at + 1].isdigit()
    return None if start is None else 2 * min(start, 8) + loose


def _find(run: str, key: str, at: int, *, whole: bool) -> int | None:
    while (here := key.find(run, at)) >= 0:
        after = key[here + len(run) : here + len(run) + 1]
        cut = (here and key[here - 1].isdigit()) or (whole and after.isdigit())
        if not (run[0].isdigit() and cut):
            return here
        at = here + 1
    return None
