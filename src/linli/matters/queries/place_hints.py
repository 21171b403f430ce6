"""Places that words seem to speak of: while they are written, and those kept beside a matter."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from linli.kernel.prepared import rows
from linli.kernel.scope import Actor, may
from linli.places.queries import Seen, lineage, names, place_title, places_read, tree
from linli.places.terms import Level

from .. import access
from ..models import Matter, PlaceHint


class Spot(NamedTuple):
    """A place to choose with one tap: the ids that the lists of places say. clear: sure enough to say it plainly."""

    area_id: int
    title: str
    community_id: int | None
    inner_id: int | None
    clear: bool
    words: str


def spots_read(text: str, *, within: Collection[int] = (), below: Sequence[str] = ()) -> list[Spot]:
    """Places in words that are being written, communities and narrower; below: only under these paths. No query."""
    return [
        _spot(one)
        for one in places_read(text[:4000], within=within)
        if one.level >= Level.COMMUNITY and (not below or one.path.startswith(tuple(below)))
    ]


def _spot(one: Seen) -> Spot:
    above = tree().on_path(one.path).get(Level.COMMUNITY)
    inner = one.area_id if one.level > Level.COMMUNITY else None
    return Spot(one.area_id, one.title, above.id if above else None, inner, one.clear, one.words)


class Suggested(NamedTuple):
    """A kept suggestion. can_take: it lies inside the matter's present place; words: of the text, "" for a photo's."""

    area_id: int
    title: str
    words: str
    can_take: bool
    clear: bool


def places_suggested(actor: Actor, matter: Matter) -> list[Suggested]:
    """What was read of an open matter that nobody has answered yet, for who may act on it; two queries at most."""
    if matter.closed_at is not None or not may(actor, access.ACT, matter):
        return []
    hints = rows(PlaceHint, "matter_id = %s and chosen_at is null", (matter.pk,))
    if not hints or not hints[0].given:
        return []
    known = names([area_id for area_id, _sure, _words in hints[0].given])
    found = []
    for area_id, sure, words in hints[0].given:
        if area_id not in known:
            continue
        node = tree().get(area_id)
        title = place_title(area_id) if node is not None and node.level == Level.GRID else known[area_id]
        found.append(Suggested(area_id, title, words, _inside(matter, area_id), sure >= 0.85))
    return found


def _inside(matter: Matter, area_id: int) -> bool:
    """A grid by the tree, a building by its own path."""
    spot = lineage(area_id)
    return spot is not None and spot.level >= Level.GRID and spot.path.startswith(matter.area_path)
