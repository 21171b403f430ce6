"""Every named read about people."""

from .actors import actor_for_person, actor_of, standings_of
from .sample import sample_town
from .staff import Card, cards, people_at, who_covers

__all__ = [
    "Card",
    "actor_for_person",
    "actor_of",
    "cards",
    "people_at",
    "sample_town",
    "standings_of",
    "who_covers",
]
