"""What was understood of a matter, for those who decide; and hints while something is being written."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.conf import settings

from linli.assist.asking import ask
from linli.kernel.models import EventRow
from linli.kernel.prepared import rows
from linli.kernel.scope import Actor, may

from .. import access
from ..models import MaskedCopy, MaskedSpan, Matter, Suggestion
from ..terms import Band
from .categories import branches

WAIT, FAINT = 0.3, 0.01
"""Seconds a page waits for a hint, then it goes without; what is less likely than this is not shown."""


class Guess(NamedTuple):
    """A category that may fit. band: how sure, in words."""

    code: str
    name: str
    percent: int


@dataclass(frozen=True)
class Hint:
    """Suggested categories, the surest first; default: the one that may be filled in, or "".

    phrases: what drove the first one; checked: a person has decided or confirmed the category.
    """

    guesses: list[Guess]
    band: str
    default: str
    phrases: tuple[str, ...] = ()
    checked: bool = False

    @property
    def band_label(self) -> str:
        """基本确定, 可能, 不确定."""
        return str(Band(self.band).label)


def hint_for(title: str, text: str) -> Hint | None:
    """Suggested categories for words that are being written; None without a model, a helper, or in time."""
    if len(text.strip()) < 2:
        return None
    said = ask(settings.LINLI_ASSIST_DOOR, "suggest", seconds=WAIT, title=title[:200], text=text[:4000])
    if not said or not said["choices"]:
        return None
    pairs = [(one["label"], one["confidence"]) for one in said["choices"]]
    return _hint(pairs, said["band"], tuple(said["phrases"]))


def suggestion_of(matter: Matter) -> Hint | None:
    """What was suggested for a matter; one query."""
    found = rows(Suggestion, "matter_id = %s", (matter.pk,))
    if not found:
        return None
    row = found[0]
    hint = _hint([(code, sure) for code, sure in row.given], row.band)
    return replace(hint, checked=row.chosen_by is not None) if hint is not None else None


def explained(matter: Matter) -> Hint | None:
    """The same with the phrases that drive it today; none where the helper does not say in time."""
    hint = suggestion_of(matter)
    if hint is None:
        return None
    said = ask(
        settings.LINLI_ASSIST_DOOR, "suggest", seconds=WAIT / 2, title=matter.title, text=matter.text[:4000]
    )
    same = said and said["choices"] and said["choices"][0]["label"] == hint.guesses[0].code
    return replace(hint, phrases=tuple(said["phrases"])) if same else hint


def is_checked(matter_id: int) -> bool:
    """True where a person has decided or confirmed the category of a matter since it came in; two queries at most."""
    if Suggestion.objects.filter(matter_id=matter_id, chosen_by__isnull=False).exists():
        return True
    told = EventRow.objects.filter(subject="text", subject_id=matter_id, code="matters.sorted")
    return told.filter(actor_kind="person").exists()


def _hint(pairs: list[tuple[str, float]], band: str, phrases: tuple[str, ...] = ()) -> Hint | None:
    names = {one.code: one.name for one in branches()}
    guesses = [
        Guess(code, names[code], round(100 * sure)) for code, sure in pairs if code in names and sure >= FAINT
    ]
    if not guesses:
        return None
    return Hint(guesses, band, guesses[0].code if band != Band.UNSURE else "", phrases)


class Piece(NamedTuple):
    """A stretch of the original words: shown as it is, or hidden by a record."""

    text: str
    begin: int
    end: int
    hidden: bool
    kind_label: str
    by_rule: bool


@dataclass(frozen=True)
class PublicCopy:
    """The copy of a matter, and its words in pieces for who may change it. whole: names were looked for thoroughly."""

    title: str
    text: str
    place: str
    whole: bool
    pieces: dict[str, list[Piece]]


def public_words(matter_ids: list[int]) -> dict[int, tuple[str, str, str]]:
    """Title, text and place of the public copies; a matter without a copy is not in it and must not be shown."""
    rows = MaskedCopy.objects.filter(pk__in=matter_ids).values_list("pk", "title", "text", "place")
    return {pk: (title, text, place) for pk, title, text, place in rows}


def public_copy(actor: Actor, matter: Matter) -> PublicCopy | None:
    """The copy and what it hides, for who may change it; two queries. None where it is not made yet."""
    if not may(actor, access.EDIT_MASK, matter):
        return None
    copy = MaskedCopy.objects.filter(pk=matter.pk).first()
    if copy is None:
        return None
    spans = list(MaskedSpan.objects.filter(matter_id=matter.pk, undone_by=None).order_by("begin", "-end"))
    pieces = {
        words: _pieces(getattr(matter, words), [one for one in spans if one.words == words])
        for words in ("title", "text", "place")
    }
    return PublicCopy(copy.title, copy.text, copy.place, copy.whole, pieces)


def _pieces(text: str, spans: list[Any]) -> list[Piece]:
    found: list[Piece] = []
    at = 0
    for span in spans:
        begin, end = max(span.begin, at), min(span.end, len(text))
        if begin >= end:
            continue
        if begin > at:
            found.append(Piece(text[at:begin], at, begin, hidden=False, kind_label="", by_rule=False))
        by_rule = span.by_person_id is None
        found.append(Piece(text[begin:end], span.begin, span.end, True, span.get_kind_display(), by_rule))
        at = end
    if at < len(text):
        found.append(Piece(text[at:], at, len(text), hidden=False, kind_label="", by_rule=False))
    return found


def category_choices() -> list[tuple[str, str]]:
    """Every category in force as a list to choose from."""
    return [(one.code, one.indented) for one in branches()]
