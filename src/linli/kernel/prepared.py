"""Statements of the hot paths: planned once for each connection, their values sent apart from the text.

Planning costs a large insert three times what doing it costs. The framework's own cursors put the values into
the text and plan anew each time; these keep the plan. Everything else stays as it is: same connection and
transaction, same errors, same wrappers.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Self
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from psycopg import Connection, Cursor
from psycopg.adapt import Dumper

Values = Sequence[Any] | Mapping[str, Any]


class _Untyped(Dumper):
    """A number whose type the server infers, so that 7, 70,000 and null share one plan."""

    def dump(self, obj: Any) -> bytes:
        return str(obj).encode()


class _Cursor(Cursor[tuple[Any, ...]]):
    """A cursor whose statements are all prepared."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> Self:
        return super().execute(query, params, prepare=True)


_cursors: WeakKeyDictionary[Connection[Any], _Cursor] = WeakKeyDictionary()


def _cursor(raw: Any) -> _Cursor:
    found = _cursors.get(raw)
    if found is None:
        raw.prepare_threshold = 0
        found = _cursors[raw] = _Cursor(raw)
        for kind in (int, float):
            found.adapters.register_dumper(kind, _Untyped)
    return found


def ask(sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
    """Run one statement; gives its rows (none for a statement that gives none).

    LINLI_PLANS=0 plans anew each time, for a pooler between us and the database that mixes sessions.
    """
    db: Any = connections[DEFAULT_DB_ALIAS]
    if not settings.LINLI_PLANS:
        with db.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall() if cursor.description else []
    db.close_if_health_check_failed()
    db.ensure_connection()
    raw = _cursor(db.connection)
    db._prepare_cursor(raw).execute(sql, values or None)  # noqa: SLF001  as db.cursor() does
    return raw.fetchall() if raw.pgresult is not None and raw.pgresult.nfields else []


def ask_first(sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
    """The first question of a request, outside of any transaction, that may be put twice.

    A connection that broke since the last request is opened anew when the question fails, instead of being
    tried before each request.
    """
    db: Any = connections[DEFAULT_DB_ALIAS]
    if db.connection is None or db.in_atomic_block:
        return ask(sql, values)
    db.health_check_done = True
    try:
        return ask(sql, values)
    except (OperationalError, InterfaceError):
        db.close()
        return ask(sql, values)
