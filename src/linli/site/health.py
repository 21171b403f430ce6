"""What watches ask for: /healthz (the process answers), /readyz (all it needs is there), /metrics (figures)."""

import hmac
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.db import Error, connections
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from linli.kernel.beats import last_beats
from linli.kernel.page import Asked
from linli.kernel.scope import SYSTEM, scope

from .worker import ROUNDS

SKEW = timedelta(seconds=2)
SCARCE = 0.05
JOB_LAG = timedelta(minutes=10)
LOOPBACK = ("127.0.0.1", "::1")


@dataclass(frozen=True)
class Found:
    """One thing looked at: well or not, and what was seen."""

    ok: bool
    seen: str


def _one(sql: str) -> Any:
    with connections["default"].cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    return row[0] if row else None


def _database(_now: datetime) -> Found:
    return Found(_one("select 1") == 1, "answers")


@cache
def _code_has() -> frozenset[tuple[str, str]]:
    """The migrations of the code; they do not change while the process lives."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations or ())


def _migrations(_now: datetime) -> Found:
    with connections["default"].cursor() as cursor:
        cursor.execute("select app, name from django_migrations")
        waiting = _code_has() - set(cursor.fetchall())
    return Found(not waiting, f"{len(waiting)} to apply")


def _worker(now: datetime) -> Found:
    """Each of the worker's rounds came through lately."""
    late = sorted(name for name, over in _lateness(now).items() if over)
    return Found(not late, "late: " + ", ".join(late) if late else "on time")


def _lateness(now: datetime) -> dict[str, bool]:
    seen = last_beats(tuple(one.name for one in ROUNDS))
    found = {}
    for one in ROUNDS:
        at = seen[one.name]
        found[one.name] = at is None or now - at > timedelta(seconds=one.every) + one.late
    return found


JOB_WAITS = """
select coalesce(extract(epoch from clock_timestamp() - min(coalesce(job.scheduled_at,
    (select max(at) from procrastinate_events event where event.job_id = job.id and event.type = 'deferred')))), 0)
from procrastinate_jobs job where job.status = 'todo' and coalesce(job.scheduled_at, '-infinity') <= clock_timestamp()
"""


def _jobs(_now: datetime) -> Found:
    waits = timedelta(seconds=float(_one(JOB_WAITS)))
    return Found(waits < JOB_LAG, f"oldest waits {waits.total_seconds():.0f} s")


def _disk(_now: datetime) -> Found:
    total, _used, free = shutil.disk_usage(settings.LINLI_FILES)
    return Found(free >= SCARCE * total, f"{free / total:.0%} free")


def _clock(now: datetime) -> Found:
    skew = abs(_one("select clock_timestamp()") - now)
    return Found(skew <= SKEW, f"{skew.total_seconds():.1f} s beside the database")


LOOKS: dict[str, Callable[[datetime], Found]] = {
    "database": _database,
    "migrations": _migrations,
    "worker": _worker,
    "jobs": _jobs,
    "disk": _disk,
    "clock": _clock,
}


def looked(now: datetime) -> dict[str, Found]:
    """Everything looked at; what cannot be asked is not well."""
    found = {}
    for name, look in LOOKS.items():
        try:
            found[name] = look(now)
        except (Error, OSError) as fault:
            found[name] = Found(ok=False, seen=type(fault).__name__)
    return found


def healthz(_request: HttpRequest) -> HttpResponse:
    """The process is up; nothing else is asked."""
    return JsonResponse({"ok": True}, headers={"Cache-Control": "no-store"})


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when all is there, else 503 with what is not."""
    found = looked(cast("Asked", request).now)
    well = all(one.ok for one in found.values())
    body = {"ok": well, "checks": {name: {"ok": one.ok, "seen": one.seen} for name, one in found.items()}}
    return JsonResponse(body, status=200 if well else 503, headers={"Cache-Control": "no-store"})


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for a monitor on this machine, or elsewhere with the token; others find nothing here."""
    if not _may_watch(request):
        return HttpResponse(status=404)
    registry = CollectorRegistry()
    registry.register(_Figures(cast("Asked", request).now))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_watch(request: HttpRequest) -> bool:
    """A proxy on this machine makes everybody look local, so a forwarded request needs the token."""
    token = settings.LINLI_METRICS_TOKEN
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip"))
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not forwarded


COUNTS = {
    "linli_matters_open": ("open matters", "select count(*) from matters_matter where closed_at is null"),
    "linli_matters_late": (
        "limits that are over and not looked at yet",
        "select count(*) from matters_matter where next_due_at <= clock_timestamp()",
    ),
    "linli_notices_waiting": (
        "notices on their way",
        "select count(*) from kernel_notice where state in ('waiting', 'failed')",
    ),
    "linli_notices_given_up": (
        "notices that did not arrive",
        "select count(*) from kernel_notice where state = 'given_up'",
    ),
    "linli_events_total": ("events written so far", "select coalesce(max(id), 0) from kernel_event"),
    "linli_reactions_owed": (
        "reactions that failed",
        "select count(*) from kernel_reacted where done_at is null",
    ),
    "linli_jobs_waiting": ("jobs that wait", "select count(*) from procrastinate_jobs where status = 'todo'"),
    "linli_jobs_failed": ("jobs given up", "select count(*) from procrastinate_jobs where status = 'failed'"),
    "linli_database_bytes": ("size of the database", "select pg_database_size(current_database())"),
}


class _Figures:
    """Read from the database when the monitor asks; no figure lives in a process."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[Metric]:
        """The figures of the moment."""
        found = looked(self.now)
        ready = GaugeMetricFamily("linli_ready", "1 where a readiness check is well", labels=["check"])
        for name, one in found.items():
            ready.add_metric([name], float(one.ok))
        yield ready
        if not found["database"].ok:
            return
        beats = GaugeMetricFamily(
            "linli_worker_beat_age_seconds", "since a round came through", labels=["round"]
        )
        for name, at in last_beats(tuple(one.name for one in ROUNDS)).items():
            if at is not None:
                beats.add_metric([name], (self.now - at).total_seconds())
        yield beats
        with scope(SYSTEM):
            for name, (says, sql) in COUNTS.items():
                yield GaugeMetricFamily(name, says, value=float(_one(sql)))
