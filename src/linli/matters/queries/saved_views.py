"""Views of a list under a name: one's own, and those shared at one's desk."""

from typing import NamedTuple

from linli.kernel.prepared import ask
from linli.kernel.scope import Actor

from .. import access
from ..models import SavedView


class Saved(NamedTuple):
    """A view. own: only its maker sees it; may_drop: the one who asks may."""

    id: int
    name: str
    query: str
    shared: bool


VIEWS = """
select id, name, query, role from matters_savedview
where area_id = %s and (person_id = %s and role = '' or role <> '' and role = any(%s))
"""


def saved_views(actor: Actor, area_id: int) -> list[Saved]:
    """The views at an area, own ones first, all that can be kept; one query."""
    roles = [one.role for one in actor.standings if one.area_id == area_id]
    reach, own = SavedView.reach_sql(actor, access.SEE)
    rows = ask(f"{VIEWS} and {reach} order by role, id", [area_id, actor.person_id, roles, *own])
    return [Saved(pk, name, query, bool(role)) for pk, name, query, role in rows]
