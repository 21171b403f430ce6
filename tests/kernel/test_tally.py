"""Counting tries: windows, names apart, nothing readable in the table, no count lost between two processes."""

import os
import threading
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from linli.kernel import tally

MINUTE = timedelta(minutes=1)


def test_allows_so_many_and_says_when_again(db, now):
    for second in range(3):
        assert tally.take("code", "a", most=3, within=MINUTE, now=now + timedelta(seconds=second)) is None
    assert tally.take("code", "a", most=3, within=MINUTE, now=now + timedelta(seconds=30)) == now + MINUTE


def test_the_window_begins_anew_after_its_end(db, now):
    for _ in range(9):
        tally.take("code", "a", most=1, within=MINUTE, now=now)
    assert tally.take("code", "a", most=1, within=MINUTE, now=now + timedelta(seconds=59)) is not None
    assert tally.take("code", "a", most=1, within=MINUTE, now=now + MINUTE) is None
    assert tally.take("code", "a", most=1, within=MINUTE, now=now + MINUTE) is not None


@pytest.mark.parametrize("other", [("code", "b", MINUTE), ("login", "a", MINUTE), ("code", "a", 60 * MINUTE)])
def test_names_purposes_and_windows_are_counted_apart(db, now, other):
    what, whom, within = other
    tally.take("code", "a", most=1, within=MINUTE, now=now)
    assert tally.take(what, whom, most=1, within=within, now=now) is None


def test_looking_does_not_count(db, now):
    assert tally.spent("code", "a", most=1, within=MINUTE, now=now) is None
    assert tally.spent("code", "a", most=1, within=MINUTE, now=now) is None
    tally.take("code", "a", most=1, within=MINUTE, now=now)
    assert tally.spent("code", "a", most=1, within=MINUTE, now=now) == now + MINUTE


def test_forgetting_begins_anew(db, now):
    tally.take("code", "a", most=1, within=MINUTE, now=now)
    tally.forget("code", "a", within=MINUTE)
    assert tally.take("code", "a", most=1, within=MINUTE, now=now) is None


def test_sweep_drops_only_what_has_passed(db, now):
    tally.take("code", "old", most=1, within=MINUTE, now=now - timedelta(hours=1))
    tally.take("code", "new", most=1, within=MINUTE, now=now)
    assert tally.sweep(now) == 1
    assert tally.spent("code", "new", most=1, within=MINUTE, now=now) is not None


def test_no_telephone_stands_in_the_table(db, now):
    tally.take("code", "12900002076", most=1, within=MINUTE, now=now)
    with connection.cursor() as cursor:
        cursor.execute("select kernel_tally::text from kernel_tally")
        table = str(cursor.fetchall())
    assert "since" not in table
    assert table.count("\\x") == 1, "the one row is there"
    assert "12900002076" not in table
    assert b"12900002076".hex() not in table


def test_two_connections_lose_no_count(now):
    """Sixteen tries at once over real connections, five allowed: exactly five are told yes."""
    key = b"concurrent-test!"
    values = {"key": key, "now": now, "until": now + MINUTE}
    allowed = []

    def one():
        with psycopg.connect(os.environ["LINLI_APP_URL"], options="-c search_path=linli") as own:
            allowed.append(own.execute(tally.TAKE, values).fetchone()[0] <= 5)

    threads = [threading.Thread(target=one) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with psycopg.connect(os.environ["LINLI_APP_URL"], options="-c search_path=linli") as own:
        own.execute("delete from kernel_tally where key = %s", (key,))
    assert sum(allowed) == 5
