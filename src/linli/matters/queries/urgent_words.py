"""The districts' own urgent words in force, nearest area and all above it."""

from collections import defaultdict
from datetime import date

from linli.kernel.scope import Actor, may_at
from linli.kernel.stamp import Kept

from .. import access
from ..models import UrgentWord
from ..rules.urgency import OwnWord
from ..terms import WordFamily

URGENT_WORDS = "urgent_words"

_Row = tuple[date, date | None, OwnWord]


def _make() -> dict[int, list[_Row]]:
    found: dict[int, list[_Row]] = defaultdict(list)
    for row in UrgentWord.objects.order_by("id"):
        found[row.area_id].append((row.since, row.until, OwnWord(row.word, WordFamily(row.family))))
    return dict(found)


_kept = Kept(_make, URGENT_WORDS)


def own_urgent_words(path: str, on: date) -> list[OwnWord]:
    """The words in force on a day in the areas over a place; no query until an edit."""
    known = _kept.get()
    if not known:
        return []
    rows = [row for part in path.strip("/").split("/") if part for row in known.get(int(part), ())]
    return [word for since, until, word in rows if since <= on and (until is None or on <= until)]


def urgent_word_rows(actor: Actor) -> list[UrgentWord]:
    """All rows of areas the actor keeps words for, newest first; one query."""
    rows = UrgentWord.objects.select_related("area").order_by("-since", "-id")
    return [row for row in rows if may_at(actor, access.EDIT_URGENT_WORDS, row.area_path)]
