"""Staff rostering files: solved by annealing and blocks, checked line by line from the file alone."""

from itertools import groupby, pairwise

from linli.plan.budget import Budget
from linli.plan.formats import nurse
from linli.plan.formats.nurse import sections
from linli.plan.roster.nurse import solve as search

SECONDS = 60.0
Lines = dict[str, list[str]]


def solve(text: str, seed: int, budget: Budget) -> tuple[float, Lines, float | None, int]:
    """Penalty, shift names by person (empty: off), bound, steps."""
    w = nurse.read(text)
    found = search(w, budget, seed)
    names = ["", *w.types]
    lines = {p.id: [names[t] for t in row] for p, row in zip(w.staff, found.at, strict=True)}
    return found.value, lines, found.bound, found.steps


def faults(text: str, lines: Lines, value: float) -> list[str]:
    """All hard rules, and the penalty added up again."""
    parts = sections(text)
    found = [f for row in parts["SECTION_STAFF"] for f in _person(parts, row, lines[row[0]])]
    total = sum(
        int(w) for name, d, t, w in parts.get("SECTION_SHIFT_ON_REQUESTS", []) if lines[name][int(d)] != t
    )
    total += sum(
        int(w) for name, d, t, w in parts.get("SECTION_SHIFT_OFF_REQUESTS", []) if lines[name][int(d)] == t
    )
    for day, t, need, under, over in parts["SECTION_COVER"]:
        have = sum(line[int(day)] == t for line in lines.values())
        total += max(0, int(need) - have) * int(under) + max(0, have - int(need)) * int(over)
    if total != value:
        found.append(f"penalty is {total}, said {value}")
    return found


def _person(parts: dict[str, list[list[str]]], row: list[str], line: list[str]) -> list[str]:
    name = row[0]
    minutes = {r[0]: int(r[1]) for r in parts["SECTION_SHIFTS"]}
    after = {r[0]: r[2].split("|") if len(r) > 2 else [] for r in parts["SECTION_SHIFTS"]}
    most = dict(pair.split("=") for pair in row[1].split("|") if pair)
    longest, shortest, run_most, run_least, rest_least, weekends = (int(x) for x in row[2:8])
    worked = sum(minutes[t] for t in line if t)
    found = []
    if not shortest <= worked <= longest:
        found.append(f"{name}: {worked} minutes")
    found += [f"{name}: too often {t}" for t in minutes if line.count(t) > int(most.get(t, 0))]
    found += [f"{name}: {b} after {a}" for a, b in pairwise(line) if a and b and b in after[a]]
    runs = [(kind, len(list(some))) for kind, some in groupby(line, bool)]
    for k, (kind, length) in enumerate(runs):
        inside = 0 < k < len(runs) - 1
        if kind and (length > run_most or (inside and length < run_least)):
            found.append(f"{name}: {length} days of work")
        if not kind and inside and length < rest_least:
            found.append(f"{name}: {length} days of rest")
    if sum(any(line[d : d + 2]) for d in range(5, len(line), 7)) > weekends:
        found.append(f"{name}: weekends")
    gone = [int(d) for r in parts.get("SECTION_DAYS_OFF", []) if r[0] == name for d in r[1:] if d]
    return found + [f"{name}: works on day {d}" for d in gone if line[d]]
