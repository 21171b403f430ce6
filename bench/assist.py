"""Texts understood: how well and how fast, on labelled messages where they are at hand, and on made ones."""

import csv
import gzip
import os
import random
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import fmean

from bench import Figure, Run, at_least, at_most, hot_issues, read_photos, spoken_places, told
from linli.assist.reading import readable
from linli.assist.reply.check import check
from linli.assist.reply.marks import beyond_phrases
from linli.site.door.assist import asked

SEEDS = (1, 2, 3, 4, 5)
FEW = 500
SAYS_MUCH = 100
"""Characters beyond courtesy and phrases."""


def data() -> Path | None:
    """The folder of messages: LINLI_ASSIST_DATA, or beside this checkout."""
    root = Path(
        os.environ.get("LINLI_ASSIST_DATA", Path(__file__).resolve().parents[2] / "shared/data/messages")
    )
    return root if (root / "labelled-train.csv.gz").is_file() else None


def figures(run: Run) -> Iterable[Figure]:
    """Sorting over five splits of the labelled messages, and with 500 labels."""
    yield from replies()
    yield from places()
    yield from read_photos.photo_figures()
    root = data()
    if root is None:
        yield told("labelled messages", 0, "rows", "not at hand: set LINLI_ASSIST_DATA")
        return
    with gzip.open(root / "labelled-train.csv.gz", "rt", encoding="utf-8") as source:
        rows = list(dict.fromkeys((row["tokens"], row["label"]) for row in csv.DictReader(source)))
    measured = [_split(rows, seed, len(rows) * 4 // 5) for seed in run_seeds(run)]
    count = f"{len(measured)} splits"
    yield at_least("sorting macro-F1", fmean(one["macro_f1"] for one in measured), "", 0.925, count)
    yield at_most(
        "sorting calibration error", fmean(one["calibration_error"] for one in measured), "", 0.02, count
    )
    yield at_least("sure (0.9) share", fmean(one["at_90"]["coverage"] for one in measured), "", 0.80)
    yield at_least("sure (0.9) right", fmean(one["at_90"]["right"] for one in measured), "", 0.975)
    yield at_most("learning, processor", max(one["train_cpu_seconds"] for one in measured), "s", 60)
    yield at_most("suggestion p95", max(one["ms_p95"] for one in measured), "ms", 30)
    yield at_most("learning memory", max(one["memory_mb"] for one in measured), "MB", 500)
    hot = root / "hot-topics-4326.xlsx"
    if hot.is_file() and not run.quick:
        grouped = asked("group", str(hot))
        yield at_most(
            f"grouping {grouped['rows']:,} messages",
            grouped["seconds"],
            "s",
            120,
            f"{len(grouped['groups'])} groups",
        )
        yield from hot_issues.hot_figures(hot)
    if (root / "answered-2816.xlsx").is_file():
        yield from real_replies(root / "answered-2816.xlsx")
    few = [_split(rows, seed, FEW)["macro_f1"] for seed in run_seeds(run)]
    yield at_least("sorting macro-F1, 500 labels", fmean(few), "", 0.79)


def places() -> Iterable[Figure]:
    """Places read from invented sentences: the first suggestion."""
    n, precision, recall, _wrong = spoken_places.measure()
    yield at_least("places: precision", precision, "", 0.95, f"{n} invented sentences")
    yield at_least("places: recall", recall, "", 0.90, f"{n} invented sentences")


def replies() -> Iterable[Figure]:
    """Hints about answers on our own invented pairs; the rules were made on every other line, the figures are of the rest."""
    lines = (Path(__file__).parent / "reply_cases.tsv").read_text(encoding="utf-8").splitlines()
    pairs = []
    begun = time.perf_counter()
    for question, answer, codes in (line.split("\t") for line in lines):
        pairs.append((set(codes.split()), set(check(question, answer).hints)))
    took = 1000 * (time.perf_counter() - begun) / len(lines)
    for words, some, target in (("not looked at", pairs[1::2], 0.85), ("all", pairs, 0.90)):
        right = sum(len(due & given) for due, given in some)
        note = f"{len(some)} pairs, {words}"
        yield at_least(
            "reply hints, precision", right / sum(len(given) for _, given in some), "", target, note
        )
        yield at_least("reply hints, recall", right / sum(len(due) for due, _ in some), "", target, note)
    yield at_most("reply hints, one answer", took, "ms", 5)


def real_replies(file: Path) -> Iterable[Figure]:
    """How often answers that offices really gave get a hint; those that say much should mostly get none."""
    from python_calamine import load_workbook

    lines = load_workbook(str(file)).get_sheet_by_index(0).to_python()[1:]
    given = [(readable(str(one[5])), check(f"{one[2]}\n{one[4]}", str(one[5])).hints) for one in lines]
    much = [hints for answer, hints in given if beyond_phrases(answer) >= SAYS_MUCH]
    quiet = sum(not hints for hints in much) / len(much)
    yield at_least(
        "real answers that say much, without a hint", quiet, "", 0.9, f"{len(much)} of {len(given)}"
    )
    for code, words in (("who", "who"), ("what", "what"), ("when", "when"), ("question", "an open question")):
        counted = sum(code in hints for hints in much)
        yield told(
            f"hint about {words} on those",
            counted / len(much),
            "",
            f"{sum(code in h for _, h in given)} of all",
        )


def run_seeds(run: Run) -> tuple[int, ...]:
    """Five splits, or one to see that it runs."""
    return SEEDS[: run.pick(len(SEEDS), 1)]


def _split(rows: list[tuple[str, str]], seed: int, learned: int) -> dict:  # type: ignore[type-arg]
    """A random split: so many to learn from, the rest (a fifth at most) to measure."""
    mixed = rows.copy()
    random.Random(seed).shuffle(mixed)
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, part in (("train", mixed[:learned]), ("test", mixed[-(len(rows) // 5) :])):
            files.append(Path(folder) / f"{name}.csv")
            with files[-1].open("w", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows([("tokens", "label"), *part])
        answer: dict = asked("evaluate", *map(str, files))  # type: ignore[type-arg]
        return answer
