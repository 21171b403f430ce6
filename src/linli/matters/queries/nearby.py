"""What somebody about to report may see of what others reported there: public copies, nothing else."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import connection

from linli.places.queries import Lineage

from ..kinds import kind_of
from .categories import with_below
from .likeness import LIKE, likenesses, pairs
from .parcel import words

WINDOW = timedelta(days=30)
CANDIDATES = 40


@dataclass(frozen=True)
class Nearby:
    """An open report at the same building or grid, by its public copy: no person, nothing that is hidden there.

    stage_label: the resident's word for where it is; people: how many met it.
    """

    matter_id: int
    number: str
    title: str
    place: str
    opened_at: datetime
    stage_label: str
    people: int
    likeness: float = 0.0
    same_kind: bool = False


ALIKE = """
select id, number, title, text, place, opened_at, kind, stage, supporters, same_kind
from reports_alike(%s, %s, %s, %s, %s, %s, %s)
"""


def nearby(
    spot: Lineage, category_id: int | None, now: datetime, *, text: str = "", most: int = 3
) -> list[Nearby]:
    """Open reports that may be the same: of the same kind of thing there, or in like words; one query.

    A category stands for everything below it: desks sort more finely than residents choose. Words count once the
    helper has compared them; without it only the kind of thing does.
    """
    asked = pairs("", text)
    if category_id is None and not asked:
        return []
    below = with_below(category_id) if category_id is not None else []
    with connection.cursor() as cursor:
        cursor.execute(
            ALIKE,
            (spot.building_id, spot.grid_id, spot.community_id, below, asked, now - WINDOW, CANDIDATES),
        )
        rows = cursor.fetchall()
    told = words()
    found = [
        Nearby(
            pk, number, title, place, opened_at, told[kind_of(kind).stage(stage).step], 1 + joined, 0.0, same
        )
        for pk, number, title, _text, place, opened_at, kind, stage, joined, same in rows
    ]
    scores = likenesses("", text, [(row[2], row[3]) for row in rows]) if asked else None
    if scores is not None:
        found = [replace(one, likeness=score) for one, score in zip(found, scores, strict=True)]
    shown = [one for one in found if one.same_kind or one.likeness >= LIKE]
    return sorted(shown, key=lambda one: (-one.likeness, -one.opened_at.timestamp()))[:most]


def shareable_path(matter_id: int) -> str | None:
    """Where an open report lies that others may join, or None."""
    with connection.cursor() as cursor:
        cursor.execute("select shareable_path(%s)", (matter_id,))
        row = cursor.fetchone()
    return row[0] if row else None
