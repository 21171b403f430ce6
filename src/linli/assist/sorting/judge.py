"""How good a machine is on messages it has not seen, and whether a candidate may take the place of the live one."""

import time
from collections.abc import Sequence

import msgspec

from linli.assist.sorting.features import counts
from linli.assist.sorting.fit import Labelled, distinct
from linli.assist.sorting.machine import Machine

BINS = 15
LOSS, CLASS_LOSS, CLASS_SIZE, MISCALIBRATED = 0.005, 0.05, 20, 0.03
"""A candidate may be half a point worse in all, no category of 20 or more 5 points, its confidence 3 points off."""


class Above(msgspec.Struct, frozen=True):
    """Those said with at least this confidence: their share of all, and the share of them that is right."""

    coverage: float
    right: float | None


class Measured(msgspec.Struct, frozen=True):
    """Figures on one set; confusion counts [true][said] in the order of `labels`; times in milliseconds."""

    rows: int
    macro_f1: float
    accuracy: float
    calibration_error: float
    at_90: Above
    at_50: Above
    top_two: float
    labels: list[str]
    f1: dict[str, float]
    sizes: dict[str, int]
    confusion: list[list[int]]
    ms_median: float
    ms_p95: float


class Verdict(msgspec.Struct, frozen=True):
    """Whether a candidate may go live, and why not."""

    promote: bool
    reasons: list[str]


def measured(machine: Machine, rows: Sequence[Labelled]) -> tuple[Measured, list[tuple[str, float]]]:
    """Figures, and for each row what the machine says and how sure it is. Labels it never learned count as missed."""
    import numpy as np

    said: list[tuple[str, float]] = []
    second: list[str] = []
    took: list[float] = []
    for row in rows:
        begun = time.perf_counter()
        shares = machine.shares(counts(row.said))
        took.append(1000 * (time.perf_counter() - begun))
        order = np.argsort(-shares, kind="stable")
        said.append((machine.labels[order[0]], float(shares[order[0]])))
        second.append(machine.labels[order[1]])
    truth = [row.label for row in rows]
    labels = sorted({*truth, *machine.labels})
    confusion = _confusion(truth, [label for label, _ in said], labels)
    f1 = {label: f for label, f in zip(labels, _f1(confusion), strict=True) if label in set(truth)}
    right = [label == wanted for (label, _), wanted in zip(said, truth, strict=True)]
    sure = [confidence for _, confidence in said]
    two = [ok or other == wanted for ok, other, wanted in zip(right, second, truth, strict=True)]
    return Measured(
        rows=len(rows),
        macro_f1=_mean(list(f1.values())),
        accuracy=_mean(right),
        calibration_error=calibration_error(sure, right),
        at_90=_above(sure, right, 0.9),
        at_50=_above(sure, right, 0.5),
        top_two=_mean(two),
        labels=labels,
        f1={label: round(f, 4) for label, f in f1.items()},
        sizes={label: truth.count(label) for label in f1},
        confusion=confusion,
        ms_median=round(float(np.percentile(took, 50)), 3) if took else 0.0,
        ms_p95=round(float(np.percentile(took, 95)), 3) if took else 0.0,
    ), said


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 5) if values else 0.0


def _confusion(truth: list[str], said: list[str], labels: list[str]) -> list[list[int]]:
    place = {label: at for at, label in enumerate(labels)}
    table = [[0] * len(labels) for _ in labels]
    for wanted, got in zip(truth, said, strict=True):
        table[place[wanted]][place[got]] += 1
    return table


def _f1(table: list[list[int]]) -> list[float]:
    found = []
    for at, row in enumerate(table):
        hit = row[at]
        there, called = sum(row), sum(line[at] for line in table)
        found.append(2 * hit / (there + called) if there + called else 0.0)
    return found


def calibration_error(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error: how far confidence and being right are apart, over 15 equal bins."""
    total = 0.0
    for one in range(BINS):
        low, high = one / BINS, (one + 1) / BINS
        here = [at for at, c in enumerate(confidence) if low < c <= high or (one == 0 and c == 0)]
        if here:
            gap = sum(confidence[at] for at in here) - sum(right[at] for at in here)
            total += abs(gap)
    return round(total / len(confidence), 5) if confidence else 0.0


def _above(confidence: Sequence[float], right: Sequence[bool], bound: float) -> Above:
    here = [ok for c, ok in zip(confidence, right, strict=True) if c >= bound]
    return Above(round(len(here) / len(right), 5) if right else 0.0, _mean(here) if here else None)


def verdict(candidate: Measured, live: Measured | None) -> Verdict:
    """Both measured on the same held-out messages; without a live machine only the candidate's honesty counts."""
    reasons = []
    if candidate.calibration_error > MISCALIBRATED:
        reasons.append(f"把握不准：校准误差 {candidate.calibration_error:.3f}，最多 {MISCALIBRATED}")
    if live is not None:
        if candidate.macro_f1 < live.macro_f1 - LOSS:
            reasons.append(f"比现用的差：宏 F1 {candidate.macro_f1:.3f}，现用 {live.macro_f1:.3f}")
        for label, f in sorted(live.f1.items()):
            now = candidate.f1.get(label, 0.0)
            if live.sizes.get(label, 0) >= CLASS_SIZE and now < f - CLASS_LOSS:
                reasons.append(f"“{label}”变差：F1 {now:.3f}，现用 {f:.3f}")
    return Verdict(not reasons, reasons)


def time_split(
    rows: Sequence[Labelled], days: float = 30.0, least: int = 50
) -> tuple[list[Labelled], list[Labelled]]:
    """Learned from and held out: the last days, or the last fifth where those are few.

    Whoever wrote a held-out message has none that is learned from: the machine shall not know people. Where that
    would cost more than a third, the same people's held-out messages go instead.
    """
    ordered = sorted(distinct(rows), key=lambda row: row.at)
    if not ordered:
        return [], []
    cut = ordered[-1].at - days
    held = [row for row in ordered if row.at > cut]
    if len(held) < least or len(held) > len(ordered) // 2:
        held = ordered[len(ordered) - max(1, len(ordered) // 5) :]
    out = {id(row) for row in held}
    before = [row for row in ordered if id(row) not in out]
    late, early = ({row.who for row in part if row.who} for part in (held, before))
    learned = [row for row in before if row.who not in late]
    if len(learned) * 3 >= len(before) * 2:
        return learned, held
    return before, [row for row in held if row.who not in early]
