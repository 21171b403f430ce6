"""Events in the order in which they came to stand, for programs that fetch instead of being called: none is missed."""

from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from django.db import connection

from linli.kernel.keyset import mark, read_mark
from linli.kernel.reaction import HORIZON
from linli.kernel.scope import Actor
from linli.matters.queries.published import reachable_numbers

from ..rules.envelope import plain_facts
from ..rules.types import published

READ = """
select id, xid, era, code, at, subject_id, area_path, facts from kernel_event
where (era, xid, id) > (%s, %s, %s) and xid < %s and subject = 'matter' and code = any(%s) and door <> 'history'
order by era, xid, id limit %s
"""
LAST = "select era, xid, id from kernel_event where xid < %s order by era desc, xid desc, id desc limit 1"


class FedEvent(NamedTuple):
    """One event of a matter in reach: ids and codes."""

    id: int
    code: str
    at: datetime
    number: str
    kind: str
    area_path: str
    facts: dict[str, Any]


def feed(actor: Actor, *, after: str, size: int) -> tuple[list[FedEvent], str]:
    """Events behind a mark, oldest first, and the mark to go on from; without one, only where to begin now.

    A page may hold fewer than `size`, even none, and not be the last: what is out of reach is left out.
    Refuses page_mark_unreadable.
    """
    with connection.cursor() as cursor:
        cursor.execute(HORIZON)
        horizon: int = cursor.fetchall()[0][0]
        if not after:
            cursor.execute(LAST, (horizon,))
            return [], mark(*(cursor.fetchone() or (0, 0, 0)))
        place = read_mark(after, (int, int, int))
        cursor.execute(READ, (*place, horizon, list(published()), size))
        rows = cursor.fetchall()
    known = reachable_numbers(actor, [row[5] for row in rows])
    found = []
    for pk, _xid, _era, code, at, subject_id, path, facts in rows:
        if subject_id in known:
            plain = msgspec.json.decode(facts) if isinstance(facts, str) else facts
            found.append(FedEvent(pk, code, at, *known[subject_id], path, plain_facts(plain)))
    last = (rows[-1][2], rows[-1][1], rows[-1][0]) if rows else place
    return found, mark(*last)
