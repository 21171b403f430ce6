"""Organisations by id: names for timelines, places for assignment."""

from collections.abc import Iterable
from datetime import date

from ..models import Organisation, Posting


def unit_names(unit_ids: Iterable[int]) -> dict[int, str]:
    """Short names by id; one query."""
    return dict(Organisation.objects.filter(pk__in=set(unit_ids)).values_list("pk", "short"))


def unit_path(unit_id: int) -> str | None:
    """The path of the area an organisation in force hangs on, or None."""
    return Organisation.objects.filter(pk=unit_id, until=None).values_list("area_path", flat=True).first()


def units_over(paths: Iterable[str]) -> dict[int, str]:
    """Short names of organisations in force that hang on one of these areas or on one above; one query."""
    above = {path[: at + 1] for path in paths for at, mark in enumerate(path) if mark == "/" and at}
    found = Organisation.objects.filter(area_path__in=above, until=None).order_by("pinyin")
    return dict(found.values_list("pk", "short"))


def people_of_unit(unit_id: int, on: date) -> list[int]:
    """Persons who serve in a unit on a day; for reactions, which see everything."""
    serving = Posting.objects.filter(organisation_id=unit_id, from_on__lte=on).exclude(to_on__lt=on)
    return list(dict.fromkeys(serving.order_by("id").values_list("person_id", flat=True)))
