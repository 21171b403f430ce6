"""The big town: 20,000 households on a fresh home, by the command an operator types."""

import resource
import subprocess
from collections.abc import Iterable
from time import perf_counter

import psycopg

from bench import Figure, Run, at_most
from bench.product import command, outside, scratch
from linli.site.home import Home
from linli.site.postgres import serving

LONGEST = 180.0
COUNTED = """
select (select count(*) from places_area where level = 4), (select count(distinct person_id) from people_posting
    where role = 'grid_worker'), (select count(*) from people_person), (select count(*) from matters_matter)
"""


def figures(run: Run) -> Iterable[Figure]:
    """Seconds from nothing to the loaded town, database and tables included."""
    households = run.pick(20_000, 600)
    begun, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    asked = command("town", "--households", str(households), home=scratch() / "big")
    done = subprocess.run(asked, env=outside(), capture_output=True, text=True, check=True)
    seconds, after = perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert f"{households} 户" in done.stdout
    parts = f"{spent:.0f} s processor time; {_counted()}"
    yield at_most(f"town of {households:,} households", seconds, "s", LONGEST, parts)


def _counted() -> str:
    """What is there, counted in the tables."""
    with (
        serving(Home.at(scratch() / "big")) as server,
        psycopg.connect(server.app_url, options="-c search_path=linli") as connection,
    ):
        connection.execute("set local app.grants = '/'")
        found = connection.execute(COUNTED).fetchone()
    assert found is not None
    return "{:,} grids, {:,} grid workers, {:,} people, {:,} matters".format(*found)
