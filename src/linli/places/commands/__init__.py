"""The only writers of places."""

from .areas import add_area, change_area, end_area
from .days import import_days, load_shipped_days
from .hours import set_hours
from .moving import Moved, Regrouped, follow_again, follows_areas
from .regrouping import Part, merge_communities, split_community
from .taking_in import import_areas

__all__ = [
    "Moved",
    "Part",
    "Regrouped",
    "add_area",
    "change_area",
    "end_area",
    "follow_again",
    "follows_areas",
    "import_areas",
    "import_days",
    "load_shipped_days",
    "merge_communities",
    "set_hours",
    "split_community",
]
