"""Which places a text seems to speak of, by the names of the house's own tree; suggestions for people, no more."""

from collections.abc import Collection
from typing import NamedTuple

from linli.assist.places.gazetteer import Gazetteer, Named
from linli.assist.places.reading import places_in
from linli.kernel.stamp import Kept

from ..models import Area
from ..terms import Level
from .tree import AREAS, tree

LIKELY, CLEAR = 0.5, 0.85


class Seen(NamedTuple):
    """A place that a text may mean. title: as people say it; words: those that say so; sure: 0 to 1."""

    area_id: int
    level: int
    path: str
    title: str
    sure: float
    words: str

    @property
    def clear(self) -> bool:
        """Sure enough to be said without 可能."""
        return self.sure >= CLEAR


_LEVELS = {Level.STREET: 2, Level.COMMUNITY: 3, Level.GRID: 4, Level.BUILDING: 5}


class _Town(NamedTuple):
    names: Gazetteer
    paths: dict[int, str]


def _make() -> _Town:
    rows = list(
        Area.objects.filter(until=None, level__in=list(_LEVELS)).order_by("level", "code")
        .values_list("id", "level", "name", "short", "path")
    )  # fmt: skip
    wanted = {pk for pk, *_rest in rows}
    named = (
        Named(pk, _LEVELS[Level(level)], name, short, _above(path, pk, wanted))
        for pk, level, name, short, path in rows
    )
    return _Town(Gazetteer(named), {pk: path for pk, _level, _name, _short, path in rows})


def _above(path: str, own: int, wanted: set[int]) -> tuple[int, ...]:
    return tuple(pk for part in path.strip("/").split("/") if (pk := int(part)) in wanted and pk != own)


_town = Kept(_make, AREAS)


def places_read(text: str, *, within: Collection[int] = ()) -> list[Seen]:
    """At most three places, the surest first. within: areas whose words these are. No query until an edit."""
    if not text.strip():
        return []
    town = _town.get()
    return [
        Seen(one.place, known.level, town.paths[one.place], _title(known, town), one.sure, text[one.begin : one.end])
        for one in places_in(text, town.names, within=within)
        for known in (town.names.places[one.place],)
    ]  # fmt: skip


def _title(one: Named, town: _Town) -> str:
    """槐荫里2号楼; 槐荫社区第3网格."""
    if one.level != _LEVELS[Level.GRID]:
        return one.short
    above = tree().on_path(town.paths[one.id]).get(Level.COMMUNITY)
    return f"{above.short}{one.short}" if above else one.short
