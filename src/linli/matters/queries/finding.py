"""One matter: by number, by follow link; for whoever may see it, and as what."""

from dataclasses import dataclass

from django.db import connection

from linli.kernel import secret
from linli.kernel.prepared import rows
from linli.kernel.scope import Actor, may, reaching, shut_out
from linli.kernel.text import storable

from .. import access
from ..models import Matter, Supporter
from .categories import category


@dataclass(frozen=True)
class Found:
    """A matter and how the actor stands to it."""

    matter: Matter
    as_staff: bool
    own: bool


def matter_for(actor: Actor, number: str) -> Found | None:
    """The matter of a number for staff in reach, its reporter, or somebody who joined it; else None."""
    if not storable(number):
        return None
    found = rows(Matter, "number = %s", (number,))
    if not found or not may(actor, access.SEE, found[0]):
        return _joined(actor, number)
    matter = found[0]
    if (known := category(matter.category_id)) is not None:
        matter.category = known
    return Found(matter, _as_staff(actor, matter), _own(actor, matter))


def _own(actor: Actor, matter: Matter) -> bool:
    """The reporter, or the agent who acts for them."""
    return actor.person_id is not None and actor.person_id in (
        matter.reporter_person_id,
        matter.agent_person_id,
    )


def _as_staff(actor: Actor, matter: Matter) -> bool:
    if shut_out(actor, matter):
        return False
    units = (matter.holder_unit_id, *matter.asked_units)
    return any(grant.covers(access.SEE, matter.area_path, unit) for grant in actor.grants for unit in units)


def _joined(actor: Actor, number: str) -> Found | None:
    if actor.person_id is None or not actor.allows(access.SEE):
        return None
    paths = Supporter.objects.filter(person_id=actor.person_id).values_list("area_path", "matter_id")
    joined = {matter_id: path for path, matter_id in paths}
    if not joined:
        return None
    with reaching(*set(joined.values())):
        matter = Matter.objects.select_related("category").filter(number=number, pk__in=joined).first()
    return Found(matter, False, False) if matter is not None else None


def found_of(actor: Actor, matter: Matter) -> Found | None:
    """How the actor stands to a matter already at hand; None when it is out of reach."""
    if may(actor, access.SEE, matter):
        return Found(matter, _as_staff(actor, matter), _own(actor, matter))
    if actor.person_id is None:
        return None
    joined = Supporter.objects.filter(matter_id=matter.pk, person_id=actor.person_id)
    return Found(matter, as_staff=False, own=False) if joined.exists() else None


def matter_by_token(token: str) -> tuple[int, str] | None:
    """Id and place of the matter a follow link opens, or None; the link itself is the right to see it."""
    with connection.cursor() as cursor:
        cursor.execute("select id, area_path from matter_by_token(%s)", (secret.token_digest(token),))
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None


def matter_by_follow_up_link(token: str) -> tuple[int, str] | None:
    """Id and place of the matter a one-time follow-up link asks about, or None."""
    with connection.cursor() as cursor:
        cursor.execute("select id, area_path from matter_by_link(%s)", (secret.token_digest(token),))
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None
