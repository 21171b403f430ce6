"""The doctor sees what is wrong on a real database."""

import os
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from linli.site.checkup import BAD, OK, WARN, checked, database, machine, product
from linli.site.home import Home

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def levels(lines) -> list[str]:
    return [line.level for line in lines]


def test_a_full_round_says_something_of_everything(tmp_path):
    lines = list(checked(Home.at(tmp_path), None, datetime.now(UTC)))
    assert len({line.what for line in lines}) >= 14
    assert all(line.found for line in lines)
    # Tests run without fsync: the doctor must say so, and find nothing else wrong.
    assert [line.what for line in lines if line.level == BAD] == ["断电保护"]


def test_keys_that_others_can_read(tmp_path):
    home = Home.at(tmp_path)
    assert levels(machine.keys(home)) == [OK]
    (home.keys / "master").chmod(0o644)
    assert levels(machine.keys(home)) == [BAD]


def test_a_table_that_shows_rows_without_grants():
    assert levels(database.walls()) == [OK]
    cell = settings.LINLI_CELL
    with psycopg.connect(os.environ["LINLI_OWNER_URL"], autocommit=True) as owner:
        owner.execute(f"create table {cell}.open_door (area_path text)")
        try:
            owner.execute(f"alter table {cell}.open_door enable row level security")
            owner.execute(f"create policy anybody on {cell}.open_door using (true)")
            owner.execute(f"insert into {cell}.open_door values ('/1/')")
            with transaction.atomic():
                lines = list(database.walls())
                transaction.set_rollback(True)  # lets go of the table
        finally:
            owner.execute(f"drop table {cell}.open_door")
    assert levels(lines) == [BAD]
    assert "open_door" in lines[0].found


def test_limits_that_are_off():
    assert levels(database.limits()) == [OK]
    with connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")
    assert levels(database.limits()) == [WARN]


def test_a_clock_that_is_off():
    now = datetime.now(UTC)
    assert levels(database.clock(now)) == [OK]
    assert levels(database.clock(now - timedelta(seconds=5))) == [BAD]


def test_a_job_that_waits():
    now = datetime.now(UTC)
    assert levels(product.jobs(now)) == [OK]
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (task_name, queue_name, status, scheduled_at, args)"
            " values ('x', 'default', 'todo', %s, '{}')",
            (now - timedelta(minutes=5),),
        )
    assert levels(product.jobs(now)) == [WARN]
    assert levels(product.jobs(now + timedelta(minutes=10))) == [BAD]


def test_a_year_without_a_notice():
    lines = list(product.calendar(datetime(2091, 3, 1, tzinfo=UTC)))
    assert levels(lines) == [WARN]
    assert "2091" in lines[0].found
