"""Every named read about people."""

from .actors import actor_for_person, actor_of, standings_of
from .postings import POSTINGS, desk_people
from .sample import sample_town
from .staff import Card, cards, people_at, who_covers
from .units import unit_names, unit_path

__all__ = [
    "POSTINGS",
    "Card",
    "actor_for_person",
    "actor_of",
    "cards",
    "desk_people",
    "people_at",
    "sample_town",
    "standings_of",
    "unit_names",
    "unit_path",
    "who_covers",
]
