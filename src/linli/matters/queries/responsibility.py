"""责任清单 as it is asked: whose a matter is and why, conflicts and gaps; kept in memory until an edit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from linli.kernel.scope import Actor, may_at
from linli.kernel.stamp import Kept
from linli.people.queries import unit_kinds, unit_names
from linli.people.terms import OrganisationKind
from linli.places.queries import names, tree
from linli.places.terms import Level

from .. import access
from ..models import Category, Responsibility
from ..rules.responsibility import Derived, Duty, conflicts, derive, gaps, indexed
from .categories import CATEGORIES, branches

RESPONSIBILITIES = "responsibilities"

COMMUNITYS_OWN = frozenset({OrganisationKind.COMMUNITY_COMMITTEE, OrganisationKind.PARTY_BRANCH})
"""What these do is the community's own duty; everything else is somebody else's."""


def _make() -> dict[tuple[int, int], list[Duty]]:
    return indexed(
        Duty(*row)
        for row in Responsibility.objects.order_by("id").values_list(
            "id", "area_id", "category_id", "organisation_id", "since", "until", "basis"
        )
    )


def _parents() -> dict[int, int | None]:
    return dict(Category.objects.values_list("pk", "parent_id"))


_kept = Kept(_make, RESPONSIBILITIES)
_above = Kept(_parents, CATEGORIES)


def chain_of(category_id: int) -> list[int]:
    """A category and those above it, its own first."""
    parents, found = _above.get(), list[int]()
    at: int | None = category_id
    while at is not None and at not in found:
        found.append(at)
        at = parents.get(at)
    return found


def areas_of(path: str) -> list[int]:
    """Ids of the areas of a path, the nearest first."""
    return [int(part) for part in reversed(path.strip("/").split("/")) if part]


def derived(path: str, category_id: int | None, on: date) -> Derived | None:
    """The row that says whose a matter is, by place and category; no query until an edit."""
    index = _kept.get()
    if not index or category_id is None:
        return None
    return derive(index, areas_of(path), chain_of(category_id), on)


@dataclass(frozen=True)
class Whose:
    """Whose a matter is by the list, and why, in words."""

    organisation_id: int
    name: str
    reason: str
    row_id: int
    communitys_own: bool
    disputed: bool


def whose(path: str, category_id: int | None, on: date) -> Whose | None:
    """The responsible organisation with the reason to show; None where no row fits. Four queries at most."""
    found = derived(path, category_id, on)
    if found is None:
        return None
    duty = found.duty
    called = unit_names([duty.organisation_id]).get(duty.organisation_id, "")
    kind = unit_kinds([duty.organisation_id]).get(duty.organisation_id, "")
    area = names([duty.area_id]).get(duty.area_id, "")
    category = next((one.name for one in branches() if one.id == duty.category_id), "")
    facts = {"area": area, "category": category, "name": called, "basis": duty.basis}
    reason = _("%(area)s的“%(category)s”归%(name)s") % facts
    if duty.basis:
        reason = _("%(reason)s，依据%(basis)s") % {"reason": reason, "basis": duty.basis}
    return Whose(duty.organisation_id, called, reason, duty.id, kind in COMMUNITYS_OWN, bool(found.rivals))


class DutyLine(NamedTuple):
    """A row of the list in words."""

    id: int
    area: str
    category: str
    organisation: str
    since: date
    until: date | None
    basis: str
    mine: bool


def responsibility_rows(actor: Actor, area_path: str, most: int = 500) -> list[DutyLine]:
    """The rows of an area and those above and below it, nearest last; two queries."""
    rows = Responsibility.objects.select_related("area", "category", "organisation").order_by(
        "area_path", "category__position", "category__pinyin", "-since", "id"
    )
    seen = [row for row in rows if row.area_path.startswith(area_path) or area_path.startswith(row.area_path)]
    return [
        DutyLine(
            row.pk, row.area.short, row.category.name, row.organisation.short, row.since, row.until, row.basis,
            may_at(actor, access.EDIT_DUTIES, row.area_path),
        )
        for row in seen[:most]
    ]  # fmt: skip


class Dispute(NamedTuple):
    """A place and a category that several organisations are named for."""

    area: str
    category: str
    organisations: str


def disputes(area_path: str, on: date) -> list[Dispute]:
    """Conflicts of the list below an area; three queries."""
    below = {node.id for node in tree().nodes.values() if node.path.startswith(area_path)}
    found = [rows for rows in conflicts(_kept.get(), on) if rows[0].area_id in below]
    areas = names({rows[0].area_id for rows in found})
    units = unit_names({row.organisation_id for rows in found for row in rows})
    called = _category_names({rows[0].category_id for rows in found})
    return [
        Dispute(
            areas.get(rows[0].area_id, ""),
            called.get(rows[0].category_id, ""),
            _("、").join(dict.fromkeys(units.get(row.organisation_id, "") for row in rows)),
        )
        for rows in found
    ]


def _category_names(ids: Iterable[int]) -> dict[int, str]:
    return dict(Category.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


class Gap(NamedTuple):
    """Categories nobody is named for in a street."""

    area: str
    categories: list[str]


def list_gaps(area_path: str, on: date) -> list[Gap]:
    """For each street below an area the finest categories without an organisation; no query until an edit."""
    tops = branches()
    leaves = [one for one in tops if len(one.below) == 1]
    named = {one.id: one.name for one in leaves}
    streets = [
        node
        for node in tree().nodes.values()
        if node.level == Level.STREET and (node.path.startswith(area_path) or area_path.startswith(node.path))
    ]
    missing = gaps(
        _kept.get(), [areas_of(node.path) for node in streets], [chain_of(one.id) for one in leaves], on
    )
    found: dict[int, list[str]] = {}
    for area_id, category_id in missing:
        found.setdefault(area_id, []).append(named[category_id])
    return [Gap(node.short, found[node.id]) for node in streets if node.id in found]
