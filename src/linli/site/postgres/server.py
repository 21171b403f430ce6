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
RETRY = 0.3


@dataclass
class Server:
    """Where the database is. `owner_url` and `app_url` are postgresql:// addresses."""

    owner_url: str
    app_url: str

    def tend(self) -> None:
        """Called again and again by a supervisor; starts the server anew when it has died."""


class OwnServer(Server):
    """The embedded server: our child when we hold the lock, another process's child until we do."""

    def __init__(self, home: Home, *, fast: bool) -> None:
        super().__init__(_url(home, OWNER), _url(home, APP))
        self.home = home
        self.fast = fast
        self.cluster: Cluster | None = None
        self.process: subprocess.Popen[bytes] | None = None
        self._lock = os.open(home.run / "database.lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._next_try = 0.0

    @property
    def pid(self) -> int | None:
        """The server's process number while it is our living child."""
        return self.process.pid if self.process and self.process.poll() is None else None

    def start(self) -> Self:
        """Whoever gets the lock makes and starts the server; the others wait until it serves."""
        deadline = time.monotonic() + 2 * PATIENCE
        while not self._take_lock():
            if _excuse(self.app_url) is None:
                return self
            if time.monotonic() > deadline:
                raise Refusal("database_busy", _("另一个进程正在启动数据库，等了太久。请稍后再试。"))
            time.sleep(PAUSE)
        assert self.cluster is not None  # noqa: S101  comes with the lock
        self.cluster.create()
        self._launch(self.cluster)
        self._await_answer(self.cluster)
        make_own_roles(_url(self.home, SUPERUSER), self.home)
        return self

    def tend(self) -> None:
        """Starts again after a crash, takes over when the other process has gone; does not wait."""
        if self.pid is None and time.monotonic() >= self._next_try:
            self._next_try = time.monotonic() + RETRY
            if self._take_lock() and self.cluster is not None:
                self._launch(self.cluster)

    def _take_lock(self) -> bool:
        """True when the lock is ours; it ends with this process."""
        if self.cluster is None:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            self.cluster = Cluster(self.home, fast=self.fast)
        return True

    def _launch(self, cluster: Cluster) -> None:
        self._next_try = time.monotonic() + RETRY
        self.process = cluster.spawn()

    def _await_answer(self, cluster: Cluster) -> None:
        """Crash recovery may take its time; a server that died or stays mute is given a minute."""
        deadline = time.monotonic() + PATIENCE
        while (excuse := _excuse(_url(self.home, SUPERUSER))) is not None:
            if "the database system is" in excuse:
                deadline = time.monotonic() + PATIENCE
            if time.monotonic() > deadline:
                reason = f"{excuse}\n{cluster.last_words()}"
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
            self.home.drop_short_sockets()
        os.close(self._lock)


@contextmanager
def serving(home: Home, *, fast: bool = False) -> Iterator[Server]:
    """The database of a home for as long as the block lasts.

    LINLI_DATABASE_URL names a server elsewhere. Without it the embedded one is started, or, when another
    process runs it already, used. `fast` (tests only) gives up durability. Call it from the main thread.
    """
    elsewhere = _elsewhere(home)
    if elsewhere is not None:
        yield elsewhere
        return
    server = OwnServer(home, fast=fast)
    try:
        yield server.start()
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
