"""What tests of the worker share: workers as processes, something for them to do, and waiting for it."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from tests import town
from tests.matters.imports.tables import BOARD, save

from linli.kernel import sheets
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import import_orders, open_matter, receive_orders
from linli.matters.rules.order_columns import guess
from linli.site.tether import tied

# Signs of life are watched so closely that even a living worker's job is taken over now and then.
HASTY = """
import django; django.setup()
from linli.kernel import jobs
jobs.STALLED, jobs.LOOK_FOR_STALLED = 1.0, 0.5
from linli.site.worker import run
run()
"""


class Worker:
    """A worker process; its log is kept for a failed test."""

    def __init__(self, env: dict[str, str], log: Path, *, hasty: bool = False):
        words = ["-c", HASTY] if hasty else ["-m", "linli", "worker"]
        self.log = log
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                [sys.executable, *words],
                env={**env, "DJANGO_SETTINGS_MODULE": "linli.site.settings"},
                stdout=file,
                stderr=file,
                preexec_fn=tied(signal.SIGKILL),
            )

    def memory(self) -> int:
        """Resident, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) // 1024

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self) -> float:
        """SIGTERM; gives the seconds until it ended, and it must have ended well."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(20) == 0, self.log.read_text()[-3000:]
        return time.monotonic() - begun


@contextmanager
def workers(env: dict[str, str], log: Path) -> Iterator[Callable[..., Worker]]:
    """Starts workers when called; none is left at the end."""
    started: list[Worker] = []

    def start(**more: bool) -> Worker:
        started.append(Worker(env, log, **more))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.kill()


def until(true: Callable[[], bool], seconds: float = 20.0, every: float = 0.1) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(every)


def count(model: Any, **which: Any) -> int:
    with scope(SYSTEM):
        return model.objects.filter(**which).count()


def reports(n: int, at: datetime, spot: str = "building2") -> list[int]:
    """Reports of a moment; gives their ids."""
    cast = town.cast()
    zhou = cast.actor("zhou", at)
    return [
        open_matter(
            actor=zhou, now=at, kind="snapshot", text=f"灯不亮{k}。", area_id=cast.areas[spot]
        ).subject_id
        for k in range(n)
    ]


def orders(path: Path, rows: list[list[Any]]) -> int:
    """Hand a file in as the street's desk would, and leave the work to a worker."""
    at = town.moment()
    he = town.cast().actor("he", at)
    table = sheets.unpack(save(path, BOARD, rows))
    columns = guess(BOARD)
    run = receive_orders(
        actor=he, now=at, area_id=town.cast().areas["street"], file_name="a.xlsx", upload=table.uid,
        digest=table.digest.hex(), heads=list(BOARD), skip=1, total=table.rows - 1, columns=columns,
    ).subject_id  # fmt: skip
    import_orders(actor=he, now=at, run_id=run, columns=columns)
    return run
