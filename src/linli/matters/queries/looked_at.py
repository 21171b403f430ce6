"""Who opened the own name or telephone, told with the number of the matter it was about."""

from dataclasses import dataclass

from linli.kernel.scope import Actor
from linli.people.queries import Look, looks_at

from ..models import Matter

MOST = 500


@dataclass(frozen=True)
class OwnLook:
    """One opening, and the own matter it belonged to, if any."""

    look: Look
    number: str


def own_looks(actor: Actor) -> list[OwnLook]:
    """Openings of the actor's fields, of the person and of the newest own matters, newest first; three queries."""
    if actor.person_id is None:
        return []
    own = Matter.objects.filter(reporter_person_id=actor.person_id).order_by("-received_at")
    numbers = dict(own.values_list("pk", "number")[:MOST])
    found = looks_at(actor, tuple(numbers))
    return [OwnLook(look, numbers.get(look.matter_id or 0, "")) for look in found]
