"""The closing checklist (asked what, answered what, when, who): kept with the answer it belongs to."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal

from ..models import ClosingPoint, Remark
from ..shape import Kind, Move
from .settling import Case

MOST_WHY = 200


def points_met(kind: Kind, step: Move, points: Mapping[str, str] | None) -> Mapping[str, str]:
    """The checklist of an answer, code to why it is not met (empty: met); nothing for other steps.

    Every door gives it, so that no answer goes out unchecked. Refuses point_unknown, point_unexplained: a point that
    must be met is there, ticked or with its reason.
    """
    said = points or {}
    if set(said) - {one.code for one in kind.points}:
        raise Refusal("point_unknown", _("这种事项没有这个核对点。"))
    missing = [one for one in kind.checklist(step) if one.must and one.code not in said]
    if missing:
        raise Refusal(
            "point_unexplained",
            _("有没做到的，请写一句为什么。"),
            facts={"field": "why", "points": [one.code for one in missing]},
        )
    return said if kind.checklist(step) else {}


def keep_points(case: Case, said: Remark | None, points: Mapping[str, str]) -> None:
    """Write the checklist down as it stood with the answer."""
    if said is None:
        return
    ClosingPoint.objects.bulk_create(
        ClosingPoint(
            matter=case.matter, remark=said, point=code, met=not why.strip(), reason=why.strip()[:MOST_WHY],
            area_path=case.matter.area_path,
        )
        for code, why in points.items()
    )  # fmt: skip
