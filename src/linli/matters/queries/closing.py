"""The closing checklist as it stood with the last answer, for whoever reads the matter."""

from typing import NamedTuple

from linli.kernel.prepared import rows

from ..kinds import kind_of
from ..models import ClosingPoint, Matter


class Checked(NamedTuple):
    """One point: its words, whether it was met, and why not."""

    label: str
    met: bool
    reason: str


def checklist_of(matter: Matter) -> list[Checked]:
    """The points of the newest answer in the kind's order; no query for kinds without, or before an answer."""
    points = kind_of(matter.kind).points
    if not points or matter.answered_at is None:
        return []
    met = rows(ClosingPoint, "matter_id = %s order by remark_id desc, id", (matter.pk,))
    kept = {row.point: row for row in met if row.remark_id == met[0].remark_id}
    return [
        Checked(str(one.label), kept[one.code].met, kept[one.code].reason)
        for one in points
        if one.code in kept
    ]
