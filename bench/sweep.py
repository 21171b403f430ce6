"""Limits that are over, through the worker's sweep, on the large history; in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from bench import Figure, Run, at_most
from bench.product import outside, product
from linli.site.door.ground import ground

MOST = 5.0


def figures(run: Run) -> Iterable[Figure]:
    """Seconds to tell the level above of 10,000 limits, and to hand the same 10,000 up when nobody moved."""
    due = run.pick(10_000, 1_000)
    child = [sys.executable, "-m", "bench.sweep", str(product(run).home), str(due)]
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(child, env=outside(), cwd=root, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    for name, sweep in (("limits over", found["alerts"]), ("handed up", found["ups"])):
        floor = f"{sweep['seconds'] / found['raw']:.1f}x one bare update and one bare insert of as many rows"
        parts = (
            f"{sweep['cpu']:.1f} s processor time; {sweep['taken']:,} rows taken,"
            f" {found['unassigned']:,} without a named holder; {floor}"
        )
        yield at_most(f"sweep, {due:,} {name}", sweep["seconds"], "s", MOST, parts)


def main() -> None:
    """Run as `python -m bench.sweep HOME DUE`; prints what it measured as JSON."""
    with ground(sys.argv[1]):
        from bench.due_rows import measured

        print(json.dumps(measured(int(sys.argv[2]))))


if __name__ == "__main__":
    main()
