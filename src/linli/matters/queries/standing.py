"""Where a matter stands, for the rules: its state, and the desks of the ladder over its place."""

from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings

from linli.people.queries import desk_people
from linli.places.queries import tree

from ..models import Matter
from ..rules.steps import Desk, State
from ..shape import Kind, Rung


def china_day(at: datetime) -> date:
    """The calendar day of a moment in China."""
    return at.astimezone(settings.LINLI_ZONE).date()


def limits_day(matter: Matter) -> date:
    """The day whose version of the limits a matter goes by: when it came in, unless an area moved it on."""
    return matter.limits_on or china_day(matter.received_at)


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


def desks_of(
    kind: Kind, path: str, on: date, hidden_from: Collection[str] | None = None
) -> list[Desk | None]:
    """The ladder's desks over a place: None where the level is unknown or nobody serves on that day.

    Where nobody serves on any rung the areas alone count: a matter is never without a holder. hidden_from: the marks
    of those a matter accuses; the desks where they serve are passed over (信访工作条例 art. 30).
    """
    above = tree().on_path(path)
    known = [above.get(rung.level) for rung in kind.ladder]
    areas = [Desk(node.id, node.path) if node is not None else None for node in known]
    if hidden_from:
        areas = [
            None if desk is not None and serves_accused(rung, desk.area_id, on, hidden_from) else desk
            for desk, rung in zip(areas, kind.ladder, strict=True)
        ]
    staffed = [
        desk if desk is not None and any(desk_people(desk.area_id, role, on) for role in rung.roles) else None
        for rung, desk in zip(kind.ladder, areas, strict=True)
    ]
    return staffed if any(staffed) else areas


def serves_accused(rung: Rung, area_id: int, on: date, hidden_from: Collection[str]) -> bool:
    """True when one of the marks is of a desk on this rung there, or of somebody who serves at one."""
    return any(
        f"{role}@{area_id}" in hidden_from
        or any(f"p{person}" in hidden_from for person in desk_people(area_id, role, on))
        for role in rung.roles
    )
