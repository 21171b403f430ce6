"""Any public file: which family it is of, what the best known value is, one line for each question asked of it."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from linli.plan.budget import Budget
from linli.plan.measure.row import Row, row


@dataclass(frozen=True)
class Task:
    """A file and how to look at it; stations and reach only matter for covering."""

    name: str
    text: str
    seed: int
    budget: Budget
    best: float | None = None
    stations: int | None = None
    reach: float | None = None


def family(text: str) -> str | None:
    """What the file looks like inside; its name does not matter."""
    if "<graphml" in text[:2000]:
        return "dtdp"
    if "SECTION_COVER" in text:
        return "nurse"
    lines = [line.split() for line in text.splitlines()[:4] if line.strip() and not line.startswith("#")]
    try:
        first, second = [len(line) for line in lines[:2]]
        float(lines[1][0]), float(lines[0][0])
    except (ValueError, IndexError):
        return None
    if "p" in lines[0][1:]:
        return "mclp"
    return _by_width(lines, first, second)


def _by_width(lines: list[list[str]], first: int, second: int) -> str | None:
    if first == 1 and second == int(float(lines[0][0])):
        return "tsptw"
    if first == 3 and second == 3:
        return "pmed"
    if first == 4 and second == 2 and lines[0][0] == "1":
        return "pvrp"
    return "mclp" if second == 3 else None


def seconds(kind: str) -> float:
    """The usual budget of a family."""
    return {"pvrp": 60.0, "tsptw": 1.0, "pmed": 15.0, "mclp": 20.0, "dtdp": 60.0, "nurse": 60.0}[kind]


def best_known(file: Path, kind: str) -> list[tuple[float, dict[str, float]]]:
    """Values of tables that lie beside the file or one folder above, with the parameters they hold for."""
    tables = (file.parent / "best_known.csv", file.parent.parent / "best_known.csv")
    table = next((table for table in tables if table.is_file()), None)
    found = [] if table is None else _of_table(table, file.stem.split(".")[0], kind)
    listed = file.parent / "best_makespan.txt"
    if found or kind != "tsptw" or not listed.is_file():
        return found
    rows = map(str.split, listed.read_text(encoding="utf-8").splitlines())
    return [(float(words[1]), {}) for words in rows if words[:1] == [file.name]]


def _of_table(table: Path, instance: str, kind: str) -> list[tuple[float, dict[str, float]]]:
    with table.open(encoding="utf-8") as lines:
        return [
            (
                float(line["best_known"]),
                {k: float(v) for k, v in re.findall(r"(\w+)=([\d.]+)", line["parameter"] or "")},
            )
            for line in csv.DictReader(lines)
            if line["set"] == kind and line["instance"] == instance
        ]


def measure(kind: str, task: Task) -> Row:
    """One line."""
    return RUN[kind](task)


def _pvrp(task: Task) -> Row:
    from linli.plan.measure import pvrp

    value, days, steps = pvrp.solve(task.text, task.seed, task.budget)
    used = task.budget.used()
    wrong = pvrp.faults(task.text, days, value)
    return row("pvrp", task.name, value, task.best, seconds=used, seed=task.seed, steps=steps, faults=wrong)


def _tsptw(task: Task) -> Row:
    from linli.plan.measure import tsptw

    value, order, steps = tsptw.solve(task.text, task.seed, task.budget)
    used = task.budget.used()
    wrong = tsptw.faults(task.text, order, value)
    return row("tsptw", task.name, value, task.best, seconds=used, seed=task.seed, steps=steps, faults=wrong)


def _pmed(task: Task) -> Row:
    from linli.plan.measure import pmed

    best = pmed.solve(task.text, task.seed, task.budget)
    return row(
        "pmed", task.name, best.value, task.best, bound=best.bound, seconds=task.budget.used(), seed=task.seed,
        steps=best.steps, faults=pmed.faults(task.text, best), proven=best.proven,
    )  # fmt: skip


def _mclp(task: Task) -> Row:
    from linli.plan.measure import mclp

    stations, reach = task.stations or mclp.STATIONS, task.reach or mclp.RADIUS
    covered, best = mclp.solve(task.text, stations, reach, task.seed, task.budget)
    wrong = mclp.faults(task.text, stations, reach, best, covered)
    line = row(
        "mclp", f"{task.name} p={stations} radius={reach:g}", covered, task.best, seconds=task.budget.used(),
        seed=task.seed, steps=best.steps, faults=wrong, proven=best.proven,
    )  # fmt: skip
    # more people covered is better: the gap counts what is missing
    return line if line.gap is None else _turned(line)


def _turned(line: Row) -> Row:
    import msgspec

    return msgspec.structs.replace(line, gap=-(line.gap or 0.0) + 0.0)


def _dtdp(task: Task) -> Row:
    from linli.plan.measure import dtdp

    value, names, steps = dtdp.solve(task.text, task.seed, task.budget)
    used = task.budget.used()
    wrong = dtdp.faults(task.text, names, value)
    return row("dtdp", task.name, value, task.best, seconds=used, seed=task.seed, steps=steps, faults=wrong)


def _nurse(task: Task) -> Row:
    from linli.plan.measure import nurse

    value, lines, bound, steps = nurse.solve(task.text, task.seed, task.budget)
    used = task.budget.used()
    wrong = nurse.faults(task.text, lines, value)
    return row(
        "nurse",
        task.name,
        value,
        task.best,
        bound=bound,
        seconds=used,
        seed=task.seed,
        steps=steps,
        faults=wrong,
    )


RUN: dict[str, Callable[[Task], Row]] = {
    "pvrp": _pvrp, "tsptw": _tsptw, "pmed": _pmed, "mclp": _mclp, "dtdp": _dtdp, "nurse": _nurse,
}  # fmt: skip


def questions(file: Path, kind: str, stations: int | None, reach: float | None, best: float | None) -> Iterator[
    tuple[float | None, int | None, float | None]
]:  # fmt: skip
    """Best known value, stations and reach, for every line a file gives."""
    known = best_known(file, kind)
    if best is not None or kind != "mclp":
        yield best if best is not None else (known[0][0] if known else None), stations, reach
        return
    asked: list[tuple[float | None, int | None, float | None]] = [
        (v, int(p.get("p", 0)), p.get("radius")) for v, p in known if not stations or p.get("p") == stations
    ]
    yield from asked or [(None, stations, reach)]
