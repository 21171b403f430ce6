"""Every named read about places."""

from .calendar import days_in_force, hours_of, official_years, work_time
from .finding import Lineage, grid_at, lineage, names, place_of
from .tree import AREAS, Node, Tree, tree

__all__ = [
    "AREAS",
    "Lineage",
    "Node",
    "Tree",
    "days_in_force",
    "grid_at",
    "hours_of",
    "lineage",
    "names",
    "official_years",
    "place_of",
    "tree",
    "work_time",
]
