"""Tables of matters."""

from .clock import Clock, StageHours
from .follow_up import FollowUp, FollowUpLink
from .imports import ColumnMapping, ImportRow, ImportRun
from .matter import Category, DayBase, Matter, Remark, Reporter, Supporter

__all__ = [
    "Category",
    "Clock",
    "ColumnMapping",
    "DayBase",
    "FollowUp",
    "FollowUpLink",
    "ImportRow",
    "ImportRun",
    "Matter",
    "Remark",
    "Reporter",
    "StageHours",
    "Supporter",
]
