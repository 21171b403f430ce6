"""What the public may read of matters that are over: the answers residents were given, without who and where."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from linli.kernel.scope import SYSTEM, scope

from ..kinds import kinds

OPEN_KINDS = ("snapshot", "incident")
"""Kinds about public places; orders and petitions are between a person and the office."""

ANSWERS = """
select matter.category_id, matter.community_id, matter.street_id, matter.closed_at, answer.text
from matters_matter matter
join lateral (select text from matters_remark where matter_id = matter.id and kind = 'answer' and public
    order by id desc limit 1) answer on true
where matter.area_path ^@ %s and matter.closed_at >= %s and matter.closed_at < %s and matter.kind = any(%s)
    and matter.outcome = 'solved' and answer.text <> ''
order by matter.closed_at desc limit %s
"""


class PublicAnswer(NamedTuple):
    """An answer as it was given to the reporter; whoever shows it takes out names, numbers and doors first."""

    category_id: int | None
    community_id: int | None
    street_id: int | None
    closed_at: datetime
    text: str


def public_answers(path: str, since: datetime, until: datetime, most: int = 200) -> list[PublicAnswer]:
    """Answers of public kinds that were solved below a path between two moments, newest first, whoever asks."""
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(ANSWERS, (path, since, until, list(public_kinds()), most))
        return [PublicAnswer(*row) for row in cursor.fetchall()]


def public_kinds() -> Collection[str]:
    """The kinds whose answers may be told."""
    return [code for code in OPEN_KINDS if code in kinds() and not kinds()[code].confidential]


CATEGORIES = "select id, name from matters_category where id = any(%s)"


def category_names(ids: Collection[int]) -> dict[int, str]:
    """Names of categories by id; one query."""
    with connection.cursor() as cursor:
        cursor.execute(CATEGORIES, (list(ids),))
        return dict(cursor.fetchall())
