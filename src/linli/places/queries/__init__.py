"""Every named read about places."""

from .area_files import AreaSheet, area_sheet, form_of
from .areas import (
    Below,
    Child,
    area_to_edit,
    children_of,
    next_code,
    next_community_codes,
    own_tops,
    plan_below,
)
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
from .plans import Block, grid_blocks, plan_around
from .reading import Seen, places_read
from .standing_in import names_standing_in
from .tree import AREAS, Node, Tree, tree
from .typing import Place, places_typed

__all__ = [
    "AREAS",
    "AreaSheet",
    "Below",
    "Block",
    "Child",
    "Choice",
    "Choosing",
    "Chosen",
    "Group",
    "HoursSheet",
    "Lineage",
    "Node",
    "NoticeYear",
    "Place",
    "Seen",
    "StatedHours",
    "Step",
    "Tree",
    "area_sheet",
    "area_to_edit",
    "became",
    "came_from",
    "children_of",
    "choosing",
    "day_changes",
    "day_rows",
    "days_in_force",
    "earlier_paths",
    "form_of",
    "grid_at",
    "grid_blocks",
    "hours_of",
    "hours_sheet",
    "hours_sheets",
    "lineage",
    "names",
    "names_standing_in",
    "next_code",
    "next_community_codes",
    "notice_years",
    "official_years",
    "own_tops",
    "place_of",
    "place_title",
    "places_read",
    "places_typed",
    "plan_around",
    "plan_below",
    "row_id",
    "tree",
    "work_time",
]
