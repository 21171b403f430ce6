"""Version numbers of what processes keep in memory: changed with the edit, asked before use, never stale."""

from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection

T = TypeVar("T")


def version(name: str) -> int:
    """The version in force for this transaction; 0 before the first edit."""
    with connection.cursor() as cursor:
        cursor.execute("select version from kernel_stamp where name = %s", (name,))
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def bump(name: str) -> None:
    """Give `name` a new version inside the transaction of the edit; two editors at once queue here.

    Versions come from a sequence, so a number that was rolled back never comes again: a value made
    inside the edit cannot be taken later for another one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into kernel_stamp (name, version) values (%s, nextval('kernel_stamp_version')) "
            "on conflict (name) do update set version = excluded.version",
            (name,),
        )


class Kept(Generic[T]):
    """A value made from rows and kept in this process for as long as its stamp stays the same."""

    def __init__(self, name: str, make: Callable[[], T]):
        self.name = name
        self.make = make
        self._held: tuple[int, T] | None = None

    def get(self) -> T:
        """The value for the version in force; one small query."""
        wanted = version(self.name)
        held = self._held
        if held is not None and held[0] == wanted:
            return held[1]
        made = self.make()
        self._held = (wanted, made)
        return made
