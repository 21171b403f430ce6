"""All checks in their order; one that breaks is a bad line, not the end of the round."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial

from django.db import DatabaseError

from linli.site.checkup import database, machine, product
from linli.site.checkup.line import BAD, Line
from linli.site.home import Home
from linli.site.postgres import Server


def checked(home: Home, server: Server | None, now: datetime) -> Iterator[Line]:
    """Every line, from the machine up to the product. `server` is None inside a running `up`."""
    checks: tuple[Callable[[], Iterable[Line]], ...] = (
        machine.versions,
        machine.user,
        partial(machine.keys, home),
        partial(machine.disk, home),
        partial(machine.programs, server),
        database.server,
        database.durability,
        database.limits,
        database.roles,
        database.walls,
        database.trail,
        partial(database.clock, now),
        product.migrations,
        partial(product.jobs, now),
        partial(product.calendar, now),
    )
    for check in checks:
        yield from _lines(check)


def _lines(check: Callable[[], Iterable[Line]]) -> list[Line]:
    try:
        return list(check())
    except (DatabaseError, OSError) as problem:
        name = getattr(check, "func", check).__name__
        return [Line(BAD, name, str(problem).strip())]
