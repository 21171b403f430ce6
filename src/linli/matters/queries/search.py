"""Finding matters: by number, by a whole telephone number, by words in title, place and text; within reach only."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from linli.kernel import secret
from linli.kernel.keyset import mark, read_mark
from linli.kernel.phone import phone_number
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.kernel.search import hits, wanted

from .. import access
from ..models import Matter, Reporter
from .rows import Line, Row, lines

SIZE = 20
LONGEST = 60
_ROUND, _ROUNDS = 200, 5
_NUMBER = re.compile(r"[0-9]{8}(-L?[0-9]{0,8})?")
_EXACT = 20


@dataclass(frozen=True)
class Matches:
    """What was found. after: the mark of the next page; too_short: no word of two characters to look for."""

    lines: list[Line]
    after: str | None = None
    too_short: bool = False


def matters_like(actor: Actor, query: str, now: datetime, *, after: str = "", size: int = SIZE) -> Matches:
    """Matters within reach: by number (whole, or from its date on), the whole number of the system it came from
    and the whole telephone first, then by words, newest first.

    Never the last digits of a telephone: four digits find a person as well as the whole number does.
    Refuses page_mark_unreadable.
    """
    asked = " ".join(query.split())[:LONGEST]
    exact = [] if after else [*_by_number(actor, asked), *_by_origin(actor, asked), *_by_phone(actor, asked)]
    below = read_mark(after, (int,))[0] if after else None
    words, last = _by_words(actor, asked, below, size)
    known = {row.id for row in exact}
    rows = [*dict.fromkeys(exact), *(row for row in words if row.id not in known)]
    short = not wanted(asked) and not rows
    return Matches(lines(rows, now), mark(last) if last is not None else None, short)


def matters_of_phone(actor: Actor, phone: str, now: datetime, most: int = 5) -> list[Line]:
    """What was reported from a whole telephone number, newest first; nothing for anything shorter."""
    return lines(_by_phone(actor, phone)[:most], now)


# Comparison character by character: the index serves it in any collation, and behind the wall as well.
NUMBERS = "select id from matters_matter where number ~>=~ %s and number ~<~ %s order by number limit %s"


def _by_number(actor: Actor, asked: str) -> list[Row]:
    plain = asked.upper()
    if not _NUMBER.fullmatch(plain):
        return []
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, (plain, plain[:-1] + chr(ord(plain[-1]) + 1), _EXACT))
        ids = [row[0] for row in cursor.fetchall()]
    found = Matter.objects.reachable(actor, access.SEE).filter(pk__in=ids)
    return [Row(*row) for row in found.order_by("number").values_list(*Row._fields)]


def _by_origin(actor: Actor, asked: str) -> list[Row]:
    """By the whole number an order had in the system it came from."""
    if len(asked) < 3:
        return []
    found = Matter.objects.reachable(actor, access.SEE).filter(origin=asked).exclude(origin="")
    return [Row(*row) for row in found.order_by("-id").values_list(*Row._fields)[:_EXACT]]


def _by_phone(actor: Actor, asked: str) -> list[Row]:
    try:
        digits = phone_number(asked)
    except Refusal:
        return []
    found = Matter.objects.reachable(actor, access.SEE).filter(
        reporter__in=_reporters(actor, secret.blind("phone", digits))
    )
    return [Row(*row) for row in found.order_by("-received_at", "-id").values_list(*Row._fields)[:_EXACT]]


def _reporters(actor: Actor, index: bytes) -> list[int]:
    """Who may see reporters finds by them; others find nothing."""
    found = Reporter.objects.reachable(actor, access.SEE_REPORTER).filter(phone_index=index)
    return list(found.order_by("-matter_id").values_list("matter_id", flat=True)[:_EXACT])


def _by_words(actor: Actor, asked: str, below: int | None, size: int) -> tuple[list[Row], int | None]:
    """Rows that hold the words, and the id after which to go on, None at the end."""
    tokens = wanted(asked)
    if not tokens:
        return [], None
    query = " & ".join(f"'{token}'" for token in tokens)
    found: list[Row] = []
    for _round in range(_ROUNDS):
        ids = _candidates(actor, query, below)
        for pk, row in _checked(actor, asked, ids):
            if row is not None:
                found.append(row)
            if len(found) == size:
                return found, pk if pk != ids[-1] or len(ids) == _ROUND else None
        if len(ids) < _ROUND:
            return found, None
        below = ids[-1]
    return found, below


def _candidates(actor: Actor, query: str, below: int | None) -> list[int]:
    """Ids whose document has all the tokens, newest first, below any of the actor's areas."""
    paths = {grant.path for grant in actor.grants if grant.permission == access.SEE}
    widest = [path for path in paths if not any(path != one and path.startswith(one) for one in paths)]
    found: set[int] = set()
    with connection.cursor() as cursor:
        for path in widest:
            cursor.execute("select matter_search(%s, %s, %s, %s)", (query, path, below, _ROUND))
            found.update(row[0] for row in cursor.fetchall())
    return sorted(found, reverse=True)[:_ROUND]


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
        yield pk, kept if hits(asked, kept.number, kept.title, kept.place, text) else None
