"""A server named by LINLI_DATABASE_URL: taken when fit, refused with a plain sentence when not."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from linli.kernel.refusal import Refusal
from linli.site.home import Home
from linli.site.postgres import fitness, serving
from linli.site.postgres.address import as_role, parts_of, url_of
from linli.site.postgres.binaries import SYSTEM

BOSS = "b o/s"
SYSTEM_BINARIES = sorted(SYSTEM.glob("*/bin"))


@dataclass
class Foreign:
    """A server that is not ours, with its administrator's address."""

    admin_url: str

    def run(self, *statements: str) -> None:
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def url(self, database: str, user: str = "boss", password: str = BOSS) -> str:
        parts = parts_of(as_role(self.admin_url, user, password))
        return url_of(**(parts | {"dbname": database}))


@pytest.fixture(scope="module")
def foreign(tmp_path_factory) -> Iterator[Foreign]:
    """The system's PostgreSQL (15 on Debian 12), else the wheel's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LINLI_DATABASE_URL", raising=False)
        if SYSTEM_BINARIES:
            patch.setenv("LINLI_PG_BIN", str(SYSTEM_BINARIES[-1]))
        home = Home.at(tmp_path_factory.mktemp("foreign"))
        with serving(home, fast=True) as server:
            admin = as_role(server.owner_url, "postgres", home.key_text("superuser_password"))
            there = Foreign(url_of(**(parts_of(admin) | {"dbname": "postgres"})))
            there.run(
                "drop database linli",
                "drop role linli_app",
                f"create role boss login createrole password '{BOSS}'",
                "create role clerk login password 'clerk'",
                "create database town owner boss",
                "create database office owner clerk",
                "create database c_town owner boss template template0 locale 'C'",
                "create database latin owner boss template template0 encoding 'SQL_ASCII' locale 'C'",
            )
            yield there


@pytest.fixture
def home(tmp_path, monkeypatch) -> Home:
    monkeypatch.delenv("LINLI_APP_DATABASE_URL", raising=False)
    return Home.at(tmp_path)


def refused_code(home: Home) -> Refusal:
    with pytest.raises(Refusal) as refused, serving(home):
        pass
    return refused.value


def without_app_role(foreign: Foreign) -> None:
    for database in ("town", "office"):
        foreign.run(
            f"do $$ begin if exists (select 1 from pg_roles where rolname = 'linli_app') "
            f"then revoke all on database {database} from linli_app; end if; end $$"
        )
    foreign.run("drop role if exists linli_app")


def test_the_app_role_is_made_with_our_password(foreign, home, monkeypatch):
    without_app_role(foreign)
    monkeypatch.setenv("LINLI_DATABASE_URL", foreign.url("town"))
    for _again in range(2):
        with serving(home) as server:
            assert server.owner_url == foreign.url("town")
            with psycopg.connect(server.app_url) as connection:
                row = connection.execute("select current_user, current_database()").fetchone()
            assert row == ("linli_app", "town")
    assert not any(home.postgres.iterdir())


def test_an_owner_who_may_not_make_roles_is_told_what_to_ask_for(foreign, home, monkeypatch):
    without_app_role(foreign)
    monkeypatch.setenv("LINLI_DATABASE_URL", foreign.url("office", "clerk", "clerk"))
    refusal = refused_code(home)
    assert refusal.code == "app_role_missing"
    assert "CREATE ROLE linli_app LOGIN" in refusal.sentence
    assert home.key_text("app_password") not in refusal.sentence
    # The administrator follows the sentence; then it works.
    foreign.run(f"create role linli_app login password '{home.key_text('app_password')}'")
    with serving(home) as server, psycopg.connect(server.app_url) as connection:
        assert connection.execute("select current_user").fetchone() == ("linli_app",)


@pytest.mark.parametrize(("user", "password"), [("boss", BOSS), ("postgres", None)])
def test_an_app_role_that_passes_the_wall_is_refused(foreign, home, monkeypatch, user, password):
    password = password or parts_of(foreign.admin_url)["password"]
    monkeypatch.setenv("LINLI_DATABASE_URL", foreign.url("town"))
    monkeypatch.setenv("LINLI_APP_DATABASE_URL", foreign.url("town", user, password))
    assert refused_code(home).code == "app_role_too_strong"


@pytest.mark.parametrize(
    ("database", "code"), [("c_town", "database_locale"), ("latin", "database_encoding")]
)
def test_a_database_that_knows_no_chinese_is_refused(foreign, home, monkeypatch, database, code):
    monkeypatch.setenv("LINLI_DATABASE_URL", foreign.url(database))
    assert refused_code(home).code == code


def test_another_version_is_refused(foreign, home, monkeypatch):
    monkeypatch.setenv("LINLI_DATABASE_URL", foreign.url("town"))
    monkeypatch.setattr(fitness, "OLDEST", 19)
    assert refused_code(home).code == "postgres_version"


def test_a_server_that_does_not_answer_is_refused_without_the_password(home, monkeypatch):
    nowhere = url_of(user="boss", password="very-secret", dbname="town", host=str(Path("/nonexistent")))
    monkeypatch.setenv("LINLI_DATABASE_URL", nowhere)
    refusal = refused_code(home)
    assert refusal.code == "database_unreachable"
    assert "very-secret" not in refusal.sentence
