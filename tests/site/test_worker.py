"""The worker as a process: it reacts, sweeps, seals and delivers; kills, lost connections and twins do no harm."""

import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from tests import town
from tests.matters.imports.tables import board
from tests.site.workers import Worker, count, orders, reports, until, workers

from linli.kernel import audit
from linli.kernel.beats import last_beats
from linli.kernel.models import EventRow, Notice, Seal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import ask_export, sweep, sweep_all
from linli.matters.commands.export_run import export_job
from linli.matters.models import Clock, Export, ImportRow, ImportRun, Matter
from linli.site import soundness
from linli.site.worker import ROUNDS


@pytest.fixture
def start(own_database, tmp_path):
    """Starts workers on a database of the test's own."""
    with workers(own_database, tmp_path / "worker.log") as starting:
        yield starting


def test_it_reacts_sweeps_seals_and_ends_when_told(start, own_database):
    at = town.moment() - timedelta(days=30)
    worker = start()
    reports(3, at)
    until(lambda: count(Notice, person_id=town.cast().people["chen"]) >= 3)
    until(lambda: count(EventRow, code="matters.handed_up", facts__auto=True) >= 3)
    until(lambda: count(Seal) > 0)
    until(lambda: all(last_beats(tuple(one.name for one in ROUNDS)).values()))
    anchors = Path(own_database["LINLI_HOME"]) / "anchors" / "seals.log"
    until(lambda: audit.anchored(anchors) is not None)
    assert worker.memory() < 250
    assert worker.end() < 10
    assert worker.log.read_text() == "", "a quiet night has an empty log"
    assert audit.verify(anchors).ok


def test_a_long_list_to_take_away_is_made_under_its_filters(start, own_database):
    """What the page leaves to the worker: it is read there without any page having been asked for."""
    at, cast = town.moment(), town.cast()
    reports(2, at)
    asked = {"area_id": cast.areas["huaiyin"], "query": "view=all&kind=snapshot", "form": "xlsx"}
    li = cast.actor("li", at)
    export = ask_export(actor=li, now=at, reason="归档备查", **asked).subject_id
    export_job.defer(export_id=export)
    start()
    until(lambda: count(Export, pk=export, state="ready", rows=2) == 1)


def test_a_chain_cut_at_its_end_is_found_by_what_was_written_down_outside(own_database, now, tmp_path):
    anchors = tmp_path / "seals.log"
    for _n in range(2):
        reports(1, now)
        audit.seal(now=now)
        audit.anchor(anchors)
    assert audit.verify(anchors).ok
    with connections["owner"].cursor() as cursor:
        cursor.execute("delete from kernel_event where xid >= (select max(xid_from) from kernel_seal)")
        cursor.execute("delete from kernel_seal where id = (select max(id) from kernel_seal)")
    assert audit.verify().ok, "without the anchor nothing is missing"
    verdict = audit.verify(anchors)
    assert not verdict.ok
    assert "written down outside" in verdict.fault


def test_a_torn_last_line_of_the_anchors_is_passed_over(tmp_path):
    path = tmp_path / "seals.log"
    assert audit.anchored(path) is None
    path.write_text(f"1 {'a' * 64}\n2 {'b' * 64}\n3 {'c' * 20}")
    assert audit.anchored(path) == (2, "b" * 64)


def test_an_import_survives_workers_that_are_told_to_end_and_workers_that_die(start, own_database, tmp_path):
    rows = 1500
    run = orders(tmp_path / "a.xlsx", board(rows))

    def done() -> int:
        with scope(SYSTEM):
            return ImportRun.objects.values_list("done", flat=True).get(pk=run)

    for at, way in enumerate((Worker.kill, Worker.end, Worker.kill)):
        worker = start(hasty=True)
        until(lambda at=at: done() > at * 250, 60)
        way(worker)
    start(hasty=True)
    until(lambda: done() == rows, 120)
    until(lambda: count(ImportRun, state="done") == 1)
    assert count(Matter, source="import") == rows
    assert count(ImportRow, run_id=run) == rows
    assert list(soundness.faults()) == []


def test_lost_connections_are_mended(start):
    worker = start()
    until(lambda: last_beats(("react",))["react"] is not None)
    for n in range(4):
        _cut_all_others()
        reports(1, town.moment())
        until(lambda n=n: count(Notice, person_id=town.cast().people["chen"]) > n, 30)
    assert worker.process.poll() is None
    worker.end()
    assert "round_failed" not in worker.log.read_text()


def _cut_all_others() -> None:
    """What a restart of the database does to everybody who was connected."""
    for alias in ("default", "owner"):
        connections[alias].close()
    name = connections["default"].settings_dict["NAME"]
    with psycopg.connect(os.environ["LINLI_TEST_SUPERUSER"], autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (name,)
        )


def test_two_workers_do_nothing_twice(start):
    at = town.moment() - timedelta(days=30)
    made = reports(30, at)
    start()
    start()
    # Every report runs out at the grid, the community, the street and the district, where nobody is above.
    until(lambda: count(EventRow, code="matters.handed_up", facts__auto=True) >= 30, 40)
    until(lambda: count(Matter, pk__in=made, next_due_at__lte=town.moment()) == 0, 40)
    with scope(SYSTEM):
        lapses = Counter(
            EventRow.objects.filter(code="matters.lapsed").values_list("facts__clock_id", "facts__step")
        )
        ups = Counter(
            EventRow.objects.filter(code="matters.handed_up").values_list("subject_id", "facts__rung")
        )
    assert max(lapses.values()) == 1
    assert max(ups.values()) == 1
    assert list(soundness.faults()) == []


SWEEPER = """
import sys, django; django.setup()
from datetime import datetime
from linli.matters.commands import sweep
now, taken = datetime.fromisoformat(sys.argv[1]), 0
print("ready", flush=True)
sys.stdin.readline()
while n := sweep(now=now, most=7):
    taken += n
print(taken)
"""


def test_sweeps_at_the_same_moment_never_lapse_a_clock_twice(own_database, now):
    made = reports(60, now)
    with scope(SYSTEM):
        due = max(Matter.objects.filter(pk__in=made).values_list("due_at", flat=True))
    sweepers = [
        subprocess.Popen(
            [sys.executable, "-c", SWEEPER, due.isoformat()],
            env={**own_database, "DJANGO_SETTINGS_MODULE": "linli.site.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _n in range(3)
    ]
    for one in sweepers:
        assert one.stdout.readline() == "ready\n"
    for one in sweepers:
        one.stdin.write("go\n")
        one.stdin.flush()
    taken = [int(one.communicate(timeout=60)[0]) for one in sweepers]
    assert sum(taken) == 60
    with scope(SYSTEM):
        lapsed = Counter(EventRow.objects.filter(code="matters.lapsed").values_list("subject_id", flat=True))
        assert Clock.objects.filter(matter_id__in=made, lapses=1).count() == 60
    assert set(lapsed) == set(made)
    assert set(lapsed.values()) == {1}


def test_a_worker_that_stood_still_makes_alarms_late_and_no_list_wrong(own_database, now):
    """Seven days without a sweep: what is late is shown late all the time; afterwards everything is caught up."""
    from linli.matters.queries import Wanted, inbox, outlook
    from linli.matters.rules.views import View

    made = reports(12, now)
    later = now + timedelta(days=7)
    li = town.cast().actor("li", later)
    with scope(li):
        seen = outlook(li)
        late = inbox(Wanted(seen, view=View.LATE), later)
    assert {line.row.id for line in late.rows} == set(made)
    assert count(EventRow, code="matters.lapsed") == 0
    assert sweep_all(now=later) >= 12
    assert sweep(now=later) == 0
    assert count(EventRow, code="matters.handed_up") >= 12
    assert list(soundness.faults()) == []
