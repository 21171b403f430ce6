"""Every named read about people."""

from .actors import actor_for_person, actor_of, standings_of
from .postings import POSTINGS, desk_people
from .residents import OwnEntry, own_entry
from .sample import sample_town
from .staff import Card, cards, people_at, who_covers
from .units import unit_names, unit_path, units_over

__all__ = [
    "POSTINGS",
    "Card",
    "OwnEntry",
    "actor_for_person",
    "actor_of",
    "cards",
    "desk_people",
    "own_entry",
    "people_at",
    "sample_town",
    "standings_of",
    "unit_names",
    "unit_path",
    "units_over",
    "who_covers",
]
