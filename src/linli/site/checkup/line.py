"""One line of the doctor's answer."""

from dataclasses import dataclass
from typing import Any

from django.db import connections

OK, WARN, BAD = "ok", "warn", "bad"


@dataclass(frozen=True)
class Line:
    """`level` is ok, warn or bad; `what` names the thing, `found` says how it is."""

    level: str
    what: str
    found: str


def rows(question: str, values: tuple[Any, ...] = (), *, alias: str = "default") -> list[tuple[Any, ...]]:
    """The answer of the database, as the app role unless `alias` says owner."""
    with connections[alias].cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def value(question: str, values: tuple[Any, ...] = (), *, alias: str = "default") -> Any:
    """The first value of the first row; None without a row."""
    found = rows(question, values, alias=alias)
    return found[0][0] if found else None
