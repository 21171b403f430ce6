"""From an account or a person to an actor: postings in force on a day, and the grants that follow."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

import msgspec
from django.conf import settings

from linli.kernel import secret
from linli.kernel.prepared import ask, ask_first
from linli.kernel.scope import Actor, Grant, Standing, grants_of, holders
from linli.places.queries import earlier_paths

from ..access import NEVER_BY_TOKEN
from ..models import Account

STANDING = "select role, area_id, area_path, organisation_id, name, regrouped from standing(%s, %s)"


def standings_of(person_id: int, on: date) -> tuple[str, tuple[Standing, ...]]:
    """A person's name and postings in force on a day."""
    return _standings(person_id, on)[:2]


def _standings(person_id: int, on: date) -> tuple[str, tuple[Standing, ...], bool]:
    """The same, and whether communities were ever split or merged.

    Persons and postings stand behind the wall; this one question, of one's own rows, is asked past it.
    """
    rows = ask(STANDING, (person_id, on))
    name = rows[0][4] if rows else ""
    found = tuple(Standing(role, area, path, unit) for role, area, path, unit, *_ in rows if role)
    return name, found, bool(rows and rows[0][5])


def actor_for_person(person_id: int, now: datetime, *, door: str = "page") -> Actor:
    """The actor a person is at a moment."""
    name, standings, regrouped = _standings(person_id, now.astimezone(settings.LINLI_ZONE).date())
    return _actor(person_id, name, standings, grants_of(standings), door, regrouped=regrouped)


def _actor(
    person_id: int, name: str, standings: tuple[Standing, ...], grants: tuple[Grant, ...], door: str, *, regrouped: bool
) -> Actor:  # fmt: skip
    paths = _with_earlier(grants) if regrouped else ()
    return Actor("person", name, person_id, standings, grants, door, paths)


def _with_earlier(grants: tuple[Grant, ...]) -> tuple[str, ...]:
    """The paths of the grants, and those their areas had: what is never rewritten still lies there.

    Only the wall in the database opens for them; lists and checks go by the grants alone.
    """
    paths = {grant.path for grant in grants}
    return tuple(sorted(paths.union(*map(earlier_paths, paths))))


def actor_of(account: Account, now: datetime) -> Actor:
    """The actor behind a signed-in account."""
    return actor_for_person(account.person_id, now)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who an API token acts for, and which token it is."""

    token_id: int
    actor: Actor


BEARER = (
    "select token_id, person_id, permissions, area_path, name, postings, regrouped from bearer(%s, %s, %s)"
)


def bearer_of(token: str, now: datetime) -> Bearer | None:
    """The actor behind an API token; None when it is unknown, revoked, expired, or its person's account closed."""
    on = now.astimezone(settings.LINLI_ZONE).date()
    rows = ask_first(BEARER, (secret.token_digest(token), now, on))
    if not rows:
        return None
    token_id, person_id, permissions, below, name, postings, regrouped = rows[0]
    standings = tuple(Standing(*one) for one in msgspec.json.decode(postings))
    named = frozenset(msgspec.json.decode(permissions))
    grants = _narrowed(standings, named, below)
    actor = _actor(person_id, name, standings, grants, "api", regrouped=regrouped)
    only = named - NEVER_BY_TOKEN if named else None
    return Bearer(token_id, replace(actor, only=only, below=below))


@lru_cache(maxsize=1024)
def _narrowed(standings: tuple[Standing, ...], permissions: frozenset[str], below: str) -> tuple[Grant, ...]:
    """The grants of a token: of its permissions (all that any token may have where none is named), below its area."""
    allowed = (permissions or frozenset(holders)) - NEVER_BY_TOKEN
    return tuple(
        Grant(one.permission, max(one.path, below, key=len), one.unit)
        for one in grants_of(standings)
        if one.permission in allowed and (one.path.startswith(below) or below.startswith(one.path))
    )
