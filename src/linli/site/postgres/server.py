"""The database of one home: our own server while we run, one that runs already, or one named by a setting."""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Self

import psycopg

from linli.kernel.refusal import Refusal
from linli.site.home import Home
from linli.site.postgres.address import url_of
from linli.site.postgres.cluster import SUPERUSER, Cluster
from linli.site.postgres.fitness import check_app_role, check_database
from linli.site.postgres.roles import APP, DATABASE, OWNER, app_url_of, make_own_roles
from linli.site.tether import end_group
from linli.site.words import _

# Orphans of a killed server hold its shared memory for about two seconds; a shutdown may take longer.
PATIENCE = 60.0
SHUTDOWN = 60.0
PAUSE = 0.05


@dataclass
class Server:
    """Where the database is. `owner_url` and `app_url` are postgresql:// addresses."""

    owner_url: str
    app_url: str

    def tend(self) -> None:
        """Called again and again by a supervisor; starts the server anew when it has died."""

    def stop(self) -> None:
        """Ends what this process started, nothing else."""


class OwnServer(Server):
    """The embedded server as our child."""

    def __init__(self, cluster: Cluster, lock: int) -> None:
        super().__init__(_url(cluster.home, OWNER), _url(cluster.home, APP))
        self.cluster = cluster
        self.process: subprocess.Popen[bytes] | None = None
        self._lock = lock
        self._next_try = 0.0

    def start(self) -> Self:
        """Makes the data folder if need be, starts, waits until it answers, makes roles and database."""
        self.cluster.create()
        self._launch()
        self._await_answer()
        make_own_roles(_url(self.cluster.home, SUPERUSER), self.cluster.home)
        return self

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process and self.process.poll() is None else None

    def tend(self) -> None:
        """Starts again after a crash; does not wait for the answer."""
        if self.pid is None and time.monotonic() >= self._next_try:
            self._launch()

    def _launch(self) -> None:
        self._next_try = time.monotonic() + 0.3
        self.process = self.cluster.spawn()

    def _await_answer(self) -> None:
        """Crash recovery may take its time; a server that died or stays mute is given a minute."""
        deadline = time.monotonic() + PATIENCE
        while (excuse := _excuse(_url(self.cluster.home, SUPERUSER))) is not None:
            if "the database system is" in excuse:
                deadline = time.monotonic() + PATIENCE
            if time.monotonic() > deadline:
                reason = f"{excuse}\n{self.cluster.last_words()}"
                raise Refusal("database_did_not_start", _("数据库没有启动：\n{reason}").format(reason=reason))
            self.tend()
            time.sleep(PAUSE)

    def stop(self) -> None:
        """Fast shutdown with a checkpoint; after a minute without patience."""
        process, self.process = self.process, None
        if process is not None:
            for last_signal, seconds in (
                (signal.SIGINT, SHUTDOWN),
                (signal.SIGQUIT, 10),
                (signal.SIGKILL, 10),
            ):
                process.send_signal(last_signal)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(seconds)
                    break
            end_group(process.pid)
        os.close(self._lock)


@contextmanager
def serving(home: Home, *, fast: bool = False) -> Iterator[Server]:
    """The database of a home for as long as the block lasts.

    LINLI_DATABASE_URL names a server elsewhere. Without it the embedded one is started, or, when another
    process runs it already, used. `fast` (tests only) gives up durability. Call it from the main thread.
    """
    server = _elsewhere(home) or _here(home, fast=fast)
    try:
        yield server
    finally:
        server.stop()


def _elsewhere(home: Home) -> Server | None:
    owner_url = os.environ.get("LINLI_DATABASE_URL")
    if not owner_url:
        return None
    check_database(owner_url)
    app_url = os.environ.get("LINLI_APP_DATABASE_URL") or app_url_of(owner_url, home)
    check_app_role(app_url, owner_url)
    return Server(owner_url, app_url)


def _here(home: Home, *, fast: bool) -> Server:
    """Whoever holds the lock runs the server; the others wait until it serves."""
    deadline = time.monotonic() + 2 * PATIENCE
    lock = os.open(home.run / "database.lock", os.O_RDWR | os.O_CREAT, 0o600)
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if _excuse(_url(home, APP)) is None:
                os.close(lock)
                return Server(_url(home, OWNER), _url(home, APP))
        else:
            return _started(home, lock, fast=fast)
        if time.monotonic() > deadline:
            os.close(lock)
            raise Refusal("database_busy", _("另一个进程正在启动数据库，等了太久。请稍后再试。"))
        time.sleep(PAUSE)


def _started(home: Home, lock: int, *, fast: bool) -> Server:
    server = OwnServer(Cluster(home, fast=fast), lock)
    try:
        return server.start()
    except BaseException:
        server.stop()
        raise


def _url(home: Home, role: str) -> str:
    password = {SUPERUSER: "superuser_password", OWNER: "owner_password", APP: "app_password"}[role]
    return url_of(
        user=role,
        password=home.key_text(password),
        dbname=SUPERUSER if role == SUPERUSER else DATABASE,
        host=str(home.sockets),
    )


def _excuse(url: str) -> str | None:
    """Why a connection was turned down; None when it was not."""
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.OperationalError as problem:
        return str(problem)
    return None
