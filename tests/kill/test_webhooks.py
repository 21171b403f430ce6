"""Workers killed while they deliver to a real receiver: nothing is lost, a repeat carries its id, order holds."""

import json
import os
import time
from collections import Counter, defaultdict
from random import Random

import pytest
from tests import town
from tests.exchange.conftest import Receiver, subscribe
from tests.site.workers import count, reports, until, workers

from linli.exchange.models import Delivery
from linli.kernel.models import EventRow
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import hand_up, note

MATTERS = 30
SLOW = 0.15
"""Seconds the receiver takes: a kill meets several calls on their way."""

HASTY = """
import django; django.setup()
from datetime import timedelta
from linli.exchange.commands import delivering
delivering.CLAIM = timedelta(seconds=3)
from linli.site.worker import run
run()
"""


@pytest.fixture
def start(own_database, tmp_path, monkeypatch):
    """Starts workers that may call this machine and whose claims lapse soon."""
    monkeypatch.setattr("tests.site.workers.HASTY", HASTY)
    env = {**own_database, "LINLI_WEBHOOKS_LOOPBACK": "1"}
    with workers(env, tmp_path / "worker.log") as starting:
        yield starting


@pytest.fixture
def slow(settings):
    """A receiver that takes its time."""
    settings.LINLI_WEBHOOKS_LOOPBACK = True
    made = Receiver()

    def takes_its_time(handler):
        time.sleep(SLOW)
        handler.send_response(204)
        handler.end_headers()

    made.how = takes_its_time
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_nothing_is_lost_and_order_holds_while_workers_die(start, slow, rounds):
    seed = int(os.environ.get("LINLI_KILL_SEED", time.time_ns() % 1000))
    print("LINLI_KILL_SEED =", seed)
    dice, now = Random(seed), town.moment()
    subscribe(slow.address, now)
    first = start(hasty=True)
    until(lambda: count(EventRow) > 0, 30)
    cast = town.cast()
    made = reports(MATTERS * max(1, rounds // 6), now)
    for pk in made:
        note(actor=cast.actor("chen"), now=now, matter_id=pk, text="看过了。", public=True)
        hand_up(actor=cast.actor("chen"), now=now, matter_id=pk, text="要物业出面。")
    wanted = 3 * len(made)
    worker = first
    for _n in range(rounds // 2):
        before = len(slow.got)
        until(lambda before=before: len(slow.got) > before or len(slow.got) >= wanted, 60, every=0.01)
        time.sleep(dice.uniform(0.0, 2 * SLOW))
        worker.kill()
        worker = start(hasty=True)
    until(lambda: count(Delivery, state="sent") >= wanted, 120)
    assert count(Delivery, state="waiting") == count(Delivery, state="dead") == 0
    told = [(heads["webhook-id"], json.loads(body)) for heads, body in list(slow.got)]
    with scope(SYSTEM):
        events = set(
            EventRow.objects.filter(subject="matter", subject_id__in=made).values_list("pk", flat=True)
        )
        sent = set(Delivery.objects.values_list("event_id", flat=True))
    assert events == sent, "every event of the matters has its delivery"
    bodies, courses = defaultdict(set), defaultdict(list)
    for event_id, body in told:
        assert event_id == body["id"]
        bodies[event_id].add(json.dumps(body, sort_keys=True))
        courses[body["subject"]].append((body["sequence"], body["type"]))
    assert len(bodies) == wanted
    assert all(len(one) == 1 for one in bodies.values()), "a repeat is the same under the same id"
    for subject, course in courses.items():
        assert course == sorted(course), (subject, course)
        assert len(set(course)) == 3
    again = Counter(event_id for event_id, _body in told)
    print(len(told), "calls for", wanted, "events;", sum(n - 1 for n in again.values()), "repeats")
