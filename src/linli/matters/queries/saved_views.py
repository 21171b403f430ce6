"""Views of a list under a name: one's own, and those shared at one's desk."""

from typing import NamedTuple

from django.db.models import Q

from linli.kernel.scope import Actor

from .. import access
from ..models import SavedView


class Saved(NamedTuple):
    """A view. own: only its maker sees it; may_drop: the one who asks may."""

    id: int
    name: str
    query: str
    shared: bool


def saved_views(actor: Actor, area_id: int, most: int = 12) -> list[Saved]:
    """The views at an area, own ones first; one query."""
    roles = [one.role for one in actor.standings if one.area_id == area_id]
    found = SavedView.objects.reachable(actor, access.SEE).filter(area_id=area_id)
    found = found.filter(Q(person_id=actor.person_id, role="") | Q(role__in=[role for role in roles if role]))
    rows = found.order_by("role", "id").values_list("id", "name", "query", "role")[:most]
    return [Saved(pk, name, query, bool(role)) for pk, name, query, role in rows]
