"""Every named read about places."""

from .calendar import days_in_force, hours_of, official_years, work_time
from .choosing import Choice, Choosing, Chosen, Group, choosing, place_title, row_id
from .finding import Lineage, grid_at, lineage, names, place_of
from .plans import plan_around
from .tree import AREAS, Node, Tree, tree

__all__ = [
    "AREAS",
    "Choice",
    "Choosing",
    "Chosen",
    "Group",
    "Lineage",
    "Node",
    "Tree",
    "choosing",
    "days_in_force",
    "grid_at",
    "hours_of",
    "lineage",
    "names",
    "official_years",
    "place_of",
    "place_title",
    "plan_around",
    "row_id",
    "tree",
    "work_time",
]
