"""The figures of a city: a million matters in ten sub-districts, asked by ordinary users through the open door.

LINLI_BENCH_CITY says how many matters where a million are too many for the machine, LINLI_BENCH_MIX how many seconds
of mixed requests. With --home the city stays, and the next run begins with it at once.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from functools import cache
from os import environ
from pathlib import Path
from typing import Any

import psycopg

from bench import Figure, Run, at_most, told
from bench.board import figures_at
from bench.city_pages import pages_of
from bench.mix import mixed
from bench.product import linli, outside, running, scratch
from linli.site.home import Home
from linli.site.postgres import serving


def figures(run: Run) -> Iterable[Figure]:
    """Everything that was promised for a large city, in the order in which it disturbs itself least."""
    home, matters, took = _city(run)
    yield told("city of ten sub-districts", took, "s", f"{matters:,} matters written" if took else f"{matters:,} matters kept from before")  # fmt: skip
    yield from figures_at(home, matters)
    yield from _found(home, run)
    made = running(home)
    yield told("events told and sealed after the writing", _settled(made), "s")
    yield from pages_of(made, run)
    yield from mixed(made, run, float(environ.get("LINLI_BENCH_MIX") or run.pick(300, 10)))


def _settled(made: Any) -> float:
    begun = time.perf_counter()
    made.settle(3_600)
    return time.perf_counter() - begun


@cache
def _city(run: Run) -> tuple[Path, int, float]:
    """The home, how many matters lie in it, and the seconds it took to write them."""
    wanted = int(environ.get("LINLI_BENCH_CITY") or run.pick(1_000_000, 20_000))
    home = (run.home or scratch()) / f"city-{wanted}"
    begun = time.perf_counter()
    if not home.exists():
        making = home.with_name(f"{home.name}.new")
        subprocess.run(["rm", "-rf", str(making)], check=True)
        making.parent.mkdir(parents=True, exist_ok=True)
        linli("town", "--households", "600", "--matters", "2000", home=making)
        matters = child("bench.city_rows", str(making), str(wanted))["matters"]
        making.rename(home)
        return home, matters, time.perf_counter() - begun
    linli("migrate", home=home)
    with serving(Home.at(home)) as server, psycopg.connect(server.owner_url) as owner:
        found = owner.execute("select count(*) from linli.matters_matter").fetchone()
    return home, found[0] if found else 0, 0.0


def child(module: str, *said: str) -> dict[str, Any]:
    """What a module of ours, run by itself with a home, prints as its last line."""
    done = subprocess.run(
        [sys.executable, "-m", module, *said], env=outside(), cwd=Path(__file__).resolve().parents[1],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{module} did not come to its end; what it said stands above")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _found(home: Path, run: Run) -> Iterator[Figure]:
    """Search as the desk of a sub-district, compared row by row with a scan."""
    found = child("bench.city_search", str(home), str(run.pick(200, 24)))
    scan = f"a LIKE scan of the sub-district takes {found['scan']:.0f} ms"
    yield at_most("search of 1 to 8 characters, p95", found["p95"], "ms", 150,
                  f"middle {found['p50']:.1f}, slowest {found['worst']:.0f} ({found['worst_query']}); {found['cpu']:.1f} ms processor time; {scan}")  # fmt: skip
    yield at_most("search inside a filtered list, p95", found["inside_p95"], "ms", 150,
                  f"middle {found['inside_p50']:.1f}, slowest {found['inside_worst']:.0f} ({found['inside_query']})")  # fmt: skip
    yield at_most("matters like a new one, p95", found["like_p95"], "ms", 150,
                  f"middle {found['like_p50']:.1f}, slowest {found['like_worst']:.0f}")  # fmt: skip
    yield at_most("searches that find other rows than a LIKE scan", found["other"], "", 0,
                  f"of {found['asked']}, {found['rows']:,} rows; {found['first_other']}".rstrip("; "))  # fmt: skip
