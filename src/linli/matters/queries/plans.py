"""Plans for incidents: what is declared for an area and a type, the area's own and those of the areas above it."""

from dataclasses import dataclass

from linli.people.queries import unit_names

from ..models import PlanStep, PlanUnit
from ..terms import IncidentType


@dataclass(frozen=True)
class Plan:
    """Units to ask at once, lines of the checklist; what an upper area declares comes first."""

    units: tuple[int, ...]
    steps: tuple[PlanStep, ...]


def _above(path: str) -> list[str]:
    return [path[: at + 1] for at, mark in enumerate(path) if mark == "/" and at]


def plan_for(path: str, type_: str) -> Plan:
    """What holds for an incident of a type at a place; two queries."""
    over = {"area_path__in": _above(path), "type": type_, "until": None}
    units = PlanUnit.objects.filter(**over).order_by("area_path", "pk").values_list("unit_id", flat=True)
    steps = PlanStep.objects.filter(**over).order_by("area_path", "position", "pk")
    return Plan(tuple(dict.fromkeys(units)), tuple(steps))


@dataclass(frozen=True)
class PlanSheet:
    """The plan of one type as its keeper sees it: rows of the area itself, with their names."""

    type: str
    label: str
    units: list[tuple[int, str]]
    steps: list[PlanStep]


def plan_sheets(area_id: int) -> list[PlanSheet]:
    """All types with what the area declares for each; three queries."""
    units = list(PlanUnit.objects.filter(area_id=area_id, until=None).order_by("pk"))
    steps = list(PlanStep.objects.filter(area_id=area_id, until=None).order_by("position", "pk"))
    called = unit_names({row.unit_id for row in units})
    return [
        PlanSheet(
            one.value,
            str(one.label),
            [(row.pk, called.get(row.unit_id, "")) for row in units if row.type == one.value],
            [row for row in steps if row.type == one.value],
        )
        for one in IncidentType
    ]
