"""The masked copy of a text with a record of every stretch that is hidden."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from linli.assist.masking.names import MOST_TAGGED, Tagger, names
from linli.assist.masking.patterns import numbered, plates, rooms, written
from linli.assist.masking.span import Span, masked, untangled

MOST = 200_000
SLICE = 20_000


class Masked(NamedTuple):
    """The copy, what is hidden in it, and whether names were looked for everywhere by the tagger too."""

    text: str
    spans: list[Span]
    whole: bool


def mask(text: str, *, known: Collection[str] = (), tagger: Tagger | None = None) -> Masked:
    """Hide what tells who somebody is and where exactly they live.

    known: names of estates, roads and communities, which are no persons. Longer than 200,000 characters: the
    rest is not shown at all. Refuses nothing; whatever stands in the text, it comes back masked.
    """
    shown = text[:MOST]
    found: list[Span] = []
    for begin in range(0, max(1, len(shown)), SLICE):
        part = shown[max(0, begin - 100) : begin + SLICE + 100]
        shift = max(0, begin - 100)
        found += (
            span._replace(begin=span.begin + shift, end=span.end + shift)
            for span in (*numbered(part), *written(part), *plates(part), *rooms(part))
        )
    found += names(shown, known=known, tagger=tagger)
    spans = untangled(dict.fromkeys(found))
    whole = tagger is not None and len(text) <= MOST_TAGGED
    return Masked(masked(shown, spans), spans, whole)


def shown(text: str, spans: Iterable[Span]) -> str:
    """The copy from records that people may have changed."""
    return masked(text[:MOST], spans)
