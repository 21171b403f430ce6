"""A stretch of a text that the public copy hides, and the copy itself."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """begin and end count code points of the text as it was written; rule: what found it, stable."""

    kind: str
    begin: int
    end: int
    rule: str


SHOWN = {
    "name": "〔姓名〕", "phone": "〔电话〕", "id": "〔证件号〕", "card": "〔卡号〕", "plate": "〔车牌〕", "mail": "〔邮箱〕",
    "room": "〔门牌〕", "other": "〔隐去〕",
}  # fmt: skip
SURNAME = "surname_title"
WEIGHT = {"id": 0, "card": 1, "phone": 2, "mail": 3, "plate": 4, "other": 5, "name": 6, "room": 7}


def untangled(found: Iterable[Span]) -> list[Span]:
    """In order and without overlaps: numbers before names before doors, the longer before the shorter."""
    ends: list[int] = []  # begin and end of each chosen one, in order
    chosen: list[Span] = []
    for span in sorted(found, key=lambda one: (WEIGHT[one.kind], one.begin - one.end, one.begin)):
        at = bisect_right(ends, span.begin)
        if at % 2 == 0 and (at == len(ends) or ends[at] >= span.end):
            ends[at:at] = (span.begin, span.end)
            chosen.append(span)
    return sorted(chosen, key=lambda one: one.begin)


def masked(text: str, spans: Iterable[Span]) -> str:
    """The public copy. Spans that overlap or reach past the text hide what they cover, once."""
    out: list[str] = []
    at = 0
    for span in sorted(spans, key=lambda one: (one.begin, -one.end)):
        begin, end = max(span.begin, at), min(span.end, len(text))
        if begin >= end:
            continue
        out += (text[at:begin], "某" if span.rule == SURNAME else SHOWN[span.kind])
        at = end
    return "".join([*out, text[at:]])
