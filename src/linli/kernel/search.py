"""Finding Chinese text: Han bigrams and letter runs, folded alike on both sides.

A trigram index cannot serve words of two characters and jieba words cut names apart, so a document is
kept as a tsvector of bigrams with a GIN index; a query asks for all of its bigrams and the caller checks
the hits against the folded text.
"""

import re
import unicodedata

_NUMERALS = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_COUNTED = re.compile(r"([〇零一二两三四五六七八九十百]{1,5})(?=号|栋|幢|单元|层|楼|室|社区|网格|组|期)")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}]+|[0-9a-z]+")
_INNER_BLANK = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_MOST_TOKENS = 4000


def _number(word: str) -> str:
    """三 -> 3, 十二 -> 12, 二十 -> 20, 一百零三 -> 103; digit by digit where no 十 or 百 stands (一〇二 -> 102)."""
    if "十" not in word and "百" not in word:
        return "".join(str(_NUMERALS[ch]) for ch in word)
    total, current = 0, 0
    for ch in word:
        if ch == "百":
            total, current = total + (current or 1) * 100, 0
        elif ch == "十":
            total, current = total + (current or 1) * 10, 0
        else:
            current = _NUMERALS[ch]
    return str(total + current)


def fold(text: str) -> str:
    """The form both sides are compared in: NFKC, lower case, 三号楼 = 3号楼, no blanks inside Han runs."""
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = _INNER_BLANK.sub("", plain)
    return _COUNTED.sub(lambda found: _number(found[1]), plain)


def tokens(*texts: str) -> list[str]:
    """The distinct tokens of a document: bigrams and single ends of Han runs, whole letter and digit runs."""
    found: set[str] = set()
    for text in texts:
        for run in _RUN.findall(fold(text)):
            if run[0].isascii():
                found.add(run[:40])
            elif len(run) == 1:
                found.add(run)
            else:
                found.update(run[i : i + 2] for i in range(len(run) - 1))
    return sorted(found)[:_MOST_TOKENS]


def wanted(query: str) -> list[str]:
    """The tokens every hit must have. A single Han character gives none: the caller filters by `hits`."""
    return [token for token in tokens(*query.split()) if token.isascii() or len(token) > 1]


def hits(query: str, *texts: str) -> bool:
    """True when each blank-separated part of the query stands in one of the texts, folded alike."""
    folded = [fold(text) for text in texts]
    return all(any(fold(part) in text for text in folded) for part in query.split())
