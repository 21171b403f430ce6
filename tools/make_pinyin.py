"""Make the shipped readings: python tools/make_pinyin.py, with the package pypinyin installed.

A line for each syllable with its characters; an empty line; a line for each phrase, with its syllables where they
are not those of its characters. Phrases of the second sort are what readings hang on, the others keep them apart.
"""

import sys
from collections import defaultdict
from pathlib import Path

from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from linli.kernel.pinyin import READINGS


def main() -> None:
    """Write facts/pinyin.txt."""
    usual = {chr(code): lazy_pinyin(chr(code))[0] for code in PINYIN_DICT}
    characters = defaultdict(list)
    for character in sorted(usual):
        characters[usual[character]].append(character)
    lines = [f"{syllable} {''.join(found)}" for syllable, found in sorted(characters.items())]
    lines.append("")
    for phrase, readings in sorted(PHRASES_DICT.items()):
        said = [to_normal(one[0]) for one in readings]
        plain = said == [usual[character] for character in phrase]
        lines.append(phrase if plain else " ".join([phrase, *said]))
    READINGS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
