"""From `linli up` to READY, first and warm, and what the running product holds in memory."""

import re
import signal
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from bench import Figure, Run, at_most
from bench.product import Product, scratch, start

WARM_STARTS = 3
_STEP = re.compile(r"· (\S+) … ([\d.]+) 秒")


@dataclass(frozen=True)
class Started:
    """Seconds to READY, by its steps and to the end; resident megabytes of web and worker."""

    ready: float
    steps: dict[str, float]
    end: float
    web: float
    worker: float


def figures(_run: Run) -> list[Figure]:
    """One first start with the sample town on a fresh home, then warm ones."""
    home = scratch() / "fresh"
    first = _start(home)
    warm = [_start(home) for _again in range(WARM_STARTS)]
    steps = ", ".join(f"{name} {seconds:g}" for name, seconds in first.steps.items())
    town = next(seconds for name, seconds in first.steps.items() if "示例" in name)
    warmest = f"middle of {WARM_STARTS}; slowest {max(run.ready for run in warm):.1f}"
    return [
        at_most("first start to READY, sample town included", first.ready, "s", 30, steps),
        at_most("sample town", town, "s", 10),
        at_most("warm start to READY", median(run.ready for run in warm), "s", 5, warmest),
        at_most("SIGTERM to the end", median(run.end for run in warm), "s", 10),
        at_most("web, resident after start", max(run.web for run in warm), "MB", 200),
        at_most("worker, resident after start", max(run.worker for run in warm), "MB", 250),
    ]


def _start(home: Path) -> Started:
    begun = perf_counter()
    steps: dict[str, float] = {}
    with start(home) as process:
        assert process.stdout is not None
        for line in process.stdout:
            steps.update((name, float(seconds)) for name, seconds in _STEP.findall(line))
            if line.startswith("READY "):
                break
        ready = perf_counter() - begun
        running = Product(home, "", process.pid)
        web, worker = running.megabytes("web"), running.megabytes("worker")
        begun = perf_counter()
        process.send_signal(signal.SIGTERM)
        process.communicate()
    assert process.returncode == 0
    return Started(ready, steps, perf_counter() - begun, web, worker)
