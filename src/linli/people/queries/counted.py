"""How many people a place has, for whoever regroups places: figures, never names of residents."""

from typing import NamedTuple

from linli.kernel.scope import SYSTEM, scope

from ..models import Household, Person, Posting


class Counted(NamedTuple):
    """Registered people, households and postings in force below a path."""

    persons: int
    households: int
    postings: int


def counted_below(path: str) -> Counted:
    """Figures below a path; three queries."""
    with scope(SYSTEM):
        return Counted(
            Person.objects.filter(area_path__startswith=path).count(),
            Household.objects.filter(area_path__startswith=path, until=None).count(),
            Posting.objects.filter(area_path__startswith=path, to_on=None).count(),
        )
