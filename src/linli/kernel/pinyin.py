"""Chinese order: the key of a name is how it is read, without tones, and is stored beside the name.

Readings are those of the package pypinyin, whose tables would take 58 MB of every process; the tests hold both
against each other.
"""

import re
from array import array
from collections.abc import Iterator
from functools import cache
from pathlib import Path

READINGS = Path(__file__).parent / "facts" / "pinyin.txt"
_HAN = re.compile("([〇㐀-䶿一-鿿豈-﫿𠀀-𳑿]+)")


def pinyin_key(text: str) -> str:
    """Syllables and what is no Chinese, apart by a space: "3号楼" gives "3 hao lou"."""
    pieces = filter(None, _HAN.split(text))
    return " ".join(word for piece in pieces for word in (_read(piece) if _HAN.match(piece) else (piece,)))


def _read(text: str) -> Iterator[str]:
    """The longest phrase first: 重庆 is no 重."""
    readings = _readings()
    at = 0
    while at < len(text):
        phrase = readings.phrase_at(text, at)
        yield from readings.of(phrase)
        at += len(phrase)


class _Readings:
    """The table: a number for each character, phrases whose readings are their characters', and the others."""

    def __init__(self, path: Path) -> None:
        characters, _gap, phrases = path.read_text(encoding="utf-8").partition("\n\n")
        pairs = [line.split(" ") for line in characters.split("\n")]
        self._syllables = ["", *(syllable for syllable, _found in pairs)]
        self._numbers = array("H", bytes(2 * (1 + max(ord(found[-1]) for _syllable, found in pairs))))
        for number, (_syllable, found) in enumerate(pairs, 1):
            for character in found:
                self._numbers[ord(character)] = number
        lines = phrases.splitlines()
        self._plain = frozenset(line for line in lines if " " not in line)
        self._special = {phrase: said for phrase, *said in (line.split(" ") for line in lines if " " in line)}
        self._longest = max(map(len, (*self._plain, *self._special)))

    def phrase_at(self, text: str, at: int) -> str:
        """The longest phrase that begins there, or the one character."""
        for end in range(min(len(text), at + self._longest), at + 1, -1):
            phrase = text[at:end]
            if phrase in self._special or phrase in self._plain:
                return phrase
        return text[at]

    def of(self, phrase: str) -> Iterator[str]:
        """The syllables of a phrase; a character nobody reads stays as it is."""
        said = self._special.get(phrase)
        yield from said if said is not None else map(self._usual, phrase)

    def _usual(self, character: str) -> str:
        code = ord(character)
        return self._syllables[self._numbers[code]] if code < len(self._numbers) and self._numbers[code] else character  # fmt: skip


@cache
def _readings() -> _Readings:
    return _Readings(READINGS)
