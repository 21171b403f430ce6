"""A process of its own for learning and measuring: asked by one JSON object, answers JSON lines."""

import json
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from linli.assist import tables
from linli.assist.likeness.groups import LOOSE, Known, grouped, ranked
from linli.assist.reading import message
from linli.assist.sorting import store
from linli.assist.sorting.fit import LEAST, Labelled, distinct, learn
from linli.assist.sorting.judge import Measured, Verdict, measured, time_split, verdict
from linli.kernel.refusal import Refusal

MEMORY = 4 << 30
MOST_GROUPED = 20_000
MOST_LEARNED = 40_000
"""Rows of a table that are learned from; of more, so many are drawn."""
FEW = 3
"""Examples a category needs where somebody only measures; to go live it needs more (fit.LEAST)."""


class Example(msgspec.Struct, frozen=True):
    """A closed matter as it is handed over for learning; at: when it was opened (ISO)."""

    title: str
    text: str
    label: str
    who: str
    at: str
    day: float


class Lesson(msgspec.Struct, frozen=True):
    """What to learn from, where machines are kept, the moment of now as told."""

    root: str
    now: str
    examples: list[Example]


class Learned(msgspec.Struct, frozen=True):
    """What became of a candidate."""

    card: store.Card
    live: str
    compared: Measured | None


def evaluate(train: str, test: str, predictions: str = "", least: str = str(FEW)) -> dict[str, Any]:
    """Learn from one file, measure on another; exact repeats inside and across count once.

    train_rows: with words and a label; train_used: those learned from, MOST_LEARNED at most.
    """
    lessons = tables.labelled(Path(train))
    asked = tables.labelled(Path(test))
    every = distinct(lessons)
    learned_from = _some(every)
    begun = time.perf_counter(), time.process_time()
    machine = learn(learned_from, int(least))
    seconds = time.perf_counter() - begun[0], time.process_time() - begun[1]
    known = {key(row) for row in every}
    fresh = [row for row in distinct(asked) if key(row) not in known]
    if not fresh:
        raise Refusal("assist_nothing_new", "测试表里没有训练表以外的行。")
    figures, said = measured(machine, fresh)
    if predictions:
        _write_predictions(Path(predictions), machine, asked)
    return {
        "train_rows": len(lessons),
        "train_used": len(learned_from),
        "test_rows": len(asked),
        "test_used": len(fresh),
        "features": len(machine.vocabulary),
        "labels_learned": machine.labels,
        "train_seconds": round(seconds[0], 2),
        "train_cpu_seconds": round(seconds[1], 2),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        **msgspec.to_builtins(figures),
        "unsure_share": round(sum(sure < 0.5 for _, sure in said) / len(said), 5),
    }


def _some(rows: list[Labelled]) -> list[Labelled]:
    """All of them, or as many as memory holds: drawn at random, the same ones each time, in their order."""
    if len(rows) <= MOST_LEARNED:
        return rows
    chosen = random.Random(20).sample(range(len(rows)), MOST_LEARNED)  # noqa: S311  nothing secret
    return [rows[at] for at in sorted(chosen)]


def group(file: str) -> dict[str, Any]:
    """Groups of a file's messages, the hottest first, and the nearest neighbours of each message."""
    rows = tables.rows(Path(file))
    if len(rows) > MOST_GROUPED:
        raise Refusal("assist_too_large", f"一次最多归并 {MOST_GROUPED} 件，现有 {len(rows)} 件。")
    order = sorted(range(len(rows)), key=lambda at: rows[at].at)  # as they came in
    begun = time.perf_counter(), time.process_time()
    nearest: list[list[tuple[int, float]]] = []
    groups = grouped([rows[at].said for at in order], nearest=nearest)
    seconds = time.perf_counter() - begun[0], time.process_time() - begun[1]
    likes = [(_count(rows[at].likes), _count(rows[at].dislikes)) for at in order]
    hot = ranked(groups, [rows[at].who for at in order], likes)
    name = [rows[at].number or str(at) for at in order]
    return {
        "rows": len(rows),
        "seconds": round(seconds[0], 2),
        "cpu_seconds": round(seconds[1], 2),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "groups": [
            {"members": [name[at] for at in one.members], "people": one.people, "heat": one.heat}
            for one in hot
        ],
        "alone": sum(len(one) == 1 for one in groups),
        "nearest": {
            name[at]: [[name[other], score] for other, score in found] for at, found in enumerate(nearest)
        },
    }


class Said(msgspec.Struct, frozen=True):
    """A matter as it is handed over for grouping. place: only equal ones join, "" joins any; day: any origin.

    kind: codes of its category from the top, each with a slash behind it; one that lies in the other joins, "" any.
    issue: the issue it is in, LOOSE for none; apart: issues it never joins again.
    """

    title: str
    text: str
    place: str
    day: float
    kind: str = ""
    issue: int = LOOSE
    apart: list[int] = []


class Gathered(msgspec.Struct, frozen=True):
    """Groups of two or more that have somebody new: the issue they are, LOOSE for a new one, and the new members."""

    groups: list[tuple[int, list[int]]]
    seconds: float


APART_DAYS = 90.0
"""Matters further apart in time are not one issue by themselves."""


def gather(said: list[Said]) -> Gathered:
    """Groups of a street's matters, in order of arrival, around what people and earlier rounds have settled."""
    begun = time.perf_counter()
    rows = said[-MOST_GROUPED:]
    apart = frozenset((at, issue) for at, one in enumerate(rows) for issue in one.apart)

    def may_join(new: int, earlier: int) -> bool:
        one, other = rows[new], rows[earlier]
        near = not one.place or not other.place or one.place == other.place
        near = near and (one.kind.startswith(other.kind) or other.kind.startswith(one.kind))
        return near and abs(one.day - other.day) <= APART_DAYS

    settled = Known([one.issue for one in rows], apart)
    groups = grouped([message(one.title, one.text) for one in rows], may_join=may_join, settled=settled)
    found = []
    for members in groups:
        fresh = [at for at in members if rows[at].issue == LOOSE]
        if len(members) > 1 and fresh:
            issue = next((rows[at].issue for at in members if rows[at].issue != LOOSE), LOOSE)
            found.append((issue, [at + len(said) - len(rows) for at in fresh]))
    return Gathered(found, round(time.perf_counter() - begun, 2))


def _count(text: str) -> int:
    try:
        return max(0, int(float(text or 0)))
    except (ValueError, OverflowError):
        return 0


def key(row: Labelled) -> tuple[str, str]:
    """What makes two messages exactly equal."""
    return row.said.title, " ".join(row.said.text.split())


def _write_predictions(file: Path, machine: Any, rows: list[Labelled]) -> None:
    import csv

    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["row", "label", "predicted", "confidence", "band"])
        for at, row in enumerate(rows):
            said = machine.suggest(row.said)
            first = said.choices[0] if said.choices else None
            writer.writerow(
                [at, row.label, first.label if first else "", first.confidence if first else "", said.band]
            )


def train(lesson: Lesson) -> Learned:
    """A candidate from what people decided; it goes live only if it is no worse, otherwise it says why not."""
    root = Path(lesson.root)
    rows = [Labelled(message(one.title, one.text), one.label, one.who, one.day) for one in lesson.examples]
    lessons, held = time_split(rows)
    candidate = learn(lessons, LEAST)
    judged = [row for row in held if row.label in candidate.labels]
    figures = measured(candidate, judged)[0] if judged else None
    before = store.live(root)
    compared = measured(store.load(root, before), judged)[0] if before and judged else None
    decided = verdict(figures, compared) if figures else Verdict(False, ["最近没有可以用来检验的事项"])
    sizes: dict[str, int] = {}
    for row in lessons:
        sizes[row.label] = sizes.get(row.label, 0) + 1
    moments = sorted(one.at for one in lesson.examples)
    candidate.version = store.version_of(candidate, moments[-1])
    card = store.Card(
        candidate.version, len(lessons), sizes, moments[0], moments[-1], len(judged),
        candidate.sharpness, candidate.bend, len(candidate.vocabulary), figures,
        decided.promote, decided.reasons,
    )  # fmt: skip
    if candidate.version != before:
        store.save(root, candidate, card)
        if decided.promote:
            store.go_live(root, candidate.version, at=lesson.now)
        else:
            store.write_down(root, store.Line(lesson.now, "refused", candidate.version, decided.reasons))
    return Learned(card, store.live(root), compared)


def _train() -> Any:
    lesson = msgspec.json.decode(sys.stdin.buffer.read(), type=Lesson)
    return msgspec.to_builtins(train(lesson))


def _gather() -> Any:
    return msgspec.to_builtins(gather(msgspec.json.decode(sys.stdin.buffer.read(), type=list[Said])))


VERBS: dict[str, Callable[..., Any]] = {
    "evaluate": evaluate,
    "group": group,
    "train": _train,
    "gather": _gather,
}


def main(verb: str, *words: str) -> int:
    """0 done, 2 refused; the answer is one JSON line."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        answer = {"answer": VERBS[verb](*words)}
    except Refusal as refusal:
        answer = {"refused": refusal.code, "sentence": refusal.sentence, "facts": dict(refusal.facts)}
    except MemoryError:
        answer = {"refused": "assist_too_large", "sentence": "数据太大，内存不够。", "facts": {}}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return 2 if "refused" in answer else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
