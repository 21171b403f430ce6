"""What some words ask of a list: view, filters, the area below. As an address has them, and a kept view or a table."""

from collections.abc import Collection, Mapping
from datetime import date
from urllib.parse import parse_qsl

from linli.kernel.scope import Actor
from linli.people.terms import Role
from linli.places.queries import row_id
from linli.places.terms import Level

from ..kinds import kinds
from ..rules.views import View
from ..terms import OrderType, Source, Urgency
from .categories import branches
from .inbox import DUE, NEWEST, Wanted
from .outlook import Outlook, outlook
from .words import words_in

RUNGS = {
    Role.GRID_WORKER: Level.GRID,
    Role.COMMUNITY_DESK: Level.COMMUNITY,
    Role.STREET_DESK: Level.STREET,
    Role.DISTRICT_DESK: Level.DISTRICT,
}
"""The desks a list can be narrowed to, and their levels."""


def words_of(query: str) -> dict[str, str]:
    """The words of a kept query: `view=late&kind=hotline`; none longer than any filter is."""
    return {name: word[:200] for name, word in parse_qsl(query) if word}


def asked_list(words: Mapping[str, str], seen: Outlook, actor: Actor) -> Wanted | None:
    """The list some words ask for at an area; an unknown word is passed over. None for an area from elsewhere."""
    inside = _inside(seen, words.get("within", ""), actor)
    if inside is None:
        return None
    view = next((one for one in View if one.value == words.get("view")), View.OPEN)
    if seen.unit_id is not None and not view.running:
        view = View.OPEN
    chosen = next((one for one in branches() if one.code == words.get("category")), None)
    return Wanted(
        seen=inside,
        view=view,
        kind=_known(words, "kind", kinds()),
        source=_known(words, "source", Source.values),
        holder=_known(words, "holder", [str(role) for role in RUNGS]),
        categories=chosen.below if chosen else (),
        order_type=_known(words, "order", OrderType.values),
        urgency=_known(words, "urgency", Urgency.values),
        unit_id=row_id(words.get("unit", "")),
        since=_day(words.get("since", "")),
        until=_day(words.get("until", "")),
        waiting=words.get("waiting") == "1",
        words=words_in(inside, words["q"], running=view.running) if words.get("q", "").strip() else None,
        sort=NEWEST if words.get("sort") == NEWEST else DUE,
    )


def _inside(seen: Outlook, word: str, actor: Actor) -> Outlook | None:
    if not word:
        return seen
    area_id = row_id(word)
    found = outlook(actor, area_id) if area_id is not None else None
    return found if found is not None and found.path.startswith(seen.path) else None


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def _known(words: Mapping[str, str], name: str, values: Collection[str]) -> str:
    word = words.get(name, "")
    return word if word in values else ""
