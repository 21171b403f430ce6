"""From an account or a person to an actor: postings in force on a day, and the grants that follow."""

from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction

from linli.kernel.scope import Actor, Grant, Standing, grants_of

from ..models import Account

STANDINGS = """
select posting.role, posting.area_id, posting.area_path, posting.organisation_id,
       coalesce(staff.name, person.name)
from people_person person
left join people_staff staff on staff.person_id = person.id
left join people_posting posting on posting.person_id = person.id
     and posting.from_on <= %s and (posting.to_on is null or posting.to_on >= %s)
where person.id = %s
order by posting.id
"""


def standings_of(person_id: int, on: date) -> tuple[str, tuple[Standing, ...]]:
    """A person's name and postings in force on a day.

    Persons and postings stand behind the wall; a person passes for the own rows.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"set local app.person = '{int(person_id)}'")
        cursor.execute(STANDINGS, (on, on, person_id))
        rows = cursor.fetchall()
    name = rows[0][4] if rows else ""
    return name, tuple(Standing(role, area, path, unit) for role, area, path, unit, _name in rows if role)


def actor_for_person(
    person_id: int,
    now: datetime,
    *,
    door: str = "page",
    only: frozenset[str] | None = None,
    below: str = "/",
) -> Actor:
    """The actor a person is at a moment; `only` and `below` narrow it (API tokens)."""
    with transaction.atomic():
        name, standings = standings_of(person_id, now.astimezone(settings.LINLI_ZONE).date())
    grants = grants_of(standings)
    if only is not None:
        grants = tuple(grant for grant in grants if grant.permission in only)
    if below != "/":
        grants = tuple(
            Grant(one.permission, max(one.path, below, key=len), one.unit)
            for one in grants
            if one.path.startswith(below) or below.startswith(one.path)
        )
    return Actor(kind="person", name=name, person_id=person_id, standings=standings, grants=grants, door=door)


def actor_of(account: Account, now: datetime) -> Actor:
    """The actor behind a signed-in account."""
    return actor_for_person(account.person_id, now)
