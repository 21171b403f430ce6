"""How often something was tried lately: counted in PostgreSQL, one count for all processes of all servers."""

from datetime import datetime, timedelta

from django.db import connection

from . import secret
from .prepared import ask

TAKE = """
insert into kernel_tally (key, since, until, n) values (%(key)s, %(now)s, %(until)s, 1)
on conflict (key) do update set
    n = case when kernel_tally.until > %(now)s then kernel_tally.n + 1 else 1 end,
    since = case when kernel_tally.until > %(now)s then kernel_tally.since else excluded.since end,
    until = case when kernel_tally.until > %(now)s then kernel_tally.until else excluded.until end
returning n, until, since
"""
READ = "select n, until from kernel_tally where key = %s and until > %s"


def _key(what: str, whom: str, within: timedelta) -> bytes:
    """No telephone and no address stands in the table, only their keyed digests."""
    return secret.blind(f"tally {what} {int(within.total_seconds())}", whom)


def take(what: str, whom: str, *, most: int, within: timedelta, now: datetime) -> datetime | None:
    """Count one more; None while that is allowed, else the moment from which it is allowed again.

    The window begins with the first try and lasts `within`. Call it outside of what may be refused: a refusal
    that undoes the transaction would undo the count too.
    """
    n, until, _since = _take(what, whom, within, now)
    return until if n > most else None


def count(what: str, whom: str, *, within: timedelta, now: datetime) -> tuple[int, datetime]:
    """Count one more and tell which one it is in its window, and when that window began."""
    n, _until, since = _take(what, whom, within, now)
    return n, since


def _take(what: str, whom: str, within: timedelta, now: datetime) -> tuple[int, datetime, datetime]:
    n, since, until = ask(TAKE, {"key": _key(what, whom, within), "now": now, "until": now + within})[0]
    return n, since, until


def spent(what: str, whom: str, *, most: int, within: timedelta, now: datetime) -> datetime | None:
    """Like `take`, without counting: None while at least one more is allowed."""
    with connection.cursor() as cursor:
        cursor.execute(READ, (_key(what, whom, within), now))
        row = cursor.fetchone()
    return row[1] if row is not None and row[0] >= most else None


def forget(what: str, whom: str, *, within: timedelta) -> None:
    """Begin anew: the right answer was given."""
    with connection.cursor() as cursor:
        cursor.execute("delete from kernel_tally where key = %s", (_key(what, whom, within),))


def sweep(now: datetime) -> int:
    """Drop counts whose window has passed; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute("delete from kernel_tally where until <= %s", (now,))
        return int(cursor.rowcount)
