"""A real PostgreSQL for each test process, a database of its own, each test rolled back.

A process starts the embedded server (fsync off) and makes a template with the standing cast, then clones it.
Not one server for all: what is sealed or told is what no transaction of the whole server is still writing, and
a long test next door would hold it up. Tests connect as the application's role, never as the owner.
"""

import atexit
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parents[1]
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

from linli.site.home import Home  # noqa: E402
from linli.site.postgres import serving  # noqa: E402
from linli.site.postgres.address import parts_of, url_of  # noqa: E402

settings.register_profile("unhurried", deadline=None)  # a busy machine is no counter-example
settings.load_profile("unhurried")
_stack = ExitStack()


def _on(url: str, dbname: str, **more: str) -> str:
    return url_of(**{**parts_of(url), "dbname": dbname, **more})


def _start() -> None:
    """Server and template."""
    folder = _stack.enter_context(tempfile.TemporaryDirectory(prefix="linli-tests-"))
    home = Home.at(folder)
    server = _stack.enter_context(serving(home, fast=True))
    superuser = _on(
        server.owner_url, "postgres", user="postgres", password=home.key_text("superuser_password")
    )
    os.environ.update(
        LINLI_HOME=folder,
        LINLI_OWNER_URL=server.owner_url,
        LINLI_APP_URL=server.app_url,
        LINLI_TEST_SUPERUSER=superuser,
    )
    subprocess.run([sys.executable, "-m", "tests.prepare"], check=True, cwd=ROOT, env=_child_env())
    atexit.register(_stack.close)


@pytest.hookimpl(optionalhook=True)
def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are named by their argument, not by what is in them.

    Packed files carry the second they were made in, and processes that name a test differently refuse to start.
    """
    return argname if isinstance(val, bytes) else None


def pytest_xdist_setupnodes() -> None:
    """The other processes read the settings when their own server is there, not before."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure() -> None:
    """A process of pytest-xdist ends without what is registered for an exit."""
    for connection in connections.all():
        connection.close()
    _stack.close()


def _child_env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}


def _clone() -> None:
    """This process's own database."""
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with psycopg.connect(os.environ["LINLI_TEST_SUPERUSER"], autocommit=True) as connection:
        connection.execute(f'drop database if exists "{name}" with (force)')
        connection.execute(f'create database "{name}" template linli owner linli_owner')
    for variable in ("LINLI_OWNER_URL", "LINLI_APP_URL"):
        os.environ[variable] = _on(os.environ[variable], name)


# The process that hands out tests runs none: the first of the others takes over its server.
if "LINLI_TEST_SUPERUSER" not in os.environ or os.environ.get("PYTEST_XDIST_WORKER", "gw0") != "gw0":
    _start()
_clone()
os.environ["DJANGO_SETTINGS_MODULE"] = "linli.site.settings"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.utils import translation  # noqa: E402

from linli.kernel.scope import Actor  # noqa: E402
from linli.site.middleware import Door  # noqa: E402
from tests import town  # noqa: E402

# Pages name their pictures and scripts as they lie in the source: nothing has to be collected before a test.
PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
override_settings(STORAGES={**settings.STORAGES, "staticfiles": PLAIN}).enable()


_connect = socket.socket.connect


def _is_own(host: str) -> bool:
    """True for an address of this machine: only those can be bound."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((host, 0))
        except OSError:
            return False
        return True


def _connect_at_home(own: socket.socket, address: Any) -> None:
    """Nothing in the product calls out by itself; a test that does fails here and not by a slow network."""
    stream = own.type == socket.SOCK_STREAM  # a datagram socket that connects only asks for a route
    if stream and own.family in {socket.AF_INET, socket.AF_INET6} and not _is_own(address[0]):
        raise AssertionError(f"a connection out of this machine: {address}")
    _connect(own, address)


socket.socket.connect = _connect_at_home  # type: ignore[assignment,method-assign]


class Spread(LoadScopeScheduling):
    """Tests one by one to whichever process is free; those that share something dear stay in one process.

    That is a running product (journeys, kills), or a fixture made once for a file.
    """

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        folder = path.rpartition("/")[0]
        if folder in ("tests/journeys", "tests/kill"):
            return folder
        return path if _shares(ROOT / path) else nodeid


@cache
def _shares(path: Path) -> bool:
    near = (path, path.with_name("conftest.py"))
    return any(one.exists() and 'scope="module"' in one.read_text() for one in near)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Spread | None:
    """Where several processes share the tests in the usual way, they do it in ours."""
    return Spread(config, log) if config.getvalue("dist") == "load" else None


@pytest.fixture(autouse=True)
def _chinese_again() -> Iterator[None]:
    """A request in English leaves its language behind in the thread; the next test begins without it."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The database is ready: nothing for the plugin to make."""


@pytest.fixture
def own_database(django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """A database of the test's own, really committed to: for threads, processes and kills.

    Gives the environment a child process needs to work on it.
    """
    name = f"own_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(os.environ["LINLI_TEST_SUPERUSER"], autocommit=True) as connection:
        connection.execute(f'create database "{name}" template linli owner linli_owner')
    settings.LINLI_ANCHORS.unlink(missing_ok=True)  # of another database's seals
    kept = {alias: connections[alias].settings_dict["NAME"] for alias in ("default", "owner")}
    with django_db_blocker.unblock():
        for alias in kept:
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name
        yield {
            **_child_env(),
            **{one: _on(os.environ[one], name) for one in ("LINLI_OWNER_URL", "LINLI_APP_URL")},
        }
        for alias, old in kept.items():
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = old
    with psycopg.connect(os.environ["LINLI_TEST_SUPERUSER"], autocommit=True) as connection:
        connection.execute(f'drop database "{name}" with (force)')


@pytest.fixture
def now() -> datetime:
    """Wednesday 25 November 2026, 14:20 in China: the moment most tests happen."""
    return town.NOW


@dataclass
class Clock:
    """What the door of the web reads; a test sets it, or moves it on."""

    at: datetime

    def move(self, **length: float) -> datetime:
        """Let time pass; gives the new moment."""
        self.at += timedelta(**length)
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Pages happen at `town.NOW` until the test says otherwise."""
    held = Clock(town.NOW)
    monkeypatch.setattr(Door, "moment", lambda _door: held.at)
    return held


@pytest.fixture
def cast(db: None) -> town.Cast:
    """The standing town: areas, people, actors by name."""
    return town.cast()


@pytest.fixture
def chen(cast: town.Cast) -> Actor:
    """Chen Siyuan, grid worker of the third grid."""
    return cast.actor("chen")


@pytest.fixture
def li(cast: town.Cast) -> Actor:
    """Li Xiaomei of the community desk."""
    return cast.actor("li")


@pytest.fixture
def zhou(cast: town.Cast) -> Actor:
    """Ms Zhou, a resident."""
    return cast.actor("zhou")


@pytest.fixture
def client(db: None) -> Client:
    """A browser that has not signed in; `town.sign_in(client, name)` signs somebody in."""
    return Client()
