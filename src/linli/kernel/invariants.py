"""What must always hold over rows: each invariant is a query that finds the first row for which it does not."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection

from .scope import SYSTEM, scope


class Invariant(NamedTuple):
    """A name, what it says, and SQL that gives ids of rows that break it."""

    name: str
    says: str
    sql: str


class Broken(NamedTuple):
    """An invariant that does not hold, with the first row and how many there are."""

    invariant: Invariant
    first: int
    rows: int


def broken(invariants: tuple[Invariant, ...]) -> Iterator[Broken]:
    """Check each over all rows; gives those that do not hold."""
    for one in invariants:
        with scope(SYSTEM), connection.cursor() as cursor:
            cursor.execute("set local statement_timeout = 0")
            cursor.execute(f"select min(id), count(*) from ({one.sql}) bad(id)")  # noqa: S608  (ours, no words of others)
            row = cursor.fetchone()
        if row is not None and row[1]:
            yield Broken(one, int(row[0]), int(row[1]))
