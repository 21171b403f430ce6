"""The public form of words: the kept copy of a matter, and the same masker for answers and progress."""

from collections.abc import Collection, Sequence

from linli.assist.masking.mask import mask
from linli.assist.masking.span import Span, masked, untangled
from linli.places.queries import names_standing_in

from .understood import public_words


def masked_words(texts: Sequence[str], names: Collection[str] = ()) -> list[str]:
    """Words without names, numbers and doors, by rules; names: of those who serve, taken out wherever they stand."""
    known = names_standing_in("\n".join(texts)) if any(texts) else []
    return [_masked(text, known, names) for text in texts]


def _masked(text: str, known: Sequence[str], names: Collection[str]) -> str:
    found = mask(text, known=known)
    spans = list(found.spans)
    for name in names:
        at = text.find(name) if len(name) > 1 else -1
        while at >= 0:
            spans.append(Span("name", at, at + len(name), "serves"))
            at = text.find(name, at + 1)
    return masked(text, untangled(dict.fromkeys(spans))) if len(spans) > len(found.spans) else found.text


def public_texts(rows: Sequence[tuple[int, str]]) -> dict[int, str]:
    """What matters say, as everybody may read it: matter and its words as written.

    The kept copy, with what people hid and showed; by rules only where none was made (matters taken over from
    another system).
    """
    kept = {pk: text for pk, (_title, text, _place) in public_words([pk for pk, _text in rows]).items()}
    rest = [(pk, text) for pk, text in rows if pk not in kept]
    return kept | dict(
        zip((pk for pk, _text in rest), masked_words([text for _pk, text in rest]), strict=True)
    )
