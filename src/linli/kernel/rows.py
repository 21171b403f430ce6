"""Rows written many at a time: one JSON document a statement, past the ORM, inside the wall."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

import msgspec
from django.contrib.postgres.search import SearchVectorField
from django.db import connection
from django.db.models import AutoField, BinaryField, Field, Model

Row = dict[str, Any]

CHUNK = 4_000
"""Rows a statement: far from the time a statement may take."""


def put(model: type[Model], rows: Sequence[Row]) -> None:
    """Insert rows given as {column: value}, all with the same columns; what is left out gets its default.

    Lists are tokens of a search document.
    """
    for start in range(0, len(rows), CHUNK):
        _put(model, rows[start : start + CHUNK])


def _put(model: type[Model], given: Sequence[Row]) -> None:
    fields = {field.column: field for field in model._meta.local_concrete_fields}  # noqa: SLF001  public in practice
    left_out = [
        field
        for name, field in fields.items()
        if name not in given[0] and not field.has_db_default() and not isinstance(field, AutoField)
    ]
    rows = [{**row, **{field.column: field.get_default() for field in left_out}} for row in given]
    columns = [fields[name] for name in rows[0]]
    names = ", ".join(f'"{field.column}"' for field in columns)
    values = ", ".join(_expression(field) for field in columns)
    types = ", ".join(f'"{field.column}" {_travels_as(field)}' for field in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {model._meta.db_table} ({names}) select {values}"  # noqa: S608, SLF001  names of our own tables
            f" from json_to_recordset(%s::json) row({types})",
            (msgspec.json.encode(rows).decode(),),
        )


def _travels_as(field: "Field[Any, Any]") -> str:
    """The type of a column inside the document: bytes go as base64, search documents as lists of tokens."""
    if isinstance(field, BinaryField):
        return "text"
    return "text[]" if isinstance(field, SearchVectorField) else str(field.db_type(connection))


def _expression(field: "Field[Any, Any]") -> str:
    if isinstance(field, BinaryField):
        return f"""decode("{field.column}", 'base64')"""
    name = f'"{field.column}"'
    return f"array_to_tsvector({name})" if isinstance(field, SearchVectorField) else name


def new_ids(model: type[Model], number: int) -> list[int]:
    """So many ids of a table, taken from its sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
            (model._meta.db_table, number),  # noqa: SLF001
        )
        return sorted(row[0] for row in cursor.fetchall())


def ids(model: type[Model]) -> Iterator[int]:
    """Ids without end, fetched a thousand at a time."""
    for _ in count():
        yield from new_ids(model, 1_000)
