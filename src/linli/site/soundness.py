"""Everything that must always hold: the audit chain and the invariants of every package."""

from collections.abc import Iterator

from django.conf import settings

from linli.kernel.audit import Verdict, verify
from linli.kernel.invariants import Broken, Invariant, broken
from linli.matters.queries.invariants import INVARIANTS as MATTERS
from linli.people.queries.invariants import INVARIANTS as PEOPLE
from linli.places.queries.invariants import INVARIANTS as PLACES

ALL: tuple[Invariant, ...] = (*PLACES, *PEOPLE, *MATTERS)


def chain() -> Verdict:
    """The audit chain, recomputed from the rows."""
    return verify(settings.LINLI_ANCHORS)


def faults() -> Iterator[Broken]:
    """Invariants that do not hold."""
    return broken(ALL)
