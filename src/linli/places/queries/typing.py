"""A place found while it is typed: estate, building, grid, by characters or first letters (hyl2)."""

from collections.abc import Iterable
from typing import NamedTuple

from linli.kernel.initials import Keys, keys_of, rank, runs_of
from linli.kernel.stamp import Kept

from ..models import Area
from ..terms import Level
from .tree import AREAS, tree


class Place(NamedTuple):
    """A place that fits: its name as people say it, and the grid or community it lies in."""

    id: int
    title: str
    under: str


class _Entry(NamedTuple):
    id: int
    path: str
    level: int
    title: str
    keys: Keys


def _make() -> list[_Entry]:
    rows = Area.objects.filter(
        until=None, level__in=(Level.COMMUNITY, Level.GRID, Level.BUILDING, Level.UNIT)
    )
    known = tree()
    found = []
    for pk, path, level, short in rows.order_by("level", "code").values_list("id", "path", "level", "short"):
        title = short
        if level == Level.GRID:
            above = known.on_path(path).get(Level.COMMUNITY)
            title = f"{above.short}{short}" if above else short
        found.append(_Entry(pk, path, level, title, keys_of(title)))
    return found


_entries = Kept(_make, AREAS)


def places_typed(typed: str, within: Iterable[str], most: int = 6) -> list[Place]:
    """The best places below some paths; nothing for nothing typed. No query until an edit of the map."""
    runs, paths = runs_of(typed), tuple(within)
    if not runs or not paths:
        return []
    first = runs[0]
    fitting = (
        one for one in _entries.get() if one.path.startswith(paths) and any(first in key for key in one.keys)
    )
    ranked = [(order, one) for one in fitting if (order := rank(runs, one.keys)) is not None]
    ranked.sort(key=lambda pair: (pair[0], len(pair[1].title), pair[1].title))
    return [Place(one.id, one.title, _under(one)) for _order, one in ranked[:most]]


def _under(entry: _Entry) -> str:
    known = tree().on_path(entry.path)
    parts = [
        known[level].short
        for level in (Level.COMMUNITY, Level.GRID)
        if level in known and level < entry.level
    ]
    return " ".join(parts)
