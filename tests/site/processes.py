"""What the tests of processes share: a child that holds a home's server, and who is still alive."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]

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
