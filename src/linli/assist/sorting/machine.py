"""The machine that suggests: weights of features for each category, and honest confidence."""

from collections import Counter
from typing import Any

import msgspec

from linli.assist.reading import Message, says_something
from linli.assist.sorting.features import Vocabulary, counts

SURE, LIKELY = 0.9, 0.5
"""Bounds of the three words for confidence; below the last one there is no default."""
SHOWN, PHRASES = 3, 5


class Choice(msgspec.Struct, frozen=True):
    """A category and how likely it is, 0 to 1."""

    label: str
    confidence: float


class Suggestion(msgspec.Struct, frozen=True):
    """Up to three categories, the surest first; band: sure, likely or unsure (then nothing is a default).

    phrases: what drove the first one, the strongest first. version: of the machine, "" where there is none.
    """

    version: str
    choices: list[Choice]
    band: str
    phrases: list[str]

    @property
    def default(self) -> str:
        """The category to be filled in, or ""."""
        return self.choices[0].label if self.choices and self.band != "unsure" else ""


NOTHING = Suggestion("", [], "unsure", [])


def band_of(confidence: float) -> str:
    """The word for a confidence."""
    return "sure" if confidence >= SURE else "likely" if confidence >= LIKELY else "unsure"


class Machine:
    """weights: features x categories; sharpness and bend turn scores into shares (see `sharpened`)."""

    def __init__(
        self,
        labels: list[str],
        vocabulary: Vocabulary,
        weights: Any,
        bias: Any,
        sharpness: float,
        bend: float,
        version: str = "",
    ):
        self.labels = labels
        self.vocabulary = vocabulary
        self.weights = weights
        self.bias = bias
        self.sharpness = sharpness
        self.bend = bend
        self.version = version

    def shares(self, document: list[Counter[str]]) -> Any:
        """How likely each category is; the order is that of `labels`."""
        return self._shares(*self.vocabulary.places(document))

    def _shares(self, at: Any, weight: Any) -> Any:
        return softmax(sharpened(weight @ self.weights[at] + self.bias, self.sharpness, self.bend))

    def suggest(self, said: Message) -> Suggestion:
        """The surest categories; a text that says nothing, or nothing known, is unsure."""
        import numpy as np

        if not says_something(said.title + said.text):
            return Suggestion(self.version, [], "unsure", [])
        document = counts(said)
        at, weight = self.vocabulary.places(document)
        if len(at) == 0:
            return Suggestion(self.version, [], "unsure", [])
        shares = self._shares(at, weight)
        order = np.argsort(-shares, kind="stable")[:SHOWN]
        choices = [Choice(self.labels[i], round(float(shares[i]), 4)) for i in order]
        return Suggestion(
            self.version,
            choices,
            band_of(choices[0].confidence),
            self._phrases(document, at, weight, int(order[0])),
        )

    def _phrases(self, document: list[Counter[str]], at: Any, weight: Any, best: int) -> list[str]:
        """What spoke for the best category more than for the mean of all; parts of a phrase go with it."""
        push = weight * (self.weights[at, best] - self.weights[at].mean(axis=1))
        by_place = dict(zip(at.tolist(), push.tolist(), strict=True))
        worth: Counter[str] = Counter()
        for terms, found in zip(self.vocabulary.terms, document, strict=True):
            for term in found:
                place = terms.get(term)
                if place is not None and by_place[place] > 0:
                    worth[term.replace("\x1f", "")] += by_place[place]
        chosen: list[str] = []
        for term, _push in worth.most_common(60):
            if (
                len(term) > 1
                and all(map(says_something, term))
                and not any(term in one or one in term for one in chosen)
            ):
                chosen.append(term)
            if len(chosen) == PHRASES:
                break
        return chosen


def sharpened(scores: Any, sharpness: float, bend: float) -> Any:
    """Scores as exponents: the distance from a clear no (-1), raised to `bend`, times `sharpness`.

    Plain temperature (bend 1) is too sure of the clear ones here: calibration error 0.024 instead of 0.016.
    """
    import numpy as np

    distance = scores + 1
    return sharpness * np.sign(distance) * np.abs(distance) ** bend


def softmax(scores: Any) -> Any:
    """Shares that sum to one; along the last axis."""
    import numpy as np

    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)
