"""What the board looks at to find work that deserves a look: plain facts of answers and follow-ups, no names."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from linli.kernel.scope import SYSTEM, scope

# An answered matter: how long after it came, how long after it was signed, the answer as a mark and not as words.
ANSWERED = """
select matter.id, matter.area_path, matter.community_id, matter.street_id, matter.received_at,
    signed.ended_at, coalesce(signed.late, false), matter.answered_at,
    coalesce(hashtextextended(regexp_replace(answer.text, '\\s', '', 'g'), 0), 0), coalesce(length(answer.text), 0)
from matters_matter matter
left join lateral (select ended_at, ended_at > due_at as late from matters_clock
    where matter_id = matter.id order by id limit 1) signed on true
left join lateral (select text from matters_remark where matter_id = matter.id and kind = 'answer'
    order by id desc limit 1) answer on true
where matter.answered_at >= %s and matter.answered_at < %s and matter.source <> 'import'
order by matter.id
"""

REDONE = """
select follow.matter_id, matter.area_path, matter.street_id, follow.at from matters_followup follow
join matters_matter matter on matter.id = follow.matter_id
where follow.reached and follow.verdict = 'unsolved' and follow.at >= %s and follow.at < %s order by follow.matter_id
"""

# Satisfied, and the same reporter reports the same category at the same place again within the days.
AGAIN = """
select distinct before.id, after.id, after.area_path
from matters_matter after
join matters_matter before on before.category_id = after.category_id and before.area_id = after.area_id
    and before.reporter_person_id = after.reporter_person_id and before.id < after.id
    and before.closed_at is not null and before.closed_at < after.received_at
    and before.closed_at > after.received_at - make_interval(days => %s)
join matters_followup follow on follow.matter_id = before.id and follow.reached
    and follow.satisfaction in ('very_good', 'good')
where after.received_at >= %s and after.received_at < %s and after.reporter_person_id is not null
    and after.source <> 'import'
order by before.id, after.id
"""

# Follow-ups of one desk by one pair of hands; whose hands they are is not given.
ASKED = """
select dense_rank() over (order by follow.by_person_id), matter.community_id, matter.street_id, follow.matter_id,
    follow.satisfaction = 'very_good' and follow.verdict = 'solved', matter.area_path
from matters_followup follow join matters_matter matter on matter.id = follow.matter_id
where follow.reached and follow.by_person_id is not null and follow.at >= %s and follow.at < %s
order by follow.matter_id
"""


class Answered(NamedTuple):
    """One answered matter. mark: of its answer, blanks left out; words: how long the answer is."""

    matter_id: int
    area_path: str
    community_id: int | None
    street_id: int | None
    received_at: datetime
    signed_at: datetime | None
    signed_late: bool
    answered_at: datetime
    mark: int
    words: int


class Redone(NamedTuple):
    """One that was answered and found not solved."""

    matter_id: int
    area_path: str
    street_id: int | None
    at: datetime


class Again(NamedTuple):
    """Two matters of one reporter, category and place: satisfied, then reported again."""

    before_id: int
    after_id: int
    area_path: str


class AskedBy(NamedTuple):
    """One follow-up: which hands (a number for this reading only), at which desk, and whether it was perfect."""

    hands: int
    community_id: int | None
    street_id: int | None
    matter_id: int
    perfect: bool
    area_path: str


def answered_between(first: datetime, last: datetime) -> list[Answered]:
    """Matters answered in a stretch of time, all areas."""
    return [Answered(*row) for row in _ask(ANSWERED, first, last)]


def redone_between(first: datetime, last: datetime) -> list[Redone]:
    """Matters found not solved in a stretch of time, all areas."""
    return [Redone(*row) for row in _ask(REDONE, first, last)]


def again_between(first: datetime, last: datetime, days: int) -> list[Again]:
    """Matters reported again within so many days although the reporter had been satisfied."""
    return [Again(*row) for row in _ask(AGAIN, days, first, last)]


def asked_between(first: datetime, last: datetime) -> list[AskedBy]:
    """Follow-ups made by staff in a stretch of time, all areas."""
    return [AskedBy(*row) for row in _ask(ASKED, first, last)]


def _ask(statement: str, *values: int | datetime) -> list[tuple[Any, ...]]:
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
