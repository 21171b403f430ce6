"""What was reported before in like words at a place, for a desk that is writing it down: shown before the text is finished."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Left

from linli.kernel import search
from linli.kernel.scope import Actor, may_at
from linli.places.queries import Lineage, tree
from linli.places.terms import Level

from .. import access
from ..kinds import kinds
from ..models import Matter
from .categories import branches, with_below
from .likeness import LIKE, TEXT, WAIT, likenesses, pairs
from .rows import Row

WINDOW = timedelta(days=30)
LIKE_WINDOW = timedelta(days=90)
"""The same thing at the same place; the same words in the grid or community."""
NEWEST, CANDIDATES = 60, 40
ALIKE = 1.5


class Alike(NamedTuple):
    """An open or recent matter that may be the same. score: same place, kind and words, 1.5 and more."""

    row: Row
    joinable: bool
    score: float


def alike(
    actor: Actor,
    spot: Lineage | None,
    category: str,
    text: str,
    now: datetime,
    *,
    title: str = "",
    most: int = 5,
) -> list[Alike]:
    """What may be the same matter, among those the actor may see; three queries and one question to the helper.

    Looked at are the newest of 30 days at the very place, and in its grid (else its community, else its street) what
    shares rare pairs of characters with the title in 90 days. Without the helper the very place alone counts. Petitions
    and what accuses somebody are never shown to who writes down something else.
    """
    if spot is None:
        return []
    column, value = _narrowest(spot)
    shown = Matter.objects.reachable(actor, access.SEE).filter(
        kind__in=_open_kinds(), hidden_from=None, rides=False
    )
    here = _rows(
        shown.filter(received_at__gte=now - WINDOW, **{column: value}).order_by("-received_at")[:NEWEST]
    )
    ids = set(_candidates(spot, pairs(title, text), now)) - {row.id for row, _kind, _text in here}
    there = _rows(shown.filter(pk__in=ids)) if ids else []
    found = [*here, *there]
    scores = likenesses(title, text, [(row.title, words) for row, _kind, words in found])
    below = set(with_below(category_id(category))) if category else set()
    asked = set(search.wanted(f"{title} {text}"))
    scored = []
    for at, (row, kind, words) in enumerate(found):
        without = _shared(asked, row, words) if at < len(here) else 0.0
        # Two or three words typed so far are unlike a whole text, yet at the very place they may be all it takes.
        said = max(without, _said(scores[at]) if scores is not None else 0.0)
        scored.append((_placed(row, kind, spot, below) + said, row))
    best = sorted((one for one in scored if one[0] >= ALIKE), key=lambda one: (-one[0], -one[1].id))
    return [Alike(row, row.closed_at is None, score) for score, row in best[:most]]


Found = tuple[Row, int | None, str]


def _rows(matters: QuerySet[Matter]) -> list[Found]:
    """Each with its category and how its text begins."""
    values = matters.values_list(*Row._fields, "category_id", Left("text", TEXT))
    return [(Row(*fields), kind, words) for *fields, kind, words in values]


class Closed(NamedTuple):
    """A matter that is over, and how alike it is: 0 to 1."""

    row: Row
    category: str
    likeness: float


CLOSED_WINDOW = timedelta(days=400)


def alike_closed(actor: Actor, matter: Matter, now: datetime, most: int = 3) -> list[Closed]:
    """The most alike closed matters of the street, or as much of it as the actor sees, and what they were sorted as.

    Two queries, one question to the helper; without the helper nothing is called alike.
    """
    asked = pairs(matter.title, matter.text)
    node = tree().on_path(matter.area_path)
    levels = (("street", Level.STREET), ("community", Level.COMMUNITY), ("grid", Level.GRID))
    seen = (
        (word, node[level].id)
        for word, level in levels
        if level in node and may_at(actor, access.SEE, node[level].path)
    )
    level, area = next(seen, ("", None))
    if not asked or area is None:
        return []
    ids = _found(level, area, asked, now - CLOSED_WINDOW, 2 * CANDIDATES)
    shown = Matter.objects.reachable(actor, access.SEE).filter(
        pk__in=ids, hidden_from=None, closed_at__isnull=False, category__isnull=False
    )
    found = list(shown.exclude(pk=matter.pk).values_list(*Row._fields, "category__name", Left("text", TEXT)))
    others = [(row[Row._fields.index("title")], row[-1]) for row in found]
    scores = likenesses(matter.title, matter.text, others, seconds=WAIT / 2)
    if scores is None:
        return []
    best = sorted(zip(scores, found, strict=True), key=lambda pair: -pair[0])[:most]
    return [Closed(Row(*row[:-2]), row[-2], score) for score, row in best if score >= LIKE / 2]


def _narrowest(spot: Lineage) -> tuple[str, int | None]:
    columns = (
        ("building_id", spot.building_id),
        ("grid_id", spot.grid_id),
        ("community_id", spot.community_id),
    )
    return next(((name, pk) for name, pk in columns if pk is not None), ("street_id", spot.street_id))


def _open_kinds() -> list[str]:
    return [code for code, kind in kinds().items() if not kind.confidential]


def category_id(category: str) -> int:
    """The id of a category in force; 0, which nothing has, for any other word."""
    return next((one.id for one in branches() if one.code == category), 0)


def _candidates(spot: Lineage, asked: list[str], now: datetime) -> list[int]:
    levels = (("grid", spot.grid_id), ("community", spot.community_id), ("street", spot.street_id))
    level, area = next(((name, pk) for name, pk in levels if pk is not None), ("", None))
    if not asked or area is None:
        return []
    return _found(level, area, asked, now - LIKE_WINDOW, CANDIDATES)


def _found(level: str, area: int, asked: list[str], since: datetime, most: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select matters_alike(%s, %s, %s, %s, %s, %s)", (level, area, since, asked, _open_kinds(), most)
        )
        return [row[0] for row in cursor.fetchall()]


def _placed(row: Row, kind: int | None, spot: Lineage, below: set[int]) -> float:
    """Same building 1.5, same kind of thing 1, closed a little less."""
    score = 1.5 if spot.building_id is not None and row.building_id == spot.building_id else 0.0
    score += 1.0 if kind is not None and kind in below else 0.0
    return score - (0.2 if row.closed_at is not None else 0.0)


def _said(likeness: float) -> float:
    """Likeness from LIKE on is enough by itself; the whole of it counts 2."""
    return min(2.0, likeness * 1.7 / LIKE) if likeness >= LIKE else likeness


def _shared(asked: set[str], row: Row, words: str) -> float:
    """Without the helper: the share of the pairs that stand there, 0 to 2."""
    known = set(search.tokens(row.title, row.place, words))
    return 2.0 * len(asked & known) / len(asked) if asked else 0.0
