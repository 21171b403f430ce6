"""Work outside a community's list: what counts as outside, who may decide about it. Pure."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from linli.people.terms import Role

COMMUNITY_ROLES = frozenset({Role.COMMUNITY_DESK, Role.GRID_LEADER, Role.GRID_WORKER})


def may_decide(roles: Collection[str], *, by_department: bool) -> bool:
    """True for a leader and the level above; for the street where a department asked (mission row 19)."""
    deciders = {Role.LEADER, Role.DISTRICT_DESK, *((Role.STREET_DESK,) if by_department else ())}
    return any(role in deciders for role in roles)


def pushed_down(before: str, after: str) -> bool:
    """True when a matter goes from a level above onto a community or its grids (holder's roles before and after)."""
    return before not in COMMUNITY_ROLES and after in COMMUNITY_ROLES


class Approved(NamedTuple):
    """An approved request: for which category (None: for all), from and to which day."""

    id: int
    category_id: int | None
    from_on: date
    until_on: date


def covering(approved: Sequence[Approved], categories: Sequence[int], on: date) -> Approved | None:
    """The request that covers a category on a day, the nearest category first; None where nothing was approved.

    categories: the matter's own first, then upwards.
    """
    valid = [one for one in approved if one.from_on <= on <= one.until_on]
    for wanted in (*categories, None):
        for one in valid:
            if one.category_id == wanted:
                return one
    return None
