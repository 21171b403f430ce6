"""Every named read about places."""

from .area_files import AreaSheet, area_sheet, form_of
from .calendar import (
    NoticeYear,
    day_changes,
    day_rows,
    days_in_force,
    hours_of,
    notice_years,
    official_years,
    work_time,
)
from .choosing import Choice, Choosing, Chosen, Group, choosing, place_title, row_id
from .finding import Lineage, grid_at, lineage, names, place_of
from .history import Step, became, came_from, earlier_paths
from .hours import HoursSheet, StatedHours, hours_sheet, hours_sheets
from .plans import plan_around
from .tree import AREAS, Node, Tree, tree

__all__ = [
    "AREAS",
    "AreaSheet",
    "Choice",
    "Choosing",
    "Chosen",
    "Group",
    "HoursSheet",
    "Lineage",
    "Node",
    "NoticeYear",
    "StatedHours",
    "Step",
    "Tree",
    "area_sheet",
    "became",
    "came_from",
    "choosing",
    "day_changes",
    "day_rows",
    "days_in_force",
    "earlier_paths",
    "form_of",
    "grid_at",
    "hours_of",
    "hours_sheet",
    "hours_sheets",
    "lineage",
    "names",
    "notice_years",
    "official_years",
    "place_of",
    "place_title",
    "plan_around",
    "row_id",
    "tree",
    "work_time",
]
