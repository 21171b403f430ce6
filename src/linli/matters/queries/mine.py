"""What somebody reported, and what somebody joined."""

from datetime import datetime

from django.db.models import Q, QuerySet

from linli.kernel.keyset import Slice, cut, read_mark
from linli.kernel.scope import Actor, reaching
from linli.kernel.search import hits

from ..models import Matter, Supporter

MOST_SEARCHED, MOST_JOINED = 300, 20


def mine(actor: Actor, *, before: str = "", after: str = "", size: int = 20) -> Slice[Matter]:
    """A page of one's own reports, newest first. Refuses page_mark_unreadable."""
    found = _own(actor)
    if before or after:
        at, pk = read_mark(before or after, (datetime, int))
        newer = Q(received_at__gt=at) | Q(received_at=at, id__gt=pk)
        older = Q(received_at__lt=at) | Q(received_at=at, id__lt=pk)
        found = found.filter(newer if before else older)
    order = ("received_at", "id") if before else ("-received_at", "-id")
    rows = list(found.order_by(*order)[: size + 1])
    return cut(rows, size, lambda row: (row.received_at, row.pk), backwards=bool(before), inner=bool(after))


def mine_like(actor: Actor, words: str) -> list[Matter]:
    """Those of one's own newest reports that have all the words in number, title, place or text."""
    newest = _own(actor).order_by("-received_at", "-id")[:MOST_SEARCHED]
    return [one for one in newest if hits(words, one.number, one.title, one.place, one.text)]


def mine_open(actor: Actor) -> list[Matter]:
    """One's own running reports, newest first, twenty at most."""
    if actor.person_id is None:
        return []
    return list(_own(actor).filter(closed_at=None).order_by("-received_at", "-id")[:MOST_JOINED])


def joined(actor: Actor) -> list[Matter]:
    """What somebody met too and follows (我也遇到了), newest first; two queries."""
    if actor.person_id is None:
        return []
    rows = Supporter.objects.filter(person_id=actor.person_id).order_by("-id")[:MOST_JOINED]
    places = {row.matter_id: row.area_path for row in rows}
    if not places:
        return []
    with reaching(*set(places.values())):
        found = {one.pk: one for one in Matter.objects.filter(pk__in=places)}
    return [found[pk] for pk in places if pk in found]


def own_numbers(actor: Actor, matter_ids: list[int]) -> set[int]:
    """Those of the matters that the actor reported."""
    if actor.person_id is None or not matter_ids:
        return set()
    return set(_own(actor).filter(pk__in=matter_ids).values_list("pk", flat=True))


def _own(actor: Actor) -> QuerySet[Matter]:
    """Rows of the own person pass the wall."""
    return Matter.objects.filter(reporter_person_id=actor.person_id)
