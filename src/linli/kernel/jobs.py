"""Work for later, kept in PostgreSQL: enqueued in the transaction of the rows, done at least once.

One small front over procrastinate, so that no package knows the library. A task must bear being run twice:
it locks the row it works on and looks whether the work is done.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, ParamSpec

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

P = ParamSpec("P")

RETRIES = RetryStrategy(max_attempts=6, exponential_wait=4)


class Task(Generic[P]):
    """A function that a worker runs; `defer` asks for it."""

    def __init__(self, function: Callable[P, None], name: str, lock: str | None):
        self.function = function
        self.name = name
        self._task: Any = app.task(name=name, retry=RETRIES, lock=lock, pass_context=False)(function)

    def __call__(self, *args: P.args, **values: P.kwargs) -> None:
        self.function(*args, **values)

    def defer(self, **values: JSONValue) -> None:
        """Enqueue with this transaction."""
        self._task.defer(**values)

    def defer_at(self, when: datetime, **values: JSONValue) -> None:
        """Enqueue for later."""
        self._task.configure(schedule_at=when).defer(**values)


def task(name: str, *, lock: str | None = None) -> Callable[[Callable[P, None]], Task[P]]:
    """Make a function a task; `name` is stored and stays for ever; one `lock` runs one at a time."""

    def make(function: Callable[P, None]) -> Task[P]:
        return Task(function, name, lock)

    return make
