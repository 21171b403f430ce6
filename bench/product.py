"""The product as an operator starts it, on a home of its own with a large history, for the benches to press."""

import atexit
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from bench import Run
from bench.machine import cpu, family, megabytes, words
from linli.site.home import Home
from linli.site.postgres import serving
from linli.site.tether import tied

STEPS, HOUSEHOLDS = 5, 2_000
LONGEST_WAIT = 120.0
IDLE = 5.0
PARTS = {"linli.site.web": "web", "worker": "worker", "postgres": "postgres"}

SETTLED = """
select (newest.era, newest.xid, newest.id) <= (told.era, told.xid, told.event_id)
    and (newest.era, newest.xid) < (sealed.era, sealed.xid_to)
from (select era, xid, id from kernel_event order by era desc, xid desc, id desc limit 1) newest,
    (select era, xid, event_id from kernel_cursor where name = 'reactions') told,
    (select era, xid_to from kernel_seal order by id desc limit 1) sealed
"""


@dataclass(frozen=True)
class Product:
    """A running `linli up`. `pid` is its first process, all others descend from it."""

    home: Path
    url: str
    pid: int

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        parts = urlsplit(self.url)
        assert parts.hostname is not None
        assert parts.port is not None
        return parts.hostname, parts.port

    def token(self, role: str) -> str:
        """An API token of a sample-town person."""
        return linli("token", "--as", role, home=self.home).strip().splitlines()[-1]

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection(*self.address, timeout=60)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body

    def ask(self, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Rows of the database, as the application's role with every area in sight."""
        with self.connection() as connection, connection.transaction():
            connection.execute("set local app.grants = '/'")
            return connection.execute(statement, values).fetchall()

    @contextmanager
    def connection(self) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        """A connection of the application's role."""
        with (
            serving(Home.at(self.home)) as server,
            psycopg.connect(server.app_url, autocommit=True, options="-c search_path=linli") as made,
        ):
            yield made

    def settle(self, longest: float = LONGEST_WAIT) -> None:
        """Until the worker has told and sealed everything; seconds to wait for it."""
        deadline = time.monotonic() + longest
        with self.connection() as connection:
            while time.monotonic() < deadline:
                with connection.transaction():
                    connection.execute("set local app.grants = '/'")
                    found = connection.execute(SETTLED).fetchone()
                if found is not None and found[0]:
                    return
                time.sleep(0.2)
        raise RuntimeError("the worker did not come to an end; see its log")

    def cpu(self) -> dict[str, float]:
        """Seconds of processor time of web, worker, postgres and the rest so far."""
        found = dict.fromkeys((*PARTS.values(), "rest"), 0.0)
        for pid in family(self.pid):
            found[_part(pid)] += cpu(pid)
        return found

    @cached_property
    def idle(self) -> float:
        """Seconds of processor time the product takes in each second when nobody asks anything."""
        self.settle()
        before = sum(self.cpu().values())
        time.sleep(IDLE)
        return (sum(self.cpu().values()) - before) / IDLE

    def megabytes(self, part: str) -> float:
        """Resident memory (10^6 bytes) of the largest process of a part."""
        return max(megabytes(pid) for pid in family(self.pid) if _part(pid) == part)


def _part(pid: int) -> str:
    line = words(pid)
    program = Path(line[0].split(":")[0]).name
    return next((part for word, part in PARTS.items() if word in line or word == program), "rest")


def linli(*said: str, home: Path) -> str:
    """What a command of the product prints."""
    done = subprocess.run(command(*said, home=home), env=outside(), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"linli {' '.join(said)}: {done.stdout}\n{done.stderr}")
    return done.stdout


def command(*said: str, home: Path) -> list[str]:
    """A command of the product as a child process takes it."""
    return [sys.executable, "-m", "linli", *said, "--home", str(home)]


def outside() -> dict[str, str]:
    """The environment without what this process was given for a home of its own; the API lets everybody in."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")}
    return {**kept, "LINLI_API_RATE": "1000000000"}


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def start(home: Path) -> "subprocess.Popen[str]":
    """`linli up` on a home; told to stop when this process ends, however it ends."""
    asked = command("up", "--port", str(free_port()), home=home)
    return subprocess.Popen(
        asked, env=outside(), stdout=subprocess.PIPE, text=True, preexec_fn=tied(signal.SIGTERM)
    )


@cache
def scratch() -> Path:
    """A folder that goes when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="linli-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def product(run: Run) -> Product:
    """The product with the large history, started once for all benches of a run."""
    made = running(_own_copy(run))
    made.settle()
    return made


@cache
def running(home: Path) -> Product:
    """The product on a home, until this process ends."""
    started = start(home)
    atexit.register(_end, started)
    assert started.stdout is not None
    url = next((line.split()[1] for line in started.stdout if line.startswith("READY ")), None)
    if url is None:
        raise RuntimeError("the product did not start; what it said stands above")
    return Product(home, url, started.pid)


def _own_copy(run: Run) -> Path:
    """A home with the large history, as it was loaded; what the benches add stays in the copy."""
    loaded = (run.home or scratch()) / f"town-{run.matters}"
    if not loaded.exists():
        _load(loaded, run.matters)
    if run.home is None:
        return loaded
    copy = scratch() / "home"
    subprocess.run(["cp", "-a", str(loaded), str(copy)], check=True)
    return copy


def _load(place: Path, matters: int) -> None:
    sys.stderr.write(f"loading {matters:,} matters of {STEPS} steps each ...\n")
    making = place.with_name(f"{place.name}.new")
    shutil.rmtree(making, ignore_errors=True)
    making.parent.mkdir(parents=True, exist_ok=True)
    size = ("--households", str(HOUSEHOLDS), "--matters", str(matters), "--steps", str(STEPS))
    linli("town", *size, home=making)
    with serving(Home.at(making)) as server, psycopg.connect(server.owner_url, autocommit=True) as owner:
        owner.execute("vacuum (analyze)")  # as the server itself does within the first minutes
    making.rename(place)


def _end(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGTERM)
    process.communicate()
