"""Matters somebody else has picked, as lists show them; and how many are open in each area below one."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from linli.kernel.scope import Actor
from linli.places.terms import Level

from .. import access
from ..models import Matter
from .outlook import Outlook
from .rows import Line, Row, lines

OPEN_BY = "select id, n, late from matters_open_by(%s, %s, %s, %s, %s)"


class OpenNow(NamedTuple):
    """What is open in an area at a moment."""

    n: int
    late: int


def lines_by_ids(actor: Actor, ids: Sequence[int], now: datetime) -> list[Line]:
    """Those of the matters that are in reach, in the order asked for; three queries at most."""
    reachable = Matter.objects.reachable(actor, access.SEE)
    found = {row[0]: Row(*row) for row in reachable.filter(pk__in=list(ids)).values_list(*Row._fields)}
    return lines([found[pk] for pk in ids if pk in found], now)


def open_by(seen: Outlook, level: Level, now: datetime) -> dict[int | None, OpenNow]:
    """Open and late matters below an area by the areas of a level, those that ride on another left out; one query."""
    with connection.cursor() as cursor:
        above, by = Level(seen.level).name.lower(), level.name.lower()
        cursor.execute(OPEN_BY, (above, seen.area_id, by, int(level), now))
        return {row[0]: OpenNow(row[1], row[2]) for row in cursor.fetchall()}
