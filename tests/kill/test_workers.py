"""Workers killed at random moments, two at once, and none for a while: nothing is done twice, no list is wrong."""

import os
import re
import time
from collections import Counter
from datetime import datetime, timedelta
from random import Random

import pytest
from django.test import Client
from tests import town
from tests.matters.imports.tables import board
from tests.site.workers import count, orders, reports, until, workers

from linli.kernel.models import EventRow, Notice
from linli.kernel.scope import SYSTEM, scope
from linli.matters.models import Clock, ImportRow, ImportRun, Matter
from linli.site import soundness
from linli.site.middleware import Door


@pytest.fixture
def start(own_database, tmp_path):
    """Starts workers on a database of the test's own."""
    with workers(own_database, tmp_path / "worker.log") as starting:
        yield starting


@pytest.fixture
def dice() -> Random:
    seed = int(os.environ.get("LINLI_KILL_SEED", time.time_ns() % 1000))
    print("LINLI_KILL_SEED =", seed)
    return Random(seed)


def courses(made: list[int]) -> list[Counter[tuple[object, ...]]]:
    """What happened to each matter, how often: events with their rung and step, and who was told what."""
    with scope(SYSTEM):
        found = {pk: Counter[tuple[object, ...]]() for pk in made}
        numbers = dict(Matter.objects.filter(pk__in=made).values_list("number", "pk"))
        rows = EventRow.objects.filter(subject="matter", subject_id__in=made)
        for pk, code, facts in rows.values_list("subject_id", "code", "facts"):
            found[pk][code, facts.get("rung"), facts.get("step")] += 1
        for link, person_id, channel in Notice.objects.values_list("link", "person_id", "channel"):
            number = link.strip("/").rpartition("/")[2]
            if number in numbers:
                found[numbers[number]]["told", person_id, channel] += 1
    return list(found.values())


def test_clocks_lapse_once_under_two_workers_that_die(start, dice, rounds):
    """Forty matters that ran out: each has the course that one alone had, and the desk is told of all, once."""
    at = town.moment() - timedelta(days=30)
    lone = reports(1, at)
    first = start()
    settled(lone)
    first.end()
    expected = courses(lone)[0]
    assert {"matters.lapsed", "matters.handed_up", "told"} <= {key[0] for key in expected}

    made = reports(40, at)
    pair = [start(), start()]
    for _n in range(rounds // 2):
        time.sleep(dice.uniform(0.5, 3.0))
        at_risk = dice.randrange(2)
        pair[at_risk].kill()
        pair[at_risk] = start()
    settled(made, 90)
    odd = [course for course in courses(made) if course != expected]
    assert odd == [], (expected, len(odd))
    with scope(SYSTEM):
        lapses = Counter(
            EventRow.objects.filter(code="matters.lapsed").values_list("facts__clock_id", "facts__step")
        )
    assert max(lapses.values()) == 1
    li = town.cast().people["li"]
    everything = len(lone) + len(made)
    # What is told in one notice for many waits a moment for more; on a busy machine longer than the quiet above.
    until(lambda: folded(li, "/inbox/") >= everything <= folded(li, "/inbox/?view=late"), 60)
    assert folded(li, "/inbox/") == folded(li, "/inbox/?view=late") == everything
    assert list(soundness.faults()) == []


def folded(person_id: int, link: str) -> int:
    """How many matters somebody was told of by notices that count them."""
    with scope(SYSTEM):
        texts = list(Notice.objects.filter(person_id=person_id, link=link).values_list("text", flat=True))
    counts = (re.search(r"有(\d+)件", text) for text in texts)
    return sum(int(found[1]) if found else 1 for found in counts)


def settled(made: list[int], seconds: float = 60) -> None:
    """True once no clock of theirs is due any more, and for two seconds nobody was told anything new."""
    until(lambda: count(Matter, pk__in=made, next_due_at__lte=town.moment()) == 0, seconds)
    quiet, known, deadline = time.monotonic(), -1, time.monotonic() + seconds
    while time.monotonic() < quiet + 2.0:
        assert time.monotonic() < deadline
        if (now := count(Notice) + count(EventRow)) != known:
            quiet, known = time.monotonic(), now
        time.sleep(0.2)


def test_an_import_killed_at_random_moments_takes_every_row_once(start, dice, rounds, tmp_path):
    """Each time it has come on a little: between two chunks of rows, or within one."""
    rows = 400 * (2 + rounds // 2)
    run = orders(tmp_path / "a.xlsx", board(rows))

    def done() -> int:
        with scope(SYSTEM):
            return ImportRun.objects.values_list("done", flat=True).get(pk=run)

    for _n in range(rounds // 2):
        worker, before = start(hasty=True), done()
        until(lambda before=before: done() > before, 60, every=0.01)
        time.sleep(dice.uniform(0.0, 0.2))
        worker.kill()
    assert done() < rows, "there was nothing left to lose"
    start(hasty=True)
    until(lambda: count(ImportRun, pk=run, state="done") == 1, 120)
    assert count(Matter, source="import") == rows
    assert count(ImportRow, run_id=run, result="applied") == rows
    with scope(SYSTEM):
        origins = Counter(Matter.objects.filter(source="import").values_list("origin", flat=True))
    assert max(origins.values()) == 1
    assert list(soundness.faults()) == []


def test_without_a_worker_lists_are_right_and_alarms_come_when_it_is_back(start, monkeypatch):
    """A day of the week passes while no worker runs: the desk sees what is late by the clock alone."""
    begun = town.moment() - timedelta(days=7)
    made = reports(5, begun)
    with scope(SYSTEM):
        numbers = set(Matter.objects.filter(pk__in=made).values_list("number", flat=True))
        due = Matter.objects.get(pk=made[0]).due_at
    assert due is not None
    li = Client()
    town.sign_in(li, "li")
    assert late(li, due - timedelta(seconds=1), monkeypatch) & numbers == set()
    assert late(li, due + timedelta(seconds=1), monkeypatch) & numbers == numbers
    assert late(li, town.moment(), monkeypatch) & numbers == numbers
    assert count(EventRow, code="matters.lapsed") == 0
    assert count(Notice) == 0
    start()
    until(lambda: count(EventRow, code="matters.lapsed") >= len(made), 40)
    until(lambda: count(Notice, person_id=town.cast().people["chen"]) >= len(made), 40)
    assert count(Clock, matter_id__in=made, lapses__gt=0) >= len(made)


def late(li: Client, at: datetime, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The numbers that the desk's list of what is late shows at a moment."""
    monkeypatch.setattr(Door, "moment", lambda _door: at)
    answer = li.get("/inbox/?view=late")
    assert answer.status_code == 200
    return set(re.findall(r"/matters/(\d{8}-\d+)/", answer.content.decode()))
