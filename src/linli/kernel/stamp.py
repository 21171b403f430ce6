"""Version numbers of what processes keep in memory: changed with the edit, asked before use, never stale."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db import connection

from .prepared import ask
from .scope import notes

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

_NOTE, _VALUES = "stamps", "kept values"
SAMPLE_TOWN = "sample_town"
"""Its version is above 0 where the invented town was loaded (see people.queries.sample_town)."""


def versions() -> dict[str, int]:
    """All versions in force; read once for the length of the outermost scope."""
    kept = notes.get()
    if kept is not None and _NOTE in kept:
        return kept[_NOTE]  # type: ignore[no-any-return]
    found: dict[str, int] = dict(ask("select name, version from kernel_stamp"))
    if kept is not None:
        kept[_NOTE] = found
    return found


def version(name: str) -> int:
    """One version; 0 before the first edit."""
    return versions().get(name, 0)


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
    kept = notes.get()
    if kept is not None:
        kept.pop(_NOTE, None)
        kept.pop(_VALUES, None)


def _wanted(names: tuple[str, ...]) -> tuple[object, ...]:
    now = versions()
    return (connection.settings_dict["NAME"], *(now.get(name, 0) for name in names))


class KeptEach(Generic[K, T]):
    """Values made from rows, one for each key, kept for as long as their stamps stay the same; the least used go."""

    def __init__(self, make: Callable[[K], T], most: int, *names: str):
        self.names = names
        self._made = lru_cache(most)(lambda _versions, key: make(key))

    def get(self, key: K) -> T:
        """The value of a key for the versions in force."""
        return self._made(_wanted(self.names), key)


class Kept(Generic[T]):
    """A value made from rows and kept in this process for as long as its stamps stay the same."""

    def __init__(self, make: Callable[[], T], *names: str):
        self.names = names
        self.make = make
        self._held: tuple[tuple[object, ...], T] | None = None

    def get(self) -> T:
        """The value for the versions in force; looked at once for the length of the outermost scope."""
        kept = notes.get()
        here: dict[Kept[Any], Any] | None = kept.setdefault(_VALUES, {}) if kept is not None else None
        if here is not None and self in here:
            return here[self]  # type: ignore[no-any-return]
        wanted = _wanted(self.names)
        held = self._held
        if held is None or held[0] != wanted:
            held = self._held = (wanted, self.make())
        if here is not None:
            here[self] = held[1]
        return held[1]
