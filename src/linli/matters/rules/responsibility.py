"""责任清单: which organisation does a category in a place. Pure: rows in, a row or nothing out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple


class Duty(NamedTuple):
    """One row of the list. until: the last day, None while it holds."""

    id: int
    area_id: int
    category_id: int
    organisation_id: int
    since: date
    until: date | None
    basis: str = ""

    def holds(self, on: date) -> bool:
        """True on the days it is in force."""
        return self.since <= on and (self.until is None or on <= self.until)


class Derived(NamedTuple):
    """The row that decides, and rows of the same place and category that name another organisation."""

    duty: Duty
    rivals: tuple[Duty, ...] = ()


Index = Mapping[tuple[int, int], Sequence[Duty]]


def indexed(duties: Iterable[Duty]) -> dict[tuple[int, int], list[Duty]]:
    """Rows by place and category."""
    found: dict[tuple[int, int], list[Duty]] = defaultdict(list)
    for duty in duties:
        found[duty.area_id, duty.category_id].append(duty)
    return dict(found)


def derive(index: Index, areas: Sequence[int], categories: Sequence[int], on: date) -> Derived | None:
    """Whose a category is in a place on a day. areas, categories: the thing's own first, then upwards.

    The nearest area wins, within it the nearest category, within both the newest row (and of two of one day the
    one written last). A street that says something of its own is thus not overruled by a district's finer row.
    """
    for area in areas:
        for category in categories:
            valid = [duty for duty in index.get((area, category), ()) if duty.holds(on)]
            if valid:
                first = max(valid, key=lambda duty: (duty.since, duty.id))
                others = tuple(one for one in valid if one.organisation_id != first.organisation_id)
                return Derived(first, others)
    return None


def conflicts(index: Index, on: date) -> list[tuple[Duty, ...]]:
    """Rows in force on a day that name different organisations for one place and category, newest first."""
    found = []
    for rows in index.values():
        valid = sorted(
            (one for one in rows if one.holds(on)), key=lambda one: (one.since, one.id), reverse=True
        )
        if len({one.organisation_id for one in valid}) > 1:
            found.append(tuple(valid))
    return found


def gaps(
    index: Index, places: Iterable[Sequence[int]], chains: Iterable[Sequence[int]], on: date
) -> list[tuple[int, int]]:
    """Places and categories (their own ids) for which nobody is named. places, chains: own id first, then upwards."""
    ways = list(chains)
    return [
        (areas[0], chain[0]) for areas in places for chain in ways if derive(index, areas, chain, on) is None
    ]
