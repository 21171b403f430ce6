"""The worker: one process with a few rounds, each in a thread of its own, and the jobs.

Each round may be cut at any moment and may run beside another worker's: what it does is claimed row by row.
"""

import asyncio
import gc
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg
import structlog
from django.conf import settings
from django.db import Error, connection

from linli.board.commands import figures_due
from linli.exchange.commands import deliver_events
from linli.kernel import audit, files, jobs, retention, sheets
from linli.kernel.beats import beat
from linli.kernel.notice import deliver
from linli.kernel.reaction import pay_debts, react
from linli.matters.commands import resume_imports, resume_photos, sweep, sweep_asks
from linli.site import assisting, keeping

log = structlog.get_logger()

BEAT_EVERY = timedelta(seconds=5)
LONGEST_PAUSE = 10.0
FAREWELL = 8.0
AN_HOUR = 3600.0
HALF_AN_HOUR = 1800.0


@dataclass(frozen=True)
class Round:
    """Something done again and again. `work` gives how many it found; with something found it looks again at once.

    late: after so long without coming through, health checks call it late.
    """

    name: str
    every: float
    work: Callable[[datetime], int]
    late: timedelta = timedelta(minutes=1)


def _now() -> datetime:
    return datetime.now(settings.LINLI_ZONE)


def _sweep(now: datetime) -> int:
    return sweep(now=now)


def _sweep_asks(now: datetime) -> int:
    return sweep_asks(now=now)


def _react(now: datetime) -> int:
    return react(now=now)


def _deliver(now: datetime) -> int:
    return deliver(now=now)


def _deliver_events(now: datetime) -> int:
    return deliver_events(now=now)


def _pay(now: datetime) -> int:
    return pay_debts(now=now)


def _seal(now: datetime) -> int:
    """Seal, and write the newest seal down outside the database."""
    sealed = audit.seal(now=now)
    if sealed:
        audit.anchor(settings.LINLI_ANCHORS)
    return 0


def _resume(now: datetime) -> int:
    resume_imports()
    return 0


def _clean(now: datetime) -> int:
    files.clean_up(now=now)
    sheets.clean_up(now=now)
    retention.forget(keeping.ALL, now)
    return 0


def _photos(now: datetime) -> int:
    """Photos whose reading was lost, or that came before the extra was there."""
    resume_photos(now)
    return 0


def _figures(now: datetime) -> int:
    """Hints of the day before, months to freeze, reports of the morning; nothing that has been done is done again."""
    figures_due(now)
    return 0


ROUNDS = (
    Round("sweep", 5.0, _sweep),
    Round("asks", 5.0, _sweep_asks),
    Round("react", 0.5, _react),
    Round("deliver", 1.0, _deliver, timedelta(minutes=5)),
    Round("webhooks", 1.0, _deliver_events, timedelta(minutes=5)),
    Round("seal", 2.0, _seal),
    Round("debts", 10.0, _pay, timedelta(minutes=5)),
    Round("resume", 60.0, _resume, timedelta(minutes=5)),
    Round("photos", HALF_AN_HOUR, _photos, timedelta(hours=2)),
    Round("figures", HALF_AN_HOUR, _figures, timedelta(hours=2)),
    Round("helper", 5.0, assisting.keep_helper),
    Round("learn", 600.0, assisting.learn_when_due, timedelta(hours=1)),
    Round("issues", 180.0, assisting.group_when_due, timedelta(hours=1)),
    Round("clean", AN_HOUR, _clean, timedelta(hours=3)),
)
JOBS = "jobs"


def run() -> None:
    """Work until SIGTERM or SIGINT; ends within seconds, whatever is in hand is done again by the next worker."""
    ending = jobs.ending
    ending.clear()
    before = {
        number: signal.signal(number, lambda *_of: ending.set()) for number in (signal.SIGTERM, signal.SIGINT)
    }
    threads = [
        *(threading.Thread(target=go_round, args=(one,), name=one.name, daemon=True) for one in ROUNDS),
        threading.Thread(target=go_on_with_jobs, name=JOBS, daemon=True),
    ]
    gc.freeze()
    try:
        for thread in threads:
            thread.start()
        while not ending.wait(1.0):
            pass
        deadline = time.monotonic() + FAREWELL
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        assisting.end_helper()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def go_round(one: Round) -> None:
    """One round until the end; the database may go and come back meanwhile."""
    pause, troubles, told = 0.0, 0, None
    while not jobs.ending.wait(pause):
        now = _now()
        try:
            found = one.work(now)
            if told is None or now - told >= BEAT_EVERY:
                beat(one.name, now)
                told = now
        except Exception as fault:  # noqa: BLE001  whatever it is, the rounds go on
            troubles += 1
            pause = _after_trouble(one.name, fault, troubles)
            continue
        if troubles:
            log.info("round_goes_on", round=one.name, troubles=troubles)
        troubles, pause = 0, 0.0 if found else one.every
    connection.close()


def _after_trouble(name: str, fault: Exception, troubles: int) -> float:
    """Let go of the connection, say so the first time, wait longer each time; gives the seconds to wait."""
    connection.close()
    if _of_the_database(fault):
        if troubles == 1:
            log.warning("round_interrupted", round=name, fault=type(fault).__name__)
    else:
        log.error("round_failed", round=name, exc_info=fault)
    return min(LONGEST_PAUSE, 0.25 * 2.0**troubles)


def _of_the_database(fault: BaseException | None) -> bool:
    """True for a fault of the database, also where somebody else's stands around it, such as one of the job table."""
    while fault is not None:
        if isinstance(fault, (Error, psycopg.Error)):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def go_on_with_jobs() -> None:
    """Jobs until the end; after a trouble with the database from the start."""
    troubles = 0
    while not jobs.ending.is_set():
        begun = time.monotonic()
        try:
            asyncio.run(jobs.work())
        except Exception as fault:  # noqa: BLE001  whatever it is, the jobs go on
            troubles = 1 if time.monotonic() - begun > LONGEST_PAUSE else troubles + 1
            jobs.ending.wait(_after_trouble(JOBS, fault, troubles))
