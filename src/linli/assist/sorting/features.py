"""What a message is made of for sorting: words, characters, and both again for its head.

The head has weights of its own: a title says what the matter is about, a text also how angry it makes
(measured: half a point of macro-F1). Weights are logarithmic counts times rarity, each block of length one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from linli.assist.reading import Message

HEAD = 10
"""Words that stand for the title where none is given."""


class Block(NamedTuple):
    """One kind of feature; of: words or characters, of the whole or of the head; grams: up to so many in a row."""

    code: str
    grams: int
    share: float


BLOCKS = (
    Block("words", 1, 1.0),
    Block("signs", 2, 1.0),
    Block("head_words", 1, 0.5),
    Block("head_signs", 2, 0.5),
)


def words_of(text: str) -> list[str]:
    """The words of a readable text; without the library its characters serve."""
    try:
        import rjieba
    except ImportError:
        return [sign for sign in text if not sign.isspace()]
    return [word for word in rjieba.cut(text) if not word.isspace()]


def grams(units: Sequence[str], most: int) -> Iterator[str]:
    """Every run of 1 to `most` units, joined."""
    for length in range(1, most + 1):
        if length == 1:
            yield from units
        else:
            yield from ("\x1f".join(units[at : at + length]) for at in range(len(units) - length + 1))


def signs(text: str, most: int) -> Iterator[str]:
    """Every run of 1 to `most` characters."""
    for length in range(1, most + 1):
        yield from (text[at : at + length] for at in range(len(text) - length + 1))


def counts(said: Message) -> list[Counter[str]]:
    """One counter for each of BLOCKS."""
    if said.is_cut:
        words = said.text.split()
        head = said.title.split() or words[:HEAD]
    else:
        head = words_of(said.title)
        words = head + words_of(said.text)
    whole, top = "".join(words), "".join(head)
    return [
        Counter(grams(words, BLOCKS[0].grams)),
        Counter(signs(whole, BLOCKS[1].grams)),
        Counter(grams(head, BLOCKS[2].grams)),
        Counter(signs(top, BLOCKS[3].grams)),
    ]


class Vocabulary:
    """Features with their place and rarity. terms: one dictionary a block, places counted through all of them."""

    def __init__(self, terms: list[dict[str, int]], rarity: Any):
        self.terms = terms
        self.rarity = rarity

    def __len__(self) -> int:
        return sum(map(len, self.terms))

    @classmethod
    def of(cls, terms: list[list[str]], rarity: Any) -> "Vocabulary":
        """A vocabulary from its terms in order."""
        numbered: list[dict[str, int]] = []
        start = 0
        for block in terms:
            numbered.append({term: start + at for at, term in enumerate(block)})
            start += len(block)
        return cls(numbered, rarity)

    def places(self, document: list[Counter[str]]) -> tuple[Any, Any]:
        """The places of the known features and their weights."""
        import numpy as np

        at: list[Any] = []
        weights: list[Any] = []
        for block, terms, found in zip(BLOCKS, self.terms, document, strict=True):
            known = [(terms[term], n) for term, n in found.items() if term in terms]
            if not known:
                continue
            here = np.fromiter((place for place, _ in known), dtype=np.int32, count=len(known))
            many = np.fromiter((n for _, n in known), dtype=np.float32, count=len(known))
            at.append(here)
            weights.append(weighted(many, self.rarity[here], block.share))
        if not at:
            return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
        return np.concatenate(at), np.concatenate(weights).astype(np.float32)


def weighted(many: Any, rarity: Any, share: float) -> Any:
    """Logarithmic counts times rarity, brought to the length `share`."""
    import numpy as np

    weight = (1 + np.log(many)) * rarity
    return (weight * (share / max(float(np.linalg.norm(weight)), 1e-9))).astype(np.float32)


class Gathered:
    """Features of many messages, counted: numbers instead of words, so that 10,000 messages fit into little."""

    def __init__(self) -> None:
        self.numbers: list[dict[str, int]] = [{} for _ in BLOCKS]
        self.documents: list[list[tuple[Any, Any]]] = []

    def add(self, document: list[Counter[str]]) -> None:
        """One message more."""
        import numpy as np

        kept = []
        for numbers, found in zip(self.numbers, document, strict=True):
            at = np.fromiter((numbers.setdefault(term, len(numbers)) for term in found), np.int32, len(found))
            kept.append((at, np.fromiter(found.values(), np.float32, len(found))))
        self.documents.append(kept)

    def learned(self, least: int = 2, most: int = 400_000) -> tuple[Vocabulary, Any]:
        """Features seen in `least` messages or more (the rarest left out over `most`), and the matrix of all."""
        import numpy as np
        from scipy import sparse

        total = len(self.documents)
        seen = [
            np.bincount(np.concatenate([kept[block][0] for kept in self.documents]), minlength=len(numbers))
            for block, numbers in enumerate(self.numbers)
        ]
        while sum(int((many >= least).sum()) for many in seen) > most:
            least += 1
        terms: list[list[str]] = []
        rarity, renumbered, start = [], [], 0
        for numbers, many in zip(self.numbers, seen, strict=True):
            kept_terms = sorted(term for term, number in numbers.items() if many[number] >= least)
            order = np.fromiter((numbers[term] for term in kept_terms), np.int64, len(kept_terms))
            fresh = np.full(len(numbers), -1, dtype=np.int32)
            fresh[order] = np.arange(start, start + len(order), dtype=np.int32)
            renumbered.append(fresh)
            rarity.append(np.log((1 + total) / (1 + many[order])) + 1)
            terms.append(kept_terms)
            start += len(kept_terms)
        self.numbers = []
        vocabulary = Vocabulary.of(terms, np.concatenate(rarity).astype(np.float32))
        columns, values, starts = [], [], [0]
        for kept in self.documents:
            length = 0
            for block, fresh, (at, many) in zip(BLOCKS, renumbered, kept, strict=True):
                known = fresh[at] >= 0
                here = fresh[at[known]]
                columns.append(here)
                values.append(weighted(many[known], vocabulary.rarity[here], block.share))
                length += len(here)
            starts.append(starts[-1] + length)
        self.documents = []
        matrix = sparse.csr_matrix(
            (np.concatenate(values), np.concatenate(columns), starts), shape=(total, start)
        )
        return vocabulary, matrix
