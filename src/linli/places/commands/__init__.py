"""The only writers of places."""

from .areas import add_area, change_area, end_area

__all__ = ["add_area", "change_area", "end_area"]
