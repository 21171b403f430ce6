"""A database with the sample town in it, loaded once for all tests of this folder."""

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connections
from tests import town as standing
from tests.conftest import _on

from linli.site import town

ALIASES = ("default", "owner")


def _empty_database(name: str) -> None:
    """A copy of the template with nothing but its tables."""
    superuser = os.environ["LINLI_TEST_SUPERUSER"]
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(f'create database "{name}" template linli owner linli_owner')
    with psycopg.connect(_on(superuser, name), autocommit=True) as connection:
        tables = connection.execute(
            "select string_agg(format('%I.%I', schemaname, tablename), ', ') from pg_tables"
            " where schemaname = 'linli' and tablename not like 'django%'"
        ).fetchone()
        connection.execute(f"truncate {tables[0]} restart identity cascade")


@pytest.fixture(scope="module")
def empty_town(django_db_blocker: Any) -> Iterator[str]:
    """This process works on a database of its own that has all tables and no rows."""
    name = f"town_{os.getpid()}"
    _empty_database(name)
    kept = {alias: connections[alias].settings_dict["NAME"] for alias in ALIASES}
    with django_db_blocker.unblock():
        for alias in ALIASES:
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name
        try:
            yield name
        finally:
            for alias in ALIASES:
                connections[alias].close()
                connections[alias].settings_dict["NAME"] = kept[alias]
            with psycopg.connect(os.environ["LINLI_TEST_SUPERUSER"], autocommit=True) as connection:
                connection.execute(f'drop database "{name}" with (force)')


@pytest.fixture(scope="module")
def sample(empty_town: str) -> str:
    """The sample town, loaded at the standing moment of the tests."""
    town.load(now=standing.NOW)
    return empty_town
