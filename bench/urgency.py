"""Urgent words in real letters to a government: how many are marked, by which words, and what reading one costs."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import process_time

import openpyxl

from bench import Figure, Run, at_most, told
from linli.matters.rules.urgency import urgent_hits

LETTERS = Path(__file__).resolve().parents[2] / "shared" / "data" / "messages"
FILES = ("hot-topics-4326.xlsx", "answered-2816.xlsx")
TITLE, TEXT = 2, 4
QUICK = 500


def figures(run: Run) -> Iterable[Figure]:
    """The share of letters marked urgent in each file; recall is proved by the tests, a letter is rarely urgent."""
    for name in FILES:
        path = LETTERS / name
        if not path.exists():
            continue
        letters = list(_letters(path))[: run.pick(None, QUICK)]
        begun = process_time()
        found = [urgent_hits(*letter) for letter in letters]
        spent = process_time() - begun
        words = Counter(hit.word for hits in found for hit in hits).most_common(8)
        share = 100 * sum(map(bool, found)) / len(letters)
        often = " ".join(f"{word} {n}" for word, n in words)
        yield told(f"letters marked urgent, {path.stem}", share, "%", often)
        yield at_most(f"reading one letter, {path.stem}", 1_000 * spent / len(letters), "ms", 5)


def _letters(path: Path) -> Iterator[tuple[str, str]]:
    rows = openpyxl.load_workbook(path, read_only=True).active.iter_rows(min_row=2, values_only=True)
    for row in rows:
        yield str(row[TITLE] or ""), str(row[TEXT] or "")
