"""Permission by area, said once: grants, the list (`reachable`), the check (`may`), the second wall."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, Self, TypeVar

from django.db import connection, models, transaction
from django.db.models import Q

PATH = re.compile(r"/(\d+/)*")
EVERYWHERE = "/"


@dataclass(frozen=True, slots=True)
class Grant:
    """One permission over one subtree; `unit` narrows it to what lies with one organisation."""

    permission: str
    path: str
    unit: int | None = None

    def covers(self, permission: str, path: str, unit: int | None) -> bool:
        """True when this grant gives `permission` at `path` (for `unit`, where it is narrowed)."""
        return (
            permission == self.permission
            and path.startswith(self.path)
            and (self.unit is None or self.unit == unit)
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody serves, and as what: one posting, in force today."""

    role: str
    area_id: int
    path: str
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `person_id` is None for a guest and for the system itself."""

    kind: str
    name: str = ""
    person_id: int | None = None
    standings: tuple[Standing, ...] = ()
    grants: tuple[Grant, ...] = ()
    door: str = "page"
    paths: tuple[str, ...] = field(default=())

    @property
    def is_staff(self) -> bool:
        """True when at least one posting is in force."""
        return bool(self.standings)

    @property
    def is_guest(self) -> bool:
        """True for somebody who has not signed in."""
        return self.kind == "guest"

    @property
    def face(self) -> str:
        """The one character shown in the round mark."""
        return self.name[:1]

    def holds(self, permission: str) -> bool:
        """True when the permission is held anywhere at all."""
        return self.kind == "system" or any(grant.permission == permission for grant in self.grants)

    def serves_as(self, role: str, path: str) -> bool:
        """True when a posting with this role covers `path`."""
        return any(one.role == role and path.startswith(one.path) for one in self.standings)

    def wall(self) -> tuple[str, ...]:
        """The paths the database lets this actor touch: the union over the grants."""
        return self.paths or tuple(sorted({grant.path for grant in self.grants}))


GUEST = Actor(kind="guest")
SYSTEM = Actor(kind="system", name="系统", door="worker", paths=(EVERYWHERE,))
HISTORY = Actor(kind="system", door="history", paths=(EVERYWHERE,))
"""Whoever acted in another system, before this one knew of it: nothing reacts to these events."""


class Placed(Protocol):
    """Whatever lies in an area."""

    area_path: str


M = TypeVar("M", bound="InArea")


class Scoped(models.QuerySet[M]):
    """The only list a page may start from."""

    def reachable(self, actor: Actor, permission: str) -> Self:
        """Rows that `may` would allow, as a filter: OR of area prefixes, unit and owner."""
        return self.filter(self.model.reach(actor, permission))


class InArea(models.Model):
    """A row that lies in an area; list and check are made from the same three facts."""

    area_path = models.TextField()

    unit_field: ClassVar[str | None] = None
    owner_field: ClassVar[str | None] = None
    owner_may: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    @classmethod
    def reach(cls, actor: Actor, permission: str) -> Q:
        """The list's side of the rule."""
        wanted = Q(pk__in=())
        if actor.kind == "system":
            return Q()
        for grant in actor.grants:
            if grant.permission != permission or (grant.unit is not None and cls.unit_field is None):
                continue
            here = Q(area_path__startswith=grant.path)
            if grant.unit is not None:
                here &= Q(**{f"{cls.unit_field}": grant.unit})
            wanted |= here
        if cls.owner_field and actor.person_id is not None and permission in cls.owner_may:
            wanted |= Q(**{cls.owner_field: actor.person_id})
        return wanted


def may(actor: Actor, permission: str, thing: Any) -> bool:
    """The check's side of the rule, for a row of a model that is `InArea`."""
    if actor.kind == "system":
        return True
    kind = type(thing)
    unit = getattr(thing, kind.unit_field) if kind.unit_field else None
    if any(grant.covers(permission, thing.area_path, unit) for grant in actor.grants):
        return True
    return bool(
        kind.owner_field
        and permission in kind.owner_may
        and actor.person_id is not None
        and getattr(thing, kind.owner_field) == actor.person_id
    )


def may_at(actor: Actor, permission: str, path: str) -> bool:
    """Like `may`, for a place instead of a row; a grant narrowed to a unit does not count."""
    return actor.kind == "system" or any(grant.covers(permission, path, None) for grant in actor.grants)


Wanted = tuple[tuple[str, ...], int | None]

_inside: ContextVar[Wanted | None] = ContextVar("linli_scope", default=None)
notes: ContextVar[dict[str, Any] | None] = ContextVar("linli_notes", default=None)
"""What was read once and holds for the outermost scope of this moment (see stamp.py)."""


def _set_wall(paths: tuple[str, ...], person_id: int | None) -> None:
    for path in paths:
        if not PATH.fullmatch(path):
            raise ValueError(f"not an area path: {path!r}")
    # Literal SET LOCAL, not set_config(): on a sharded database only the statement reaches the workers.
    with connection.cursor() as cursor:
        cursor.execute(
            f"SET LOCAL app.grants = '{','.join(paths)}'; SET LOCAL app.person = '{int(person_id or 0)}'"
        )


@contextmanager
def scope(actor: Actor, *more: str) -> Iterator[None]:
    """One transaction in which the database itself shows only the actor's areas (and `more` paths).

    Nested scopes narrow or widen for their own length; the outer one is put back at the end.
    """
    paths = tuple(sorted({*actor.wall(), *more}))
    wanted = (paths, actor.person_id)
    outer = _inside.get()
    with transaction.atomic():
        if wanted != outer:
            _set_wall(*wanted)
        token = _inside.set(wanted)
        page_of_notes = notes.set({}) if outer is None else None
        try:
            yield
            if outer is not None and wanted != outer:
                _set_wall(*outer)
        finally:
            _inside.reset(token)
            if page_of_notes is not None:
                notes.reset(page_of_notes)


@contextmanager
def reaching(*more: str) -> Iterator[None]:
    """Inside an open scope, let the database show `more` paths too; nothing happens where it does already.

    For a right that does not come from a posting: a new matter's place, one's own matter's timeline.
    """
    outer = _inside.get()
    if outer is None:
        raise RuntimeError("reaching() needs an open scope")
    paths, person_id = outer
    missing = tuple(path for path in more if not path.startswith(paths))
    if not missing:
        yield
        return
    wider = (tuple(sorted({*paths, *missing})), person_id)
    _set_wall(*wider)
    token = _inside.set(wider)
    try:
        yield
        _set_wall(*outer)
    finally:
        _inside.reset(token)


def in_scope() -> bool:
    """True while a scope is open; the guard in the tests asks this for every walled table."""
    return _inside.get() is not None


holders: dict[str, frozenset[str]] = {}
narrow_roles: set[str] = set()
"""Roles whose grants reach only what lies with the posting's own organisation."""


def permission(name: str, *roles: str) -> str:
    """Declare a permission and the roles that hold it; each package's access.py is a list of these."""
    if name in holders:
        raise TypeError(f"two permissions named {name}")
    holders[name] = frozenset(str(role) for role in roles)
    return name


def grants_of(standings: tuple[Standing, ...]) -> tuple[Grant, ...]:
    """All grants that follow from postings."""
    found: dict[Grant, None] = {}
    for standing in standings:
        unit = standing.unit_id if standing.role in narrow_roles else None
        for name, roles in holders.items():
            if standing.role in roles:
                found[Grant(name, standing.path, unit)] = None
    return tuple(found)
