"""What the tests of processes share: children that hold a home's server or run the product, and who is still alive."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

from linli.site.tether import tied

ROOT = Path(__file__).resolve().parents[2]
READY = re.compile(r"^READY (\S+)$", re.MULTILINE)

HOLD = """
import json, sys, time
from linli.site.home import Home
from linli.site.postgres import serving
from linli.site.supervise import Stop, stoppable

with stoppable():
    try:
        with serving(Home.at(sys.argv[1]), fast=sys.argv[2] == "fast") as server:
            print(json.dumps({"own": server.pid is not None, "postmaster": server.pid}), flush=True)
            while True:
                server.tend()
                time.sleep(0.05)
    except Stop:
        pass
"""


class Holder:
    """A process of its own that serves a home until it is told to stop."""

    def __init__(self, home: Path, *, fast: bool = True):
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLD, home, "fast" if fast else "durable"],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )

    def ready(self) -> dict[str, object]:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def end(self, signal_number: int) -> int:
        self.process.send_signal(signal_number)
        return self.process.wait(30)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_gone: object) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Up:
    """A running `linli up`; what it prints goes to a file. It ends with the process that started it.

    more: variables for the product; nothing of the tests' own database reaches it.
    """

    def __init__(self, home: Path, port: int, *, words: Sequence[str] = (), more: Mapping[str, str] = {}):
        self.home, self.port = home, port
        self.printed = home.with_suffix(f".{port}.{time.monotonic_ns()}.txt")
        outside = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")}
        outside.pop("DJANGO_SETTINGS_MODULE", None)
        with self.printed.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "linli", "up", "--home", home, "--port", str(port), *words],
                stdout=file,
                stderr=file,
                env={**outside, "PYTHONPATH": str(ROOT / "src"), **more},
                preexec_fn=tied(signal.SIGTERM),
            )

    def text(self) -> str:
        return self.printed.read_text()

    def ready(self, patience: float = 60) -> str:
        assert within(patience, lambda: READY.search(self.text()) or self.process.poll() is not None)
        found = READY.search(self.text())
        assert found, self.text()
        return found[1]

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def end(self, signal_number: int = signal.SIGTERM) -> int:
        self.process.send_signal(signal_number)
        return self.process.wait(30)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_gone: object) -> None:
        if self.process.poll() is None:
            self.end()
        assert within(15, lambda: processes_of(self.home) == []), processes_of(self.home)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def pids(home: Path, words: str) -> list[int]:
    """Processes told about the home whose command line holds the words."""
    found = []
    for number in Path("/proc").iterdir():
        try:
            told = f"LINLI_HOME={home}".encode() in (number / "environ").read_bytes().split(b"\0")
            if told and words in (number / "cmdline").read_bytes().replace(b"\0", b" ").decode():
                found.append(int(number.name))
        except OSError:
            continue
    return found


def postmaster(home: Path) -> int:
    return int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


def processes_of(home: Path) -> list[str]:
    """Living processes that work in the home folder or were told about it."""
    return [
        name for number in Path("/proc").iterdir() if number.name.isdigit() and (name := _of(number, home))
    ]


def _of(number: Path, home: Path) -> str | None:
    try:
        told = f"LINLI_HOME={home}".encode() in (number / "environ").read_bytes().split(b"\0")
        inside = (number / "cwd").readlink().is_relative_to(home)
        state = (number / "stat").read_text().rpartition(")")[2].split()[0]
        return (number / "comm").read_text() if (told or inside) and state != "Z" else None
    except OSError:
        return None


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    """True as soon as the condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
