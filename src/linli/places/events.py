"""What happens to places."""

from datetime import date
from typing import ClassVar

from linli.kernel.event import Code, Event


class AreaEvent(Event, frozen=True, kw_only=True):
    """Anything about one area."""

    subject: ClassVar[str] = "area"


class AreaAdded(AreaEvent, frozen=True, kw_only=True):
    """An area began."""

    code: ClassVar[str] = "places.area_added"
    level: int
    parent_id: int | None


class AreaChanged(AreaEvent, frozen=True, kw_only=True):
    """Name, kind or borders of an area were edited."""

    code: ClassVar[str] = "places.area_changed"
    what: tuple[Code, ...]


class AreaEnded(AreaEvent, frozen=True, kw_only=True):
    """An area is no more from a day on."""

    code: ClassVar[str] = "places.area_ended"
    until: date


class CommunitySplit(AreaEvent, frozen=True, kw_only=True):
    """A community became several; its grids went to the new ones with all below them."""

    code: ClassVar[str] = "places.community_split"
    new_ids: tuple[int, ...]
    on: date
    moved: int


class CommunitiesMerged(AreaEvent, frozen=True, kw_only=True):
    """Several communities became one."""

    code: ClassVar[str] = "places.communities_merged"
    old_ids: tuple[int, ...]
    on: date
    moved: int


class AreasImported(AreaEvent, frozen=True, kw_only=True):
    """A file of areas was taken in."""

    code: ClassVar[str] = "places.areas_imported"
    added: int
    changed: int
    faulty: int


class HoursSet(AreaEvent, frozen=True, kw_only=True):
    """An area has its own working hours from a day on."""

    code: ClassVar[str] = "places.hours_set"
    since: date


class DaysImported(Event, frozen=True, kw_only=True):
    """A year's notice of rest days was entered."""

    code: ClassVar[str] = "places.days_imported"
    subject: ClassVar[str] = "calendar"
    year: int
    added: int
    changed: int
    removed: int
