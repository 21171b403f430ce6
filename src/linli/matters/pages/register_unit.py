"""Whose an order will be while it is taken down: the list's department chosen already, and changed by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from linli.kernel.scope import Actor, may_at
from linli.people.queries import units_over
from linli.places.queries import Lineage, row_id
from linli.places.terms import Level

from .. import access
from ..queries import branches
from ..queries.responsibility import whose
from ..queries.standing import china_day
from ..shape import Kind, Step

NOBODY = "-"
"""Chosen by hand: no unit for now."""


@dataclass(frozen=True)
class UnitChoice:
    """The units over the place, the one that is chosen, the one the list names (auto) with its reason."""

    units: dict[int, str]
    chosen: str
    auto: str
    reason: str = ""


def unit_choice(
    actor: Actor, kind: Kind, spot: Lineage | None, given: Mapping[str, str], now: datetime
) -> UnitChoice | None:
    """For kinds that a desk dispatches, where the actor may dispatch; else nothing is asked: a grid looks for itself first.

    What was chosen by hand stays; what the list named goes along with place and category.
    """
    at_grid = kind.ladder[kind.rung_of(kind.enters)].level == Level.GRID
    if at_grid or kind.first.step is not Step.DISPATCHED:
        return None
    if spot is None or not may_at(actor, access.ASSIGN, spot.path):
        return None
    units = units_over([spot.path])
    category = next((one.id for one in branches() if one.code == given.get("category", "")), None)
    listed = whose(spot.path, category, china_day(now))
    derived = listed is not None and not listed.communitys_own and listed.organisation_id in units
    auto = str(listed.organisation_id) if listed is not None and derived else NOBODY
    chosen, before = given.get("by_unit", ""), given.get("by_unit_auto", "")
    by_hand = chosen not in ("", before) and (chosen == NOBODY or (row_id(chosen) or 0) in units)
    reason = ""
    if listed is not None:
        facts = {"name": listed.name, "reason": listed.reason}
        reason = _("按责任清单应由%(name)s办，因为%(reason)s。") % facts
    return UnitChoice(units, chosen if by_hand else auto, auto, reason)
