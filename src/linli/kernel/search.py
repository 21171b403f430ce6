"""Finding Chinese text: every piece of it from one character on, as written and folded alike on both sides.

A trigram index cannot serve words of one and two characters and jieba words cut names apart, so a document is kept
as a tsvector with a GIN index. It holds the bigrams of Han runs and their last characters, and every end of a run of
letters and digits; a query asks for bigrams, for all that begins with its one character, for all that begins with its
letters where the query ends there (what begins with 1 is half of all documents: a house number inside is asked for as
it stands). So what a scan would find is found, and the caller checks that the pieces stand together.
"""

import re
import unicodedata
from collections.abc import Iterable

from linli.kernel.script import simplified

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
_TELLING = re.compile(r"[0-9]{7}")
_LONGEST_WHOLE, _LONGEST_END = 200, 40
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


def plain(text: str) -> str:
    """NFKC, lower case, no blanks inside Han runs."""
    return _INNER_BLANK.sub("", unicodedata.normalize("NFKC", text).lower())


def fold(text: str) -> str:
    """The form both sides are compared in: `plain`, 電梯 = 电梯, and 三号楼 = 3号楼.

    A document kept before traditional characters were folded is found by what stands in it, and by it simplified.
    """
    return _COUNTED.sub(lambda found: _number(found[1]), simplified(plain(text)))


def tokens(*texts: str) -> list[str]:
    """The distinct tokens by which two texts are compared: bigrams of Han runs, whole runs of letters and digits."""
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


def document(*texts: str) -> list[str]:
    """The distinct tokens under which a document is kept, as it is written and as it is folded.

    A run with seven or more digits (a telephone, an identity number) is kept whole only: the last four digits of a
    telephone find a person as well as the whole number does.
    """
    found: set[str] = set()
    for text in texts:
        for form in {plain(text), fold(text)}:
            for run in _RUN.findall(form):
                found.update(_kept(run))
    return sorted(found)[:_MOST_TOKENS]


def _kept(run: str) -> Iterable[str]:
    if not run[0].isascii():
        yield run[-1]
        yield from (run[at : at + 2] for at in range(len(run) - 1))
    elif _TELLING.search(run):
        yield f"={run[:_LONGEST_WHOLE]}"
    else:
        yield from (run[at : at + _LONGEST_END] for at in range(len(run)))


def question(query: str) -> str:
    """The tsquery every hit must meet, in its text form; empty where nothing is asked that could be looked up."""
    parts = []
    for part in query.split():
        forms = dict.fromkeys(" & ".join(_asked(form)) for form in (plain(part), fold(part)))
        if said := [f"({form})" for form in forms if form]:
            parts.append(f"({' | '.join(said)})")
    return " & ".join(parts)


def _asked(form: str) -> Iterable[str]:
    for found in _RUN.finditer(form):
        run = found[0]
        # A run that ends before its form does ends there in the text as well; only the last may go on.
        on = ":*" if found.end() == len(form) else ""
        if not run[0].isascii():
            yield from (f"'{run[at : at + 2]}'" for at in range(len(run) - 1))
            if len(run) == 1:
                yield f"'{run}'{on}"
        elif _TELLING.search(run):
            yield f"'={run[:_LONGEST_WHOLE]}'"
        else:
            yield f"'{run[:_LONGEST_END]}'{on if len(run) < _LONGEST_END else ':*'}"


def is_exact(query: str) -> bool:
    """True when whatever meets the question holds the words: each part is one run, of Han two characters at most."""
    return all(_whole(form) for part in query.split() for form in {plain(part), fold(part)})


def _whole(form: str) -> bool:
    run = _RUN.fullmatch(form)
    return run is not None and len(form) <= (_LONGEST_END if form[0].isascii() else 2)


def wanted(query: str) -> list[str]:
    """The bigrams and runs of a text that another should share to be like it; single Han characters say nothing."""
    return [token for token in tokens(*query.split()) if token.isascii() or len(token) > 1]


def hits(query: str, *texts: str) -> bool:
    """True when each blank-separated part of the query stands in one of the texts, as written or folded alike."""
    forms = [(plain(text), fold(text)) for text in texts]
    return all(_stands(plain(part), fold(part), forms) for part in query.split())


def _stands(part: str, folded: str, forms: list[tuple[str, str]]) -> bool:
    return any(part in text or folded in other for text, other in forms)
