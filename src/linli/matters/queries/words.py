"""Words inside a list: what a search beside other filters finds, the whole of it, or a question asked of every row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from linli.kernel.search import hits, is_exact, plain, question
from linli.places.terms import Level

from .outlook import Outlook
from .search import LONGEST, ids_of_number

MOST = 2_000
"""Up to so many are found beforehand; what is more frequent is met soon by walking the list."""

MET = "select matters_met(%s, %s, %s, %s, %s, %s)"
TEXTS = "select id, title, place, text from matters_matter where id = any(%s)"
# The words as somebody wrote them; what only reads alike when folded is looked at one by one.
STANDING = "select id from matters_matter where id = any(%s) and {}"
PART = "(strpos(lower(text), %s) > 0 or strpos(lower(title), %s) > 0 or strpos(lower(place), %s) > 0)"


@dataclass(frozen=True)
class Words:
    """Words a list is narrowed to. ids: all that hold them; None where they are frequent, then `wanted` is asked."""

    asked: str
    wanted: str
    ids: tuple[int, ...] | None

    def condition(self) -> tuple[str, list[Any]]:
        """As a condition of the list."""
        if self.ids is not None:
            return "id = any(%s)", [list(self.ids)]
        return "search @@ %s::tsquery", [self.wanted]

    @property
    def loose(self) -> bool:
        """True where a row that meets the condition may still not hold the words together."""
        return self.ids is None and not is_exact(self.asked)

    def standing(self, ids: Sequence[int]) -> set[int]:
        """Those that hold the words together; one query."""
        with connection.cursor() as cursor:
            cursor.execute(TEXTS, (list(ids),))
            return {pk for pk, *texts in cursor.fetchall() if hits(self.asked, *texts)}


def words_in(seen: Outlook, query: str, *, running: bool) -> Words:
    """What to look for in the list of an outlook; running: only what is open. Three queries at most."""
    asked = " ".join(query.split())[:LONGEST]
    wanted, numbered = question(asked), ids_of_number(asked)
    if not wanted:
        return Words(asked, "", tuple(numbered))
    with connection.cursor() as cursor:
        level = Level(seen.level).name.lower()
        cursor.execute(MET, (wanted, level, seen.area_id, seen.unit_id, running, MOST + 1))
        ids = [row[0] for row in cursor.fetchall()]
    if len(ids) > MOST:
        return Words(asked, wanted, None)
    return Words(asked, wanted, (*numbered, *(ids if is_exact(asked) else _together(asked, ids))))


def _together(asked: str, ids: list[int]) -> set[int]:
    parts = asked.split()
    with connection.cursor() as cursor:
        words = [word for part in parts for word in (plain(part),) * 3]
        cursor.execute(STANDING.format(" and ".join([PART] * len(parts))), (ids, *words))
        found = {row[0] for row in cursor.fetchall()}
    rest = [pk for pk in ids if pk not in found]
    return found | Words(asked, "", None).standing(rest) if rest else found
