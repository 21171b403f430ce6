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
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

MATTERS, STEPS, HOUSEHOLDS = 100_000, 5, 2_000
_TICKS = os.sysconf("SC_CLK_TCK")


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
        return linli(self.home, "token", "--as", role).strip().splitlines()[-1]

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection(*self.address, timeout=60)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body

    def cpu(self) -> float:
        """Seconds of processor time of web, worker and database so far, ended children included."""
        return sum(map(_cpu, self.processes()))

    def processes(self) -> Iterator[int]:
        """All living processes of the product."""
        ahead = [self.pid]
        while ahead:
            pid = ahead.pop()
            yield pid
            ahead += _children(pid)

    def megabytes(self, word: str) -> float:
        """Resident memory (10^6 bytes) of the largest process whose command line holds the word."""
        found = [pid for pid in self.processes() if word.encode() in _read(pid, "cmdline").split(b"\0")]
        return max(map(_resident, found))


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task")
    if not tasks.exists():
        return []
    return [
        int(word) for task in tasks.iterdir() for word in _read(pid, f"task/{task.name}/children").split()
    ]


def _cpu(pid: int) -> float:
    fields = _read(pid, "stat").rpartition(b")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS if fields else 0.0


def _resident(pid: int) -> float:
    lines = _read(pid, "status").decode().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0) * 1024 / 1e6


def linli(home: Path, *words: str) -> str:
    """What a command of the product prints."""
    command = [sys.executable, "-m", "linli", *words, "--home", str(home)]
    return subprocess.run(command, env=_outside(), check=True, capture_output=True, text=True).stdout


def _outside() -> dict[str, str]:
    """The environment without what the bench itself was given for its own home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")}
    return {**kept, "LINLI_API_RATE": "1000000000"}


@cache
def product() -> Product:
    """The product with 100,000 matters of 5 steps, started once for all benches of a run.

    LINLI_BENCH_HOME keeps the home from one run to the next; loading it takes minutes.
    """
    kept = os.environ.get("LINLI_BENCH_HOME")
    home = Path(kept or tempfile.mkdtemp(prefix="linli-bench-"))
    if not (home / "bench-town").exists():
        sys.stderr.write(f"loading {MATTERS:,} matters, some minutes ...\n")
        linli(home, "town", "--households", str(HOUSEHOLDS), "--matters", str(MATTERS), "--steps", str(STEPS))
        (home / "bench-town").touch()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "linli", "up", "--home", str(home), "--port", str(port)]
    process = subprocess.Popen(command, env=_outside(), stdout=subprocess.PIPE, text=True)
    atexit.register(_end, process, home, keep=bool(kept))
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("READY "):
            return Product(home, line.split()[1], process.pid)
    raise RuntimeError("the product did not start; see its logs")


def _end(process: "subprocess.Popen[str]", home: Path, *, keep: bool) -> None:
    process.send_signal(signal.SIGTERM)
    process.communicate()
    if not keep:
        shutil.rmtree(home, ignore_errors=True)
