"""What somebody about to report may see of what others reported there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from ..kinds import kind_of
from .categories import with_below
from .parcel import words

WINDOW = timedelta(days=30)


@dataclass(frozen=True)
class Nearby:
    """An open report of the same kind of thing at the same building or grid: no text, no person.

    stage_label: the resident's word for where it is.
    """

    matter_id: int
    number: str
    title: str
    opened_at: datetime
    stage_label: str


def nearby(
    *, building_id: int | None, grid_id: int | None, category_id: int | None, now: datetime
) -> list[Nearby]:
    """Up to three open reports that may be the same; none without a category and a place.

    A category stands for everything below it: desks sort more finely than residents choose.
    """
    if category_id is None or (building_id is None and grid_id is None):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, number, title, opened_at, kind, stage from matters_nearby(%s, %s, %s, %s)",
            (building_id, grid_id, with_below(category_id), now - WINDOW),
        )
        rows = cursor.fetchall()
    told = words()
    return [
        Nearby(pk, number, title, opened_at, told[kind_of(kind).stage(stage).step])
        for pk, number, title, opened_at, kind, stage in rows
    ]


def shareable_path(matter_id: int) -> str | None:
    """Where an open report lies that others may join, or None."""
    with connection.cursor() as cursor:
        cursor.execute("select shareable_path(%s)", (matter_id,))
        row = cursor.fetchone()
    return row[0] if row else None
