"""Organisations by id: names for timelines, places for assignment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from linli.kernel.prepared import ask

from ..models import Organisation, Posting
from ..terms import OrganisationKind, Role


def unit_names(unit_ids: Iterable[int]) -> dict[int, str]:
    """Short names by id; one query."""
    wanted = list(set(unit_ids))
    return (
        dict(ask("select id, short from people_organisation where id = any(%s)", (wanted,))) if wanted else {}
    )


def unit_kinds(unit_ids: Iterable[int]) -> dict[int, str]:
    """Kinds of organisations by id; one query."""
    wanted = list(set(unit_ids))
    return (
        dict(ask("select id, kind from people_organisation where id = any(%s)", (wanted,))) if wanted else {}
    )


def units_by_name(names: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    """Organisations in force by their full or short name, each with the path it hangs on; one query."""
    wanted = set(names)
    found: dict[str, list[tuple[int, str]]] = {}
    rows = Organisation.objects.filter(Q(name__in=wanted) | Q(short__in=wanted), until=None).order_by("pk")
    for pk, name, short, path in rows.values_list("pk", "name", "short", "area_path"):
        for called in {name, short} & wanted:
            found.setdefault(called, []).append((pk, path))
    return found


def unit_path(unit_id: int) -> str | None:
    """The path of the area an organisation in force hangs on, or None."""
    return Organisation.objects.filter(pk=unit_id, until=None).values_list("area_path", flat=True).first()


UNITS_OVER = """
select id, short from people_organisation where area_path = any(%s) and until is null order by pinyin
"""


def units_over(paths: Iterable[str]) -> dict[int, str]:
    """Short names of organisations in force that hang on one of these areas or on one above; one query."""
    above = {path[: at + 1] for path in paths for at, mark in enumerate(path) if mark == "/" and at}
    return dict(ask(UNITS_OVER, (list(above),)))


def people_of_unit(unit_id: int, on: date) -> list[int]:
    """Persons who serve in a unit on a day; for reactions, which see everything."""
    serving = Posting.objects.filter(organisation_id=unit_id, from_on__lte=on).exclude(to_on__lt=on)
    return list(dict.fromkeys(serving.order_by("id").values_list("person_id", flat=True)))


@dataclass(frozen=True)
class UnitCard:
    """A unit with people who serve as its staff. kind: the word for what it is."""

    pk: int
    name: str
    kind: str
    path: str


def units_with_staff(path: str) -> list[UnitCard]:
    """Units in force below a path or over it that have department staff posted, in the order they were set up."""
    above = [path[: at + 1] for at, mark in enumerate(path) if mark == "/" and at]
    there = Q(area_path__startswith=path) | Q(area_path__in=above)
    staffed = Posting.objects.filter(role=Role.DEPARTMENT_STAFF, to_on=None, organisation_id=OuterRef("pk"))
    found = Organisation.objects.filter(there, Exists(staffed), until=None).order_by("pk")
    return [
        UnitCard(pk, short, str(OrganisationKind(kind).label), place)
        for pk, short, kind, place in found.values_list("pk", "short", "kind", "area_path")
    ]
