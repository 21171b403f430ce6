"""Organisations by id: names for timelines, places for assignment."""

from collections.abc import Iterable

from ..models import Organisation


def unit_names(unit_ids: Iterable[int]) -> dict[int, str]:
    """Short names by id; one query."""
    return dict(Organisation.objects.filter(pk__in=set(unit_ids)).values_list("pk", "short"))


def unit_path(unit_id: int) -> str | None:
    """The path of the area an organisation in force hangs on, or None."""
    return Organisation.objects.filter(pk=unit_id, until=None).values_list("area_path", flat=True).first()
