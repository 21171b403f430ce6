"""Statements of the hot paths: planned once for each connection, their values sent apart from the text.

Planning costs a large insert three times what doing it costs. The framework's own cursors put the values into
the text and plan anew each time; these keep the plan. Everything else stays as it is: same connection and
transaction, same errors, same wrappers.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Self, TypeVar
from weakref import WeakKeyDictionary

from django.conf import settings
from django.contrib.postgres.search import SearchVectorField
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.db.models import Model
from psycopg import Connection, Cursor
from psycopg.adapt import Dumper
from psycopg.types.datetime import TimestamptzLoader

Values = Sequence[Any] | Mapping[str, Any]
M = TypeVar("M", bound=Model)

KEPT = 400
"""Plans a connection keeps, the least used given up first: more than there are hot statements."""


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
        raw.prepared_max = KEPT
        found = _cursors[raw] = _Cursor(raw)
        for kind in (int, float):
            found.adapters.register_dumper(kind, _Untyped)
        # The framework's own loader of moments is written in Python; the session's zone is UTC either way.
        found.adapters.register_loader("timestamptz", TimestamptzLoader)
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
    if db.execute_wrappers or db.queries_logged:
        db._prepare_cursor(raw).execute(sql, values or None)  # noqa: SLF001  as db.cursor() does
    else:
        db.validate_thread_sharing()
        db.validate_no_broken_transaction()
        with db.wrap_database_errors:
            raw.execute(sql, values or None)
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


@cache
def _reading(model: type[Model]) -> tuple[str, tuple[str, ...], tuple[tuple[int, Any, tuple[Callable[..., Any], ...]], ...]]:  # fmt: skip
    """How rows of a model are read: select and from, the attributes, and what turns a column into a value.

    Search documents stay where they are: they are long, and nobody reads them here.
    """
    db: Any = connections[DEFAULT_DB_ALIAS]
    table, names, turned = model._meta.db_table, list[str](), list[Any]()  # noqa: SLF001  public in practice
    columns = list[str]()
    read = [field for field in model._meta.concrete_fields if not isinstance(field, SearchVectorField)]  # noqa: SLF001
    for at, field in enumerate(read):
        column: Any = field.get_col(table)
        turns = (*db.ops.get_db_converters(column), *column.get_db_converters(db))
        if turns:
            turned.append((at, column, tuple(turns)))
        names.append(field.attname)
        columns.append(f'"{table}"."{field.column}"')
    return f'select {", ".join(columns)} from "{table}"', tuple(names), tuple(turned)  # noqa: S608  names of our own


def rows(model: type[M], where: str, values: Values = ()) -> list[M]:
    """Rows of a model by a condition of our own words, with what follows it (order, limit); one statement.

    As `model.objects.filter(...)`, without writing the statement anew: a third of the time. Every value is a parameter.
    """
    start, names, turned = _reading(model)
    db: Any = connections[DEFAULT_DB_ALIAS]
    found = list[M]()
    for row in ask(f"{start} where {where}", values):
        if turned:
            taken = list(row)
            for at, column, turns in turned:
                for turn in turns:
                    taken[at] = turn(taken[at], column, db)
            found.append(model.from_db(DEFAULT_DB_ALIAS, names, taken))
        else:
            found.append(model.from_db(DEFAULT_DB_ALIAS, names, row))
    return found
