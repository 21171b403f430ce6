"""Learning: a linear machine on sparse features, and the two numbers that make its confidence honest.

They are found on scores of messages the machine had not learned from (five folds): scikit-learn's own
calibration is three times worse here. A category with too few examples is left to people.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from linli.assist.reading import Message
from linli.assist.sorting.features import Gathered, counts
from linli.assist.sorting.machine import Machine, sharpened, softmax
from linli.kernel.refusal import Refusal

LEAST = 20
"""Examples a category needs before the machine may suggest it."""
STIFFNESS, RATIO, FOLDS, MOST_WEIGHTS = 0.5, 0.5, 5, 24_000_000


class Labelled(NamedTuple):
    """A message and what people decided it was. who: the same for messages of one person; at: days, any origin."""

    said: Message
    label: str
    who: str = ""
    at: float = 0.0


def distinct(rows: Sequence[Labelled]) -> list[Labelled]:
    """The first of each exactly equal message; the order stays."""
    seen: dict[tuple[str, str], Labelled] = {}
    for row in rows:
        seen.setdefault((row.said.title, " ".join(row.said.text.split())), row)
    return list(seen.values())


def learn(rows: Sequence[Labelled], least: int = LEAST) -> Machine:
    """A machine from labelled messages.

    Refuses: assist_too_few (fewer than two categories with `least` examples).
    """
    many = Counter(row.label for row in rows)
    labels = sorted(label for label, n in many.items() if n >= least)
    if len(labels) < 2:
        raise Refusal(
            "assist_too_few",
            f"至少要有两个类别，每类 {least} 件以上，才能学。现有 {len(rows)} 件、{len(many)} 类。",
            facts={"rows": len(rows), "labels": len(many), "least": least},
        )
    place = {label: at for at, label in enumerate(labels)}
    used = [row for row in rows if row.label in place]
    gathered = Gathered()
    for row in used:
        gathered.add(counts(row.said))
    vocabulary, matrix = gathered.learned(most=max(20_000, MOST_WEIGHTS // len(labels)))
    targets = [place[row.label] for row in used]
    weights, bias = _fitted(matrix, targets, len(labels))
    sharpness, bend = _honest(*_unseen(matrix, targets, len(labels)))
    return Machine(labels, vocabulary, weights, bias, sharpness, bend)


def _fitted(matrix: Any, targets: list[int], labels: int) -> tuple[Any, Any]:
    """Weights (features x labels) and bias; one against the rest, so that each label's weights can be read.

    A feature counts the more, the more its share differs between the label and the rest (the logarithm of
    Bayes' ratio, half of the weight; after Wang and Manning 2012): four tenths of a point of macro-F1 here.
    """
    import numpy as np
    from scipy import sparse
    from sklearn.svm import LinearSVC

    wanted = np.asarray(targets)
    there = matrix.copy()
    there.data = np.ones_like(there.data)
    every = np.asarray(there.sum(axis=0)).ravel()
    weights = np.zeros((matrix.shape[1], labels), dtype=np.float32)
    bias = np.full(labels, -1.0, dtype=np.float32)
    for label in range(labels):
        mine = wanted == label
        if not mine.any() or mine.all():
            continue
        inside = np.asarray(there[mine].sum(axis=0)).ravel() + 1
        outside = every - inside + 2
        ratio = np.abs(np.log((inside / inside.sum()) / (outside / outside.sum())))
        scale = (RATIO * ratio / ratio.mean() + 1 - RATIO).astype(np.float32)
        machine = LinearSVC(C=STIFFNESS, random_state=0).fit(matrix @ sparse.diags(scale), mine)
        weights[:, label] = machine.coef_[0] * scale
        bias[label] = machine.intercept_[0]
    return weights, bias


def _unseen(matrix: Any, targets: list[int], labels: int) -> tuple[Any, Any]:
    """Scores of every message by a machine that had not seen it, and the targets."""
    import numpy as np

    wanted = np.asarray(targets)
    fold = np.zeros(len(wanted), dtype=int)
    for label in range(labels):  # every fold has its part of each label, always the same one
        here = np.flatnonzero(wanted == label)
        fold[np.random.default_rng(label).permutation(here)] = np.arange(len(here)) % FOLDS
    scores = np.zeros((len(wanted), labels))
    for one in range(FOLDS):
        held = fold == one
        if held.any() and not held.all():
            weights, bias = _fitted(matrix[~held], wanted[~held].tolist(), labels)
            scores[held] = matrix[held] @ weights + bias
    return scores, wanted


def _honest(scores: Any, wanted: Any) -> tuple[float, float]:
    """Sharpness and bend, so that confidence is as often right as it says (least log loss)."""
    import numpy as np
    from scipy.optimize import minimize

    def loss(logarithms: Any) -> float:
        sharpness, bend = np.exp(np.clip(logarithms, -3, 3))
        said = softmax(sharpened(scores, sharpness, bend))
        return float(-np.log(said[np.arange(len(wanted)), wanted] + 1e-12).mean())

    found = minimize(loss, [1.4, 0.0], method="Nelder-Mead", options={"xatol": 1e-4, "fatol": 1e-7})
    sharpness, bend = np.exp(np.clip(found.x, -3, 3))
    return float(sharpness), float(bend)
