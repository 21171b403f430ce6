"""Units as desks (一队一室一家四平台): what lies with each unit, and what it was asked for. Never by person."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from linli.kernel.scope import Actor
from linli.people.queries import units_with_staff

from .. import access
from ..models import Ask, Matter
from .rows import Line, Row, lines
from .together import AskLine, ask_lines

MOST = 200


@dataclass(frozen=True)
class UnitDesk:
    """One unit: what it has in hand and what it is asked, open and late."""

    pk: int
    name: str
    kind: str
    open: int
    late: int
    asks: int
    asks_late: int


def unit_desks(actor: Actor, path: str, now: datetime) -> list[UnitDesk]:
    """Units with staff that hang below a path or over it, in the order they were set up; three queries."""
    units = units_with_staff(path)
    held = _tally(
        Matter.objects.reachable(actor, access.SEE).filter(
            closed_at=None,
            rides=False,
            holder_unit_id__in=[one.pk for one in units],
            area_path__startswith=path,
        ),
        "holder_unit_id",
        now,
    )
    asked = _tally(
        Ask.objects.filter(ended_at=None, unit_id__in=[one.pk for one in units], area_path__startswith=path),
        "unit_id",
        now,
    )
    return [
        UnitDesk(one.pk, one.name, one.kind, *held.get(one.pk, (0, 0)), *asked.get(one.pk, (0, 0)))
        for one in units
    ]


def _tally(rows: object, unit: str, now: datetime) -> dict[int, tuple[int, int]]:
    counted = rows.values_list(unit).annotate(  # type: ignore[attr-defined]
        n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now))
    )
    return {pk: (n, late) for pk, n, late in counted}


def held_by_unit(actor: Actor, unit_id: int, now: datetime) -> list[Line]:
    """What lies with a unit in the actor's reach, what runs out first on top."""
    found = Matter.objects.reachable(actor, access.SEE).filter(
        holder_unit_id=unit_id, closed_at=None, rides=False
    )
    rows = found.order_by("due_at", "pk").values_list(*Row._fields)[:MOST]
    return lines([Row(*row) for row in rows], now)


def asked_of_unit(actor: Actor, unit_id: int, path: str) -> list[AskLine]:
    """What a unit is asked below a path, what runs out first on top; for those who see units."""
    if not actor.holds(access.SEE_UNITS):
        return []
    found = Ask.objects.filter(unit_id=unit_id, ended_at=None, area_path__startswith=path)
    return ask_lines(found.order_by("due_at", "pk")[:MOST], titles=True)


def own_asks(actor: Actor, *, view: str) -> list[AskLine]:
    """What the actor's own unit was asked: "open" by limit, "meetings" by their hour, "over" newest first."""
    found = Ask.objects.reachable(actor, access.ANSWER_ASKS)
    if view == "over":
        return ask_lines(found.filter(ended_at__isnull=False).order_by("-ended_at")[:MOST], titles=True)
    if view == "meetings":
        found = found.filter(consultation__isnull=False, consultation__concluded_at=None)
    else:
        found = found.filter(ended_at=None)
    return ask_lines(found.select_related("consultation").order_by("due_at", "pk")[:MOST], titles=True)
