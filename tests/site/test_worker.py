"""The worker as a process: it reacts, sweeps, seals and delivers; kills, lost connections and twins do no harm."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from tests import town
from tests.matters.imports.tables import BOARD, board, save

from linli.kernel import audit, sheets
from linli.kernel.beats import last_beats
from linli.kernel.models import EventRow, Notice, Seal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import import_orders, open_matter, receive_orders, sweep, sweep_all
from linli.matters.models import Clock, ImportRow, ImportRun, Matter
from linli.matters.rules.order_columns import guess
from linli.site import soundness
from linli.site.worker import ROUNDS

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


@pytest.fixture
def start(own_database, tmp_path):
    """Starts workers on a database of the test's own; none is left."""
    started: list[Worker] = []

    def start(**more) -> Worker:
        started.append(Worker(own_database, tmp_path / "worker.log", **more))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.kill()


def until(true, seconds: float = 20.0, every: float = 0.1) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(every)


def count(model, **which) -> int:
    with scope(SYSTEM):
        return model.objects.filter(**which).count()


def reports(n: int, at, spot: str = "building2") -> list[int]:
    cast = town.cast()
    zhou = cast.actor("zhou", at)
    return [
        open_matter(
            actor=zhou, now=at, kind="snapshot", text=f"灯不亮{k}。", area_id=cast.areas[spot]
        ).subject_id
        for k in range(n)
    ]


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


def _import(path, rows) -> int:
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


def test_an_import_survives_workers_that_are_told_to_end_and_workers_that_die(start, own_database, tmp_path):
    rows = 1500
    run = _import(tmp_path / "a.xlsx", board(rows))

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
