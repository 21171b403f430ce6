"""The big town: 20,000 households on a fresh home, by the command an operator types."""

import resource
import subprocess
from collections.abc import Iterable
from time import perf_counter

from bench import Figure, Run, at_most
from bench.product import command, outside, scratch

LONGEST = 180.0


def figures(run: Run) -> Iterable[Figure]:
    """Seconds from nothing to the loaded town, database and tables included."""
    households = run.pick(20_000, 600)
    begun, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    asked = command("town", "--households", str(households), home=scratch() / "big")
    done = subprocess.run(asked, env=outside(), capture_output=True, text=True, check=True)
    seconds, after = perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = next((line for line in done.stdout.splitlines() if str(households) in line), "").partition("，")[2]
    yield at_most(
        f"town of {households:,} households", seconds, "s", LONGEST, f"{spent:.0f} s processor time; {said}"
    )
