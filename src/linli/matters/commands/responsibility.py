"""责任清单: rows added and ended, one by one or by a table."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec
from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at
from linli.kernel.text import line
from linli.people.queries import unit_path
from linli.places.queries import lineage

from .. import access
from ..events import ResponsibilitiesImported, ResponsibilitySet
from ..models import Category, Responsibility
from ..queries.responsibility import RESPONSIBILITIES
from ..queries.standing import china_day

BASIS = 200


def _area_path(actor: Actor, area_id: int) -> str:
    area = lineage(area_id)
    if area is None or not may_at(actor, access.EDIT_DUTIES, area.path):
        raise Refusal("not_allowed", _("这个地方的责任清单不归您维护。"), status=403)
    return area.path


def _fits(organisation_id: int, path: str) -> None:
    """The organisation hangs on the area or on one above. Refuses organisation_outside."""
    hangs = unit_path(organisation_id)
    if hangs is None or not path.startswith(hangs):
        raise Refusal(
            "organisation_outside",
            _("这个单位不管这个地方，请另选一个单位。"),
            facts={"field": "organisation"},
        )


@command
def set_responsibility(
    *,
    actor: Actor,
    now: datetime,
    area_id: int,
    category: str,
    organisation_id: int,
    since: date,
    until: date | None = None,
    basis: str = "",
) -> ResponsibilitySet:
    """Name the organisation that does a category (and all below it) in an area from a day on.

    Refuses: not_allowed, category_unknown, organisation_outside, days_reversed, row_exists.
    """
    path = _area_path(actor, area_id)
    kept = Category.objects.filter(code=category, retired_on=None).first()
    if kept is None:
        raise Refusal("category_unknown", _("没有这个类别，请重新选。"), facts={"field": "category"})
    _fits(organisation_id, path)
    if until is not None and until < since:
        raise Refusal("days_reversed", _("截止日期不能早于生效日期。"), facts={"field": "until"})
    row, new = Responsibility.objects.get_or_create(
        area_id=area_id, category=kept, organisation_id=organisation_id, since=since,
        defaults={
            "area_path": path, "until": until, "basis": line(basis, most=BASIS, what=_("依据")), "made_at": now,
        },
    )  # fmt: skip
    if not new:
        raise Refusal("row_exists", _("清单里已经有这一行。"))
    stamp.bump(RESPONSIBILITIES)
    return ResponsibilitySet(subject_id=row.pk, area_path=path, what=Code("added"))


@command
def end_responsibility(*, actor: Actor, now: datetime, row_id: int) -> ResponsibilitySet:
    """End a row with yesterday; one that has not begun goes away. Refuses: row_unknown (404), not_allowed (403)."""
    row = Responsibility.objects.select_for_update().filter(pk=row_id).first()
    if row is None:
        raise Refusal("row_unknown", _("清单里没有这一行。"), status=404)
    _area_path(actor, row.area_id)
    today = china_day(now)
    if row.since >= today:
        row.delete()
    else:
        row.until = date.fromordinal(today.toordinal() - 1)
        row.save(update_fields=["until"])
    stamp.bump(RESPONSIBILITIES)
    return ResponsibilitySet(subject_id=row_id, area_path=row.area_path, what=Code("ended"))


class DutyRow(msgspec.Struct, frozen=True):
    """One row of a table, its words already found among areas, categories and organisations."""

    area_id: int
    category_id: int
    organisation_id: int
    since: date
    until: date | None = None
    basis: str = ""


@command
def import_responsibilities(
    *, actor: Actor, now: datetime, area_id: int, rows: Sequence[DutyRow]
) -> ResponsibilitiesImported:
    """Take in rows of a table below an area; those that are there already are left alone.

    Refuses: not_allowed, organisation_outside, nothing_changed.
    """
    top = _area_path(actor, area_id)
    added = 0
    for one in rows:
        path = _area_path(actor, one.area_id)
        _fits(one.organisation_id, path)
        _row, new = Responsibility.objects.get_or_create(
            area_id=one.area_id, category_id=one.category_id, organisation_id=one.organisation_id,
            since=one.since,
            defaults={
                "area_path": path, "until": one.until, "made_at": now,
                "basis": line(one.basis, most=BASIS, what=_("依据")),
            },
        )  # fmt: skip
        added += new
    if not added:
        raise Refusal("nothing_changed", _("表里的行清单里都已经有了。"))
    stamp.bump(RESPONSIBILITIES)
    return ResponsibilitiesImported(subject_id=0, area_path=top, added=added, same=len(rows) - added)
