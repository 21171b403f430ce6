"""Processor time and memory of processes, and what the rest of the machine does meanwhile; from /proc."""

import os
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

_TICKS = os.sysconf("SC_CLK_TCK")
CORES = len(os.sched_getaffinity(0))


def family(pid: int) -> Iterator[int]:
    """A process and all that descend from it."""
    ahead = [pid]
    while ahead:
        pid = ahead.pop()
        yield pid
        ahead += _children(pid)


def cpu(pid: int) -> float:
    """Seconds of processor time so far, ended children included."""
    fields = _read(pid, "stat").rpartition(b")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS if fields else 0.0


def words(pid: int) -> list[str]:
    """The command line."""
    return _read(pid, "cmdline").decode(errors="replace").split("\0")


def megabytes(pid: int) -> float:
    """Resident memory (10^6 bytes)."""
    lines = _read(pid, "status").decode().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0) * 1024 / 1e6


class Others:
    """How much of the machine everybody but us has used since this was made."""

    def __init__(self) -> None:
        self._begun = perf_counter()
        self._before = self._theirs()

    def share(self) -> float:
        """Percent of all cores."""
        spent = max(self._theirs() - self._before, 0.0)
        return 100 * spent / (CORES * (perf_counter() - self._begun))

    @staticmethod
    def _theirs() -> float:
        user, nice, system, _idle, _waiting, irq, softirq, steal = map(
            int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
        )
        busy = user + nice + system + irq + softirq + steal
        return busy / _TICKS - sum(map(cpu, family(os.getpid())))


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task")
    try:
        names = [task.name for task in tasks.iterdir()]
    except OSError:
        return []
    return [int(word) for name in names for word in _read(pid, f"task/{name}/children").split()]
