"""Importing orders of another system with their history, by the command an operator types."""

import re
import resource
import subprocess
import sys
from collections.abc import Iterable
from time import perf_counter

from bench import Figure, Run, at_most
from bench.product import Product, command, outside, product

MOST = 20.0
STREET = "select code from places_area where level = 2 and until is null order by id limit 1"


def figures(run: Run) -> Iterable[Figure]:
    """Seconds for a whole file, start of the command included; nothing without a file."""
    if run.orders is None or not run.orders.is_file():
        missing = run.orders or "--orders FILE, LINLI_BENCH_ORDERS"
        sys.stderr.write(f"orders: skipped, there is no sheet to import ({missing})\n")
        return
    made = product(run)
    street = made.ask(STREET)[0][0]
    before, begun = _spent(made), perf_counter()
    asked = command("import", "orders", str(run.orders), "--area", street, home=made.home)
    done = subprocess.run(asked, env=outside(), capture_output=True, text=True, check=True)
    seconds, spent = perf_counter() - begun, _spent(made) - before
    total, applied, _known, refused = map(int, re.findall(r"\d+", done.stdout.splitlines()[-1])[-4:])
    result = f"{applied} taken in, {refused} to mend, {total / seconds:.0f} rows/s"
    yield at_most(
        f"import of {total:,} orders", seconds, "s", MOST, f"{result}; {spent:.1f} s processor time"
    )


def _spent(made: Product) -> float:
    """Seconds of processor time of the product and of commands that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(made.cpu().values()) + ended.ru_utime + ended.ru_stime
