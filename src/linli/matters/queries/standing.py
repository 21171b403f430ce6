"""Where a matter stands, for the rules: its state, and the desks of the ladder over its place."""

from datetime import date, datetime

from django.conf import settings

from linli.people.queries import desk_people
from linli.places.queries import tree

from ..models import Matter
from ..rules.steps import Desk, State
from ..shape import Kind


def china_day(at: datetime) -> date:
    """The calendar day of a moment in China."""
    return at.astimezone(settings.LINLI_ZONE).date()


def state_of(matter: Matter) -> State:
    """What of the row the rules change."""
    return State(
        matter.stage,
        matter.rung,
        matter.holder_role,
        matter.holder_area_id,
        matter.holder_person_id,
        matter.holder_unit_id,
    )


def desks_of(kind: Kind, path: str, on: date) -> list[Desk | None]:
    """The ladder's desks over a place: None where the level is unknown or nobody serves on that day.

    Where nobody serves on any rung the areas alone count: a matter is never without a holder.
    """
    above = tree().on_path(path)
    known = [above.get(rung.level) for rung in kind.ladder]
    areas = [Desk(node.id, node.path) if node is not None else None for node in known]
    staffed = [
        desk if desk is not None and any(desk_people(desk.area_id, role, on) for role in rung.roles) else None
        for rung, desk in zip(kind.ladder, areas, strict=True)
    ]
    return staffed if any(staffed) else areas
