"""What those who act see of one matter besides its row: who reported it, its neighbours, the step to take back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Q

from linli.kernel.models import EventRow
from linli.kernel.prepared import ask, rows
from linli.kernel.scope import Actor, may
from linli.people.queries import Card, units_over, who_covers
from linli.places.queries import Lineage

from .. import access
from ..models import FollowUp, Matter, Reporter
from ..rules.steps import Desk, undoable
from ..shape import Kind
from .rows import ROWS, Line, Row, lines

WINDOW = timedelta(days=30)
REMINDERS = ("matters.lapsed", "matters.request_overdue")
"""What happened to a matter without anybody acting on it."""
LAST_STEP = "subject = 'matter' and subject_id = %s and code <> all(%s) order by id desc limit 1"
LADDER_STEPS = ("matters.handed_up", "matters.sent_down", "matters.undone")


@dataclass(frozen=True)
class Caller:
    """Who reported, masked. fields: those that are kept and may be opened with a reason."""

    name: str
    phone: str
    anonymous: bool
    best_hours: str
    by_clerk: bool
    fields: tuple[str, ...] = ()
    email: str = ""


def caller_of(actor: Actor, matter: Matter) -> Caller | None:
    """The reporter's masked card, for roles that may see it; one query."""
    if not may(actor, access.SEE_REPORTER, matter):
        return None
    found = rows(Reporter, "matter_id = %s", (matter.pk,))
    if not found:
        return None
    row = found[0]
    kept = tuple(field for field in ("phone", "name", "email") if getattr(row, field) is not None)
    return Caller(
        row.name_mark,
        row.phone_mark,
        row.anonymous,
        row.best_hours,
        row.registered_by is not None,
        kept if may(actor, access.UNMASK_REPORTER, matter) else (),
        row.email_mark,
    )


def same_place(actor: Actor, matter: Matter, now: datetime, most: int = 5) -> list[Row]:
    """Other matters of the same building, or of the same words for a place, within 30 days; one query."""
    values: list[Any]
    if matter.building_id is not None:
        there, values = "building_id = %s", [matter.building_id]
    elif matter.grid_id is not None and matter.place:
        there, values = "grid_id = %s and place = %s", [matter.grid_id, matter.place]
    else:
        return []
    reach, own = Matter.reach_sql(actor, access.SEE)
    where = f"{there} and received_at >= %s and id <> %s and {reach} order by received_at desc limit %s"
    return [Row(*row) for row in ask(f"{ROWS} where {where}", [*values, now - WINDOW, matter.pk, *own, most])]


def around(actor: Actor, spot: Lineage, now: datetime, most: int = 5) -> list[Line]:
    """What is open, or was reported within 30 days, at a building or on a grid's open ground; one query."""
    if spot.building_id is not None:
        there = Q(building_id=spot.building_id)
    elif spot.grid_id is not None:
        there = Q(grid_id=spot.grid_id, building_id=None)
    else:
        return []
    found = Matter.objects.reachable(actor, access.SEE).filter(there, received_at__gte=now - WINDOW)
    near = found.order_by("-closed_at", "-received_at").values_list(*Row._fields)[:most]
    return lines([Row(*row) for row in near], now)


def last_event_ids(matter_ids: Iterable[int]) -> dict[int, int]:
    """The newest event of each matter: what has just been done; one query."""
    events = EventRow.objects.filter(subject="matter", subject_id__in=list(matter_ids))
    return dict(events.values_list("subject_id").annotate(last=Max("id")))


def assignable(actor: Actor, matter_ids: Iterable[int], permission: str = access.ASSIGN) -> list[Row]:
    """Those of the matters that the actor may give to somebody, what runs out first on top; one query.

    permission: another one, for what else is done to many at once.
    """
    found = Matter.objects.reachable(actor, permission).filter(pk__in=list(matter_ids))
    return [Row(*row) for row in found.order_by("due_at", "id").values_list(*Row._fields)]


def was_handed_up(matter: Matter) -> bool:
    """True when the level below once handed the matter up to where it stands, so that the way down is feeding back.

    Steps up and down pair like brackets; a step up that is not paired yet is still owed an answer. One query at most.
    """
    if matter.ups == 0:
        return False
    steps = EventRow.objects.filter(subject="matter", subject_id=matter.pk, code__in=LADDER_STEPS)
    undone: set[int] = set()
    downs = 0
    for row in steps.order_by("-id").only("code", "facts"):
        if row.code == "matters.undone":
            undone.add(row.facts["undone_event_id"])
        elif row.pk in undone:
            continue
        elif row.code == "matters.sent_down":
            downs += 1
        elif downs == 0:
            return True
        else:
            downs -= 1
    return False


def step_to_undo(actor: Actor, matter: Matter) -> int | None:
    """The event of the actor's own last step while nobody has acted on it; one query."""
    if matter.closed_at is not None:
        return None
    found = rows(EventRow, LAST_STEP, (matter.pk, list(REMINDERS)))
    if not found or found[0].actor_id != actor.person_id:
        return None
    row = found[0]
    public = row.facts.get("public", True)
    return row.pk if undoable(row.code, row.facts.get("move", ""), public=public) else None


def attempts_made(matter: Matter) -> list[FollowUp]:
    """The tries to reach the reporter in this round, newest first; one query."""
    return list(FollowUp.objects.filter(matter=matter, round=matter.redos + 1).order_by("-at"))


@dataclass(frozen=True)
class Candidates:
    """Whom a matter can be given to: people who serve over its place, units that hang over it."""

    people: list[Card]
    units: dict[int, str]


def candidates(
    kinds: Iterable[Kind],
    desks: Iterable[Desk | None],
    paths: Iterable[str],
    on: date,
    hidden_from: Collection[str] | None = None,
) -> Candidates:
    """Everybody on the ladders of these kinds at these desks, nearest level first, but whom a matter accuses.

    Two queries.
    """
    marks = hidden_from or ()
    areas = {desk.area_id for desk in desks if desk is not None}
    roles = {str(role) for kind in kinds for rung in kind.ladder for role in rung.roles}
    found = [card for card in who_covers(sorted(areas), on) if card.role in roles]
    found = [card for card in found if f"p{card.person_id}" not in marks]
    units = {pk: name for pk, name in units_over(paths).items() if f"u{pk}" not in marks}
    return Candidates(list(dict.fromkeys(found)), units)
