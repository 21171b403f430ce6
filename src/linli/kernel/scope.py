"""Permission by area, said once: grants, the list (`reachable`), the check (`may`), the second wall."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self, TypeVar

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.db.models import Q

PATH = re.compile(r"/(\d+/)*")
MARK = re.compile(r"[a-z0-9_@]+")
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
    """Who asks. `person_id` is None for a guest and for the system itself.

    only: what a narrowed API token may do, also where a right comes from owning a row; None: not narrowed.
    below: the area such a token was narrowed to, also for owned rows.
    """

    kind: str
    name: str = ""
    person_id: int | None = None
    standings: tuple[Standing, ...] = ()
    grants: tuple[Grant, ...] = ()
    door: str = "page"
    paths: tuple[str, ...] = field(default=())
    only: frozenset[str] | None = None
    below: str = EVERYWHERE

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

    def allows(self, permission: str) -> bool:
        """False where the actor's token leaves this out, whatever right the person has."""
        return self.only is None or permission in self.only

    def reaches_own(self, permission: str, path: str) -> bool:
        """Whether a right that comes from owning a row may be used there."""
        return self.allows(permission) and path.startswith(self.below)

    def serves_as(self, role: str, path: str) -> bool:
        """True when a posting with this role covers `path`."""
        return any(one.role == role and path.startswith(one.path) for one in self.standings)

    @property
    def marks(self) -> tuple[str, ...]:
        """What somebody is known by where rows are kept from them: the person, the units and the desks served at.

        p7, u3, community_desk@45; a desk of one unit goes by the unit alone.
        """
        if self.person_id is None:
            return ()
        desks = (
            f"u{one.unit_id}" if one.unit_id is not None else f"{one.role}@{one.area_id}"
            for one in self.standings
        )
        return tuple(dict.fromkeys((f"p{self.person_id}", *desks)))

    def wall(self) -> tuple[str, ...]:
        """The paths the database lets this actor touch: the union over the grants."""
        return self.paths or tuple(sorted({grant.path for grant in self.grants}))


GUEST = Actor(kind="guest")
SYSTEM = Actor(kind="system", name="系统", door="worker", paths=(EVERYWHERE,))
HISTORY = Actor(kind="system", door="history", paths=(EVERYWHERE,))
"""Whoever acted in another system, before this one knew of it: nothing reacts to these events."""


M = TypeVar("M", bound="InArea")


class Scoped(models.QuerySet[M]):
    """The only list a page may start from."""

    def reachable(self, actor: Actor, permission: str) -> Self:
        """Rows that `may` would allow, as a filter: OR of area prefixes, unit and owner, less what is shut."""
        return self.filter(self.model.reach(actor, permission))


class InArea(models.Model):
    """A row that lies in an area; list and check are made from the same facts.

    deputy_field: a person who acts for the owner; shut_field: the marks of those a row is kept from, whatever
    their postings give them. Owners see their own row also when they serve beside somebody it is kept from.
    """

    area_path = models.TextField()

    unit_field: ClassVar[str | None] = None
    units_field: ClassVar[str | None] = None
    """An array of organisations that have a part in the row; they hold `units_may` of what their grants say."""
    units_may: ClassVar[frozenset[str]] = frozenset()
    owner_field: ClassVar[str | None] = None
    owner_may: ClassVar[frozenset[str]] = frozenset()
    deputy_field: ClassVar[str | None] = None
    deputy_may: ClassVar[frozenset[str]] = frozenset()
    shut_field: ClassVar[str | None] = None

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
                lies = Q(**{f"{cls.unit_field}": grant.unit})
                if cls.units_field and permission in cls.units_may:
                    lies |= Q(**{f"{cls.units_field}__contains": [grant.unit]}) & ~Q(**{cls.units_field: []})
                here &= lies
            wanted |= here
        stands_in = permission in cls.deputy_may and actor.allows(permission)
        if cls.deputy_field and actor.person_id is not None and stands_in:
            wanted |= Q(**{cls.deputy_field: actor.person_id}) & cls._below(actor)
        if cls.shut_field and actor.marks:
            wanted &= ~Q(**{f"{cls.shut_field}__overlap": list(actor.marks)})
        owned = permission in cls.owner_may and actor.allows(permission)
        if cls.owner_field and actor.person_id is not None and owned:
            wanted |= Q(**{cls.owner_field: actor.person_id}) & cls._below(actor)
        return wanted

    @classmethod
    def reach_sql(cls, actor: Actor, permission: str) -> tuple[str, tuple[Any, ...]]:
        """The same as a condition with its values, for a statement of our own words; written once for each reach."""
        grants = tuple((one.path, one.unit) for one in actor.grants if one.permission == permission)
        who = (actor.kind, actor.person_id, actor.marks, actor.below, actor.allows(permission))
        key = (cls, permission, grants, who)
        found = _reaches.get(key)
        if found is None:
            if len(_reaches) >= REACHES:
                _reaches.clear()
            found = _reaches[key] = _written(cls.objects.filter(cls.reach(actor, permission)).query)  # type: ignore[attr-defined]
        return found

    @staticmethod
    def _below(actor: Actor) -> Q:
        return Q(area_path__startswith=actor.below) if actor.below != EVERYWHERE else Q()


REACHES = 5_000
_reaches: dict[tuple[Any, ...], tuple[str, tuple[Any, ...]]] = {}


def _written(query: Any) -> tuple[str, tuple[Any, ...]]:
    """The condition of a query as the framework writes it."""
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        words, values = compiler.compile(query.where)
    except EmptyResultSet:
        return "false", ()
    except FullResultSet:
        return "true", ()
    return f"({words})", tuple(values)


def may(actor: Actor, permission: str, thing: Any) -> bool:
    """The check's side of the rule, for a row of a model that is `InArea`."""
    if actor.kind == "system":
        return True
    kind = type(thing)
    units = [getattr(thing, kind.unit_field) if kind.unit_field else None]
    if kind.units_field and permission in kind.units_may:
        units += getattr(thing, kind.units_field)
    if not shut_out(actor, thing):
        if any(grant.covers(permission, thing.area_path, unit) for grant in actor.grants for unit in units):
            return True
        stands_in = permission in kind.deputy_may and actor.reaches_own(permission, thing.area_path)
        if kind.deputy_field and stands_in and actor.person_id is not None:
            deputy: int | None = getattr(thing, kind.deputy_field)
            if deputy == actor.person_id:
                return True
    return bool(
        kind.owner_field
        and permission in kind.owner_may
        and actor.reaches_own(permission, thing.area_path)
        and actor.person_id is not None
        and getattr(thing, kind.owner_field) == actor.person_id
    )


def shut_out(actor: Actor, thing: "InArea") -> bool:
    """True when a row is kept from this actor, whatever the postings say."""
    kind = type(thing)
    marks: list[str] | None = getattr(thing, kind.shut_field) if kind.shut_field else None
    return marks is not None and not set(actor.marks).isdisjoint(marks)


def may_at(actor: Actor, permission: str, path: str) -> bool:
    """Like `may`, for a place instead of a row; a grant narrowed to a unit does not count."""
    return actor.kind == "system" or any(grant.covers(permission, path, None) for grant in actor.grants)


Wanted = tuple[tuple[str, ...], int | None, tuple[str, ...]]

_inside: ContextVar[Wanted | None] = ContextVar("linli_scope", default=None)
notes: ContextVar[dict[str, Any] | None] = ContextVar("linli_notes", default=None)
"""What was read once and holds for the outermost scope of this moment (see stamp.py)."""


def _set_wall(paths: tuple[str, ...], person_id: int | None, marks: tuple[str, ...]) -> None:
    for path in paths:
        if not PATH.fullmatch(path):
            raise ValueError(f"not an area path: {path!r}")
    for mark in marks:
        if not MARK.fullmatch(mark):
            raise ValueError(f"not a mark: {mark!r}")
    # Literal SET LOCAL, not set_config(): on a sharded database only the statement reaches the workers.
    with connection.cursor() as cursor:
        cursor.execute(
            f"SET LOCAL app.grants = '{','.join(paths)}'; SET LOCAL app.person = '{int(person_id or 0)}';"
            f" SET LOCAL app.marks = '{','.join(marks)}'"
        )


@contextmanager
def scope(actor: Actor, *more: str) -> Iterator[None]:
    """One transaction in which the database itself shows only the actor's areas (and `more` paths).

    Nested scopes narrow or widen for their own length; the outer one is put back at the end.
    """
    paths = tuple(sorted({*actor.wall(), *more}))
    wanted = (paths, actor.person_id, actor.marks)
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
    paths, person_id, marks = outer
    missing = tuple(path for path in more if not path.startswith(paths))
    if not missing:
        yield
        return
    wider = (tuple(sorted({*paths, *missing})), person_id, marks)
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
