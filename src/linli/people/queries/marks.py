"""By which marks somebody accused is known: the person, the units, and the desks served at (`Actor.marks`)."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from linli.kernel.scope import SYSTEM, Actor, scope

from ..models import Organisation, Posting, Staff
from .actors import standings_of

UNITS_BELOW = """
with recursive below as (
    select id from people_organisation where id = any(%s)
    union select unit.id from people_organisation unit join below on unit.parent_id = below.id
) select id from below
"""


def marks_of(people: Iterable[int], units: Iterable[int], on: date) -> list[str]:
    """The marks of persons and units on a day, sorted: what is kept from these is kept from them.

    A person brings the desks and units of the own postings along; a unit the units below it and everybody who serves
    in it or is carded there, with their desks. Sees all postings, whoever asks.
    """
    wanted = list(units)
    with connection.cursor() as cursor:
        cursor.execute(UNITS_BELOW, (wanted,))
        whole = [row[0] for row in cursor.fetchall()]
    named = set(people)
    if whole:
        with scope(SYSTEM):
            serving = Posting.objects.filter(organisation_id__in=whole, from_on__lte=on).exclude(to_on__lt=on)
            named.update(serving.values_list("person_id", flat=True))
        named.update(Staff.objects.filter(organisation_id__in=whole).values_list("pk", flat=True))
    found = {f"u{unit}" for unit in whole}
    for person_id in named:
        _name, standings = standings_of(person_id, on)
        found.update(Actor("person", person_id=person_id, standings=standings).marks)
    return sorted(found)


def unknown_units(units: Iterable[int]) -> set[int]:
    """Those of the ids that are no organisation."""
    asked = set(units)
    return asked - set(Organisation.objects.filter(pk__in=asked).values_list("pk", flat=True))
