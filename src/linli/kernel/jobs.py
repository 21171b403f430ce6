"""Work for later, kept in PostgreSQL: enqueued in the transaction of the rows, done at least once.

One small front over procrastinate, so that no package knows the library. A task must bear being run twice:
it locks the row it works on and looks whether the work is done.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event
from typing import Any, Generic, ParamSpec

import msgspec
import structlog
from django.db import close_old_connections, connection
from procrastinate import PsycopgConnector, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.types import JSONValue

P = ParamSpec("P")

RETRIES = RetryStrategy(max_attempts=6, exponential_wait=4)
AT_ONCE = 2
FAREWELL = 4.0
LOOK_FOR_STALLED = 20.0
STALLED = 30.0
"""Seconds without a sign of life after which a worker counts as dead and its jobs are given to others."""

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

ending = Event()
"""Set when this process is about to end: a long task then asks for itself again and returns."""
log = structlog.get_logger()

PENDING = """
select exists (select 1 from procrastinate_jobs
    where task_name = %s and status in ('todo', 'doing') and args @> %s::jsonb)
"""


class Task(Generic[P]):
    """A function that a worker runs; `defer` asks for it."""

    def __init__(self, function: Callable[P, None], name: str, lock: str | None):
        self.function = function
        self.name = name
        self._task: Any = app.task(name=name, retry=RETRIES, lock=lock, pass_context=False)(self._run)

    def __call__(self, *args: P.args, **values: P.kwargs) -> None:
        self.function(*args, **values)

    def _run(self, *args: P.args, **values: P.kwargs) -> None:
        """In a worker's thread: a connection that a restart of the database has killed is not used again."""
        close_old_connections()
        try:
            self.function(*args, **values)
        except Exception:
            # It is tried again by itself; what stands behind it must not stay unknown until it is given up.
            log.warning("job_failed", task=self.name, exc_info=True)
            raise
        finally:
            close_old_connections()

    def defer(self, **values: JSONValue) -> None:
        """Enqueue with this transaction."""
        self._task.defer(**values)

    def is_pending(self, **values: JSONValue) -> bool:
        """True while a job with these values waits or runs."""
        with connection.cursor() as cursor:
            cursor.execute(PENDING, (self.name, msgspec.json.encode(values).decode()))
            return bool(cursor.fetchall()[0][0])


def task(name: str, *, lock: str | None = None) -> Callable[[Callable[P, None]], Task[P]]:
    """Make a function a task; `name` is stored and stays for ever; one `lock` runs one at a time."""

    def make(function: Callable[P, None]) -> Task[P]:
        return Task(function, name, lock)

    return make


async def work() -> None:
    """Run jobs until `ending` is set; those of workers that died are taken over. Raises what the database does."""
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=AT_ONCE + 2)
    worker_app: Any = app.with_connector(connector)
    async with worker_app.open_async():
        working = asyncio.create_task(
            worker_app.run_worker_async(
                concurrency=AT_ONCE,
                install_signal_handlers=False,
                shutdown_graceful_timeout=FAREWELL,
                delete_jobs="successful",
                stalled_worker_timeout=STALLED,
            )
        )
        rescuing = asyncio.create_task(_rescue(worker_app))
        while not ending.is_set() and not working.done() and not rescuing.done():
            await asyncio.sleep(0.2)
        for one in (working, rescuing):
            one.cancel()
        ended = await asyncio.gather(working, rescuing, return_exceptions=True)
    for fault in ended:
        if isinstance(fault, Exception):
            raise fault


async def _rescue(worker_app: Any) -> None:
    """Jobs whose worker died wait in nobody's hands: they are put back."""
    while True:
        for job in await worker_app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
            log.warning("job_taken_over", job_id=job.id, task=job.task_name)
            await worker_app.job_manager.retry_job(job, retry_at=LONG_AGO)
        await asyncio.sleep(LOOK_FOR_STALLED)
