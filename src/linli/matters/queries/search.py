"""Finding matters: by number, by a whole telephone number, by words in title, place and text; within reach only."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from linli.kernel import secret
from linli.kernel.keyset import mark, read_mark
from linli.kernel.phone import phone_number
from linli.kernel.refusal import Refusal
from linli.kernel.scope import EVERYWHERE, Actor
from linli.kernel.search import hits, question
from linli.places.queries import lineage, tree
from linli.places.terms import Level

from .. import access
from ..models import Matter, Reporter
from .rows import Line, Row, lines

SIZE = 20
LONGEST = 60
_SPARE, _MOST = 10, 500
_NUMBER = re.compile(r"[0-9]{8}(-L?[0-9]{0,8})?")
_EXACT = 20


@dataclass(frozen=True)
class Matches:
    """What was found. after: the mark of the next page; no_words: neither a character nor a letter to look for."""

    lines: list[Line]
    after: str | None = None
    no_words: bool = False


def matters_like(actor: Actor, query: str, now: datetime, *, after: str = "", size: int = SIZE) -> Matches:
    """Matters within reach: by number (whole, or from its date on), the whole number of the system it came from
    and the whole telephone first, then by words, newest first.

    Never the last digits of a telephone: four digits find a person as well as the whole number does.
    Refuses page_mark_unreadable.
    """
    asked = " ".join(query.split())[:LONGEST]
    exact = [] if after else [*_by_number(actor, asked), *_by_origin(actor, asked), *_by_phone(actor, asked)]
    place = read_mark(after, (datetime, int)) if after else None
    words, last = _by_words(actor, asked, (place[0], place[1]) if place else None, size)
    known = {row.id for row in exact}
    rows = [*dict.fromkeys(exact), *(row for row in words if row.id not in known)]
    return Matches(
        lines(rows, now), mark(*last) if last is not None else None, not question(asked) and not rows
    )


def matters_of_phone(actor: Actor, phone: str, now: datetime, most: int = 5) -> list[Line]:
    """What was reported from a whole telephone number, newest first; nothing for anything shorter."""
    return lines(_by_phone(actor, phone)[:most], now)


def _by_phone(actor: Actor, asked: str) -> list[Row]:
    return rows_of_phone(actor, asked) or []


def _by_number(actor: Actor, asked: str) -> list[Row]:
    ids = ids_of_number(asked)
    found = Matter.objects.reachable(actor, access.SEE).filter(pk__in=ids)
    return [Row(*row) for row in found.order_by("number").values_list(*Row._fields)] if ids else []


def _by_origin(actor: Actor, asked: str) -> list[Row]:
    """By the whole number an order had in the system it came from."""
    if len(asked) < 3:
        return []
    found = Matter.objects.reachable(actor, access.SEE).filter(origin=asked).exclude(origin="")
    return [Row(*row) for row in found.order_by("-id").values_list(*Row._fields)[:_EXACT]]


def rows_of_phone(actor: Actor, asked: str) -> list[Row] | None:
    """What was reported from a number within reach, newest first; None where it is no whole number."""
    try:
        digits = phone_number(asked)
    except Refusal:
        return None
    found = Matter.objects.reachable(actor, access.SEE).filter(
        reporter__in=_reporters(actor, secret.blind("phone", digits))
    )
    return [Row(*row) for row in found.order_by("-received_at", "-id").values_list(*Row._fields)[:_EXACT]]


def _reporters(actor: Actor, index: bytes) -> list[int]:
    """Who may see reporters finds by them; others find nothing."""
    found = Reporter.objects.reachable(actor, access.SEE_REPORTER).filter(phone_index=index)
    return list(found.order_by("-matter_id").values_list("matter_id", flat=True)[:_EXACT])


class Sight(NamedTuple):
    """An area somebody sees matters of, by the level's name; unit: only what that one has."""

    level: str
    area_id: int
    unit_id: int | None


def sights(actor: Actor) -> list[Sight]:
    """Where an actor sees matters, areas within others left out; a query only below the grids."""
    reach = {(grant.path, grant.unit) for grant in actor.grants if grant.permission == access.SEE}
    wide = {path for path, unit in reach if unit is None}
    found = dict.fromkeys(
        sight
        for path, unit in sorted(reach, key=lambda one: (one[0], one[1] or 0))
        if not any(path.startswith(one) and (path, unit) != (one, None) for one in wide)
        for sight in _sight(path, unit)
    )
    return list(found)


def _sight(path: str, unit: int | None) -> Iterable[Sight]:
    if path == EVERYWHERE:
        yield from (Sight("district", node.id, unit) for node in tree().within(path, Level.DISTRICT))
        return
    node = tree().get(int(path.strip("/").rpartition("/")[2]))
    if node is not None and node.level <= Level.GRID:
        yield Sight(Level(node.level).name.lower(), node.id, unit)
        return
    spot = lineage(int(path.strip("/").rpartition("/")[2]))
    if spot is not None and spot.building_id is not None:
        yield Sight("building", spot.building_id, unit)


Place = tuple[datetime, int]


def _by_words(actor: Actor, asked: str, place: Place | None, size: int) -> tuple[list[Row], Place | None]:
    """Rows that hold the words, and the place in the order after which to go on, None at the end."""
    wanted = question(asked)
    found: list[Row] = []
    if not wanted:
        return found, None
    over, most = sights(actor), size + _SPARE
    while True:
        places = _candidates(over, wanted, place, most)
        for at, (_pk, row) in enumerate(_checked(actor, asked, [pk for _at, pk in places])):
            if row is not None:
                found.append(row)
            if len(found) == size:
                return found, places[at] if at + 1 < len(places) or len(places) == most else None
        if len(places) < most:
            return found, None
        place, most = places[-1], min(2 * most, _MOST)


def _candidates(over: list[Sight], wanted: str, place: Place | None, most: int) -> list[Place]:
    """Where those stand whose document meets the question, newest first."""
    found: set[Place] = set()
    with connection.cursor() as cursor:
        for sight in over:
            cursor.execute(
                "select received_at, id from matter_search(%s, %s, %s, %s, %s, %s, %s)",
                (wanted, *sight, *(place or (None, None)), most),
            )
            found.update(cursor.fetchall())
    return sorted(found, reverse=True)[:most]


def _checked(actor: Actor, asked: str, ids: list[int]) -> Iterable[tuple[int, Row | None]]:
    """Each candidate with its row, or None where it is out of reach or only looked alike."""
    found = Matter.objects.reachable(actor, access.SEE).filter(pk__in=ids)
    rows = {row[0]: row for row in found.values_list(*Row._fields, "text")}
    for pk in ids:
        row = rows.get(pk)
        if row is None:
            yield pk, None
            continue
        *fields, text = row
        kept = Row(*fields)
        yield pk, kept if hits(asked, kept.title, kept.place, text) else None


# Comparison character by character: the index serves it in any collation, and behind the wall as well.
NUMBERS = "select id from matters_matter where number ~>=~ %s and number ~<~ %s order by number limit %s"


def ids_of_number(asked: str) -> list[int]:
    """The matters whose number is this or begins so, as far as the wall shows them; one query at most."""
    plain = asked.upper()
    if not _NUMBER.fullmatch(plain):
        return []
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, (plain, plain[:-1] + chr(ord(plain[-1]) + 1), _EXACT))
        return [row[0] for row in cursor.fetchall()]
