"""From `linli up` to READY, first and warm, and what the running product holds in memory."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from bench import Figure

WARM_STARTS = 3
LONGEST = 120.0


@dataclass(frozen=True)
class Run:
    """Seconds to READY and to the end, resident megabytes of the web and of the worker."""

    ready: float
    end: float
    web: float
    worker: float


def figures() -> list[Figure]:
    """One first start with the sample town on a fresh home, then warm ones."""
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        home = Path(folder) / "home"
        first = _run(home)
        warm = [_run(home) for _again in range(WARM_STARTS)]
    ready, end = median(run.ready for run in warm), median(run.end for run in warm)
    web, worker = max(run.web for run in warm), max(run.worker for run in warm)
    return [
        Figure("first start to READY, sample town included", first.ready, "s", "<= 30", first.ready <= 30),
        Figure("warm start to READY", ready, "s", "<= 5", ready <= 5, f"of {WARM_STARTS}"),
        Figure("SIGTERM to the end", end, "s", "<= 10", end <= 10, f"of {WARM_STARTS}"),
        Figure("web, resident after start", web, "MB", "<= 200", web <= 200),
        Figure("worker, resident after start", worker, "MB", "<= 250", worker <= 250),
    ]


def _run(home: Path) -> Run:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    outside = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")}
    begun = perf_counter()
    command = [sys.executable, "-m", "linli", "up", "--home", home, "--port", str(port)]
    with subprocess.Popen(command, env=outside, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("READY ") or perf_counter() - begun > LONGEST:
                break
        ready = perf_counter() - begun
        web, worker = _resident(home, "linli.site.web"), _resident(home, "worker")
        begun = perf_counter()
        process.send_signal(signal.SIGTERM)
        process.communicate()
    assert process.returncode == 0
    return Run(ready, perf_counter() - begun, web, worker)


def _resident(home: Path, word: str) -> float:
    """Megabytes (10^6 bytes) of the largest of the home's processes whose command line has the word."""
    paths = [path for path in Path("/proc").iterdir() if path.name.isdigit() and _is(path, home, word)]
    return max(map(_megabytes, paths))


def _is(path: Path, home: Path, word: str) -> bool:
    try:
        told = f"LINLI_HOME={home}".encode() in (path / "environ").read_bytes().split(b"\0")
        return told and word.encode() in (path / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False


def _megabytes(path: Path) -> float:
    lines = (path / "status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) * 1024 / 1e6
