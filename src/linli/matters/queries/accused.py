"""Whom a matter accuses, for those who may see it, and who can be named."""

from datetime import datetime

from django.utils.translation import gettext as _

from linli.people.queries import cards, unit_names, units_over, who_covers
from linli.people.terms import Role
from linli.places.queries import tree
from linli.places.terms import Level

from ..models import Accused, Matter
from .standing import china_day


def accused_of(matter: Matter) -> list[str]:
    """Names of the persons and units a matter accuses; three queries, one where there are none."""
    rows = list(Accused.objects.filter(matter_id=matter.pk).order_by("id"))
    if not rows:
        return []
    people = cards(row.person_id for row in rows if row.person_id is not None)
    units = unit_names(row.unit_id for row in rows if row.unit_id is not None)
    named = [people[row.person_id].name for row in rows if row.person_id in people]
    return [*named, *(units[row.unit_id] for row in rows if row.unit_id in units)]


def nameable(path: str, now: datetime) -> tuple[dict[int, str], dict[int, str]]:
    """Persons who serve over a place or below it with their role, and units that hang over it; two queries.

    Below a district only its streets: a list of thousands is no choice.
    """
    above = tree().on_path(path)
    levels = (Level.COMMUNITY, Level.GRID) if Level.STREET in above else (Level.STREET,)
    below = [node for level in levels for node in tree().within(path, level)]
    areas = list(dict.fromkeys(node.id for node in (*above.values(), *below)))
    people = {
        card.person_id: _("%(text)s（%(more)s）") % {"text": card.name, "more": Role(card.role).label}
        for card in who_covers(areas, china_day(now))
    }
    return people, units_over([path])
