"""The sweep over asks: a unit's limit is over; due rows are claimed with SKIP LOCKED, many in one transaction."""

from datetime import datetime

from django.db import connection

from linli.kernel.event import record_many
from linli.kernel.scope import SYSTEM, scope

from ..events import AskLapsed

BATCH = 500

LATE = """
with due as (
    select id from matters_ask where next_due_at <= %s order by next_due_at limit %s for update skip locked
)
update matters_ask ask set next_due_at = null, late = true from due where ask.id = due.id
returning ask.id, ask.matter_id, ask.area_path, ask.unit_id
"""


def sweep_asks(*, now: datetime, most: int = BATCH) -> int:
    """Mark the asks whose limit is over as late and say so once; gives how many were taken.

    Idempotent: a row taken looks at nothing any more, in the same transaction as its fact.
    """
    with scope(SYSTEM):
        with connection.cursor() as cursor:
            cursor.execute(LATE, (now, most))
            rows = cursor.fetchall()
        record_many(
            [
                AskLapsed(subject_id=matter, area_path=path, ask_id=pk, unit_id=unit)
                for pk, matter, path, unit in rows
            ],
            actor=SYSTEM,
            now=now,
        )
    return len(rows)
