"""Addresses of databases survive every character a password or folder may hold."""

import pytest

from linli.kernel.refusal import Refusal
from linli.site.postgres.address import as_role, parts_of, url_of


@pytest.mark.parametrize("password", ["simple", "a b", "p@ss:w/rd?&=%#'\"\\", "密码"])
@pytest.mark.parametrize("host", ["/srv/a b/邻里/run", "db.example", "127.0.0.1"])
def test_a_url_comes_back_as_it_was(password, host):
    url = url_of(user="linli_app", password=password, dbname="linli", host=host)
    assert parts_of(url) == {
        "user": "linli_app",
        "password": password,
        "dbname": "linli",
        "host": host,
        "port": "5432",
    }


def test_another_role_keeps_the_rest():
    url = as_role("postgresql://boss:secret@db.example:5433/town?sslmode=require", "linli_app", "x y")
    assert parts_of(url) == {
        "user": "linli_app",
        "password": "x y",
        "dbname": "town",
        "host": "db.example",
        "port": "5433",
        "sslmode": "require",
    }


def test_a_bad_url_is_refused_without_its_password():
    with pytest.raises(Refusal) as refused:
        parts_of("postgresql://boss:very-secret@[bad/town")
    assert refused.value.code == "bad_database_url"
    assert "very-secret" not in str(refused.value)
    assert refused.value.__cause__ is None
