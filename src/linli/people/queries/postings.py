"""Who holds which desk: postings of the ladder's roles, kept in memory until an edit."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import connection

from linli.kernel.stamp import Kept

from ..terms import Role

POSTINGS = "postings"
_ROLES = (Role.GRID_WORKER, Role.GRID_LEADER, Role.COMMUNITY_DESK, Role.STREET_DESK, Role.DISTRICT_DESK)


@dataclass(frozen=True, slots=True)
class Held:
    """One posting of a desk: who, from when to when."""

    person_id: int
    from_on: date
    to_on: date | None


Desks = dict[tuple[int, str], list[Held]]


def _make() -> Desks:
    found: Desks = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "select area_id, role, person_id, from_on, to_on from desks_held(%s)", ([*map(str, _ROLES)],)
        )
        for area_id, role, person_id, from_on, to_on in cursor.fetchall():
            found[area_id, role].append(Held(person_id, from_on, to_on))
    return dict(found)


_kept = Kept(_make, POSTINGS)


def desk_people(area_id: int, role: str, on: date) -> list[int]:
    """Persons who hold a ladder role at exactly this area on a day, longest serving first."""
    return [
        one.person_id
        for one in _kept.get().get((area_id, role), ())
        if one.from_on <= on and (one.to_on is None or one.to_on >= on)
    ]
