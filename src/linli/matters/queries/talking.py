"""Talk points of a place; firms with what was collected there, by firm and by department: organisations, not persons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q

from linli.people.queries import unit_names
from linli.places.queries import names, tree

from ..models import FirmRound, Matter, TalkPoint
from .outlook import Outlook
from .standing import china_day


@dataclass(frozen=True)
class Point:
    """A talk point as a list shows it."""

    id: int
    name: str
    place: str
    times: str
    area: str
    area_id: int
    until: date | None


def talk_points(path: str, *, ended: bool = False) -> list[Point]:
    """Talk points at and below a place, by area and name; two queries. For whoever may open matters there."""
    rows = TalkPoint.objects.filter(area_path__startswith=path)
    found = list((rows if ended else rows.filter(until=None)).order_by("area_path", "name"))
    known = tree()
    gone = names(row.area_id for row in found if known.get(row.area_id) is None)
    return [
        Point(
            row.pk, row.name, row.place, row.times,
            node.short if (node := known.get(row.area_id)) else gone.get(row.area_id, ""), row.area_id, row.until,
        )
        for row in found
    ]  # fmt: skip


@dataclass(frozen=True)
class FirmLine:
    """A firm or outlet: what was collected there, how much of it is open or answered, when it is visited next."""

    id: int
    name: str
    said: int
    running: int
    answered: int
    every_days: int
    last_on: date | None
    next_on: date
    due: bool


@dataclass(frozen=True)
class DepartmentLine:
    """A department: what it was given of what was collected, and how much it has answered."""

    id: int | None
    name: str
    given: int
    running: int
    firms: int


def firms(seen: Outlook, now: datetime) -> list[FirmLine]:
    """Firms with a visiting plan below an outlook, the next visit first; three queries."""
    plans = list(FirmRound.objects.filter(area_path__startswith=seen.path).order_by("next_on", "id"))
    called = unit_names(plan.firm_id for plan in plans)
    rows = (
        Matter.objects.filter(firm_id__in=[plan.firm_id for plan in plans], area_path__startswith=seen.path)
        .values("firm_id")
        .annotate(said=Count("id"), running=Count("id", filter=Q(closed_at=None)), told=Count("answered_at"))
    )
    counted = {row["firm_id"]: row for row in rows}
    today = china_day(now)
    return [_firm(plan, called.get(plan.firm_id, ""), counted.get(plan.firm_id), today) for plan in plans]


def _firm(plan: FirmRound, name: str, counted: Mapping[str, Any] | None, today: date) -> FirmLine:
    said, running, told = (counted[key] for key in ("said", "running", "told")) if counted else (0, 0, 0)
    return FirmLine(
        plan.firm_id,
        name,
        said,
        running,
        told,
        plan.every_days,
        plan.last_on,
        plan.next_on,
        plan.next_on <= today,
    )


def departments(seen: Outlook) -> list[DepartmentLine]:
    """Who holds what firms said, the most first; two queries."""
    rows = list(
        Matter.objects.filter(firm__isnull=False, area_path__startswith=seen.path)
        .values(unit=F("holder_unit_id"))
        .annotate(
            given=Count("id"),
            running=Count("id", filter=Q(closed_at=None)),
            firms=Count("firm_id", distinct=True),
        )
        .order_by("-given", "unit")
    )
    called = unit_names(row["unit"] for row in rows if row["unit"] is not None)
    return [
        DepartmentLine(
            row["unit"], called.get(row["unit"] or 0, ""), row["given"], row["running"], row["firms"]
        )
        for row in rows
    ]


def firm_choices(path: str) -> dict[int, str]:
    """Firms with a visiting plan on the way to a place or below it, for the register; two queries."""
    known = FirmRound.objects.filter(Q(area_path__startswith=path) | Q(area_path__in=_above(path)))
    return unit_names(known.values_list("firm_id", flat=True))


def _above(path: str) -> list[str]:
    return [path[: at + 1] for at, mark in enumerate(path) if mark == "/" and at]
