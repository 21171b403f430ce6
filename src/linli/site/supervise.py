"""Programs kept running: started as children, started again when they die, ended with everything they began."""

import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from linli.kernel.refusal import Refusal
from linli.site.log_file import log_file
from linli.site.tether import collect_orphans, end_group, tied
from linli.site.words import _

PAUSE = 0.2
# A program that lived this long has earned a quick start; one that dies sooner waits longer each time.
SETTLED = 30.0
LONGEST_WAIT = 10.0
QUICK_DEATHS = 5
# Requests and jobs in hand may end; then it is over.
FAREWELL = 10.0
BIGGEST_LOG = 20_000_000


class Stop(BaseException):
    """Somebody asked us to end (SIGTERM, SIGINT, SIGHUP)."""


@dataclass
class Program:
    """A child in a process group of its own. `name` names its log file."""

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str]
    logs: Path
    process: "subprocess.Popen[bytes] | None" = None
    births: deque[float] = field(default_factory=lambda: deque(maxlen=QUICK_DEATHS))
    next_start: float = 0.0

    @property
    def log_path(self) -> Path:
        return self.logs / f"{self.name}.log"

    def start(self) -> None:
        """Starts it now; it is told to end when this process dies."""
        self.births.append(time.monotonic())
        with log_file(self.log_path, BIGGEST_LOG) as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
                preexec_fn=tied(signal.SIGTERM),
            )

    def tend(self) -> None:
        """Starts it again after a death, later each time; refuses `program_keeps_dying` after five quick ones."""
        now = time.monotonic()
        if self.process is not None:
            if self.process.poll() is None:
                return
            self._bury(now)
        if now >= self.next_start:
            self.start()

    def _bury(self, now: float) -> None:
        """Ends what the dead one left behind and decides when to try again."""
        assert self.process is not None  # noqa: S101
        code = self.process.returncode
        end_group(self.process.pid)
        collect_orphans(self.process.pid)
        self.process = None
        quick = [birth for birth in self.births if now - birth < SETTLED * len(self.births)]
        if len(quick) == QUICK_DEATHS:
            raise Refusal(
                "program_keeps_dying",
                _("{name} 连续 {count} 次启动后很快退出（退出码 {code}），已停止。原因见 {path}。").format(
                    name=self.name, count=QUICK_DEATHS, code=code, path=self.log_path
                ),
            )
        self.next_start = now + min(LONGEST_WAIT, 0.2 * 2 ** (len(quick) - 1) if quick else 0.0)
        sys.stderr.write(_("{name} 退出了（{code}），重新启动。").format(name=self.name, code=code) + "\n")

    def ask_to_end(self) -> None:
        """Lets it finish what it has in hand."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def end(self, deadline: float) -> None:
        """Waits until the deadline, then ends it and all it started."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, deadline - time.monotonic()))
        end_group(self.process.pid)
        self.process.wait()
        collect_orphans(self.process.pid)
        self.process = None


@contextmanager
def running(*programs: Program) -> Iterator[None]:
    """The programs for as long as the block lasts; none of their processes is left at its end."""
    try:
        for program in programs:
            program.start()
        yield
    finally:
        for program in programs:
            program.ask_to_end()
        deadline = time.monotonic() + FAREWELL
        for program in programs:
            program.end(deadline)


@contextmanager
def stoppable() -> Iterator[None]:
    """Inside the block SIGTERM, SIGINT and SIGHUP raise `Stop` once; repeats while stopping are ignored."""

    def stop(number: int, _frame: object) -> None:
        for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(one, signal.SIG_IGN)
        raise Stop(signal.Signals(number).name)

    before = {one: signal.signal(one, stop) for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
