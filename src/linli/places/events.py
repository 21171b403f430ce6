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
    """A community became several; its grids went to the new ones with all below them.

    The first of the new ones took over what belonged to no grid. moved: how many areas lie elsewhere now.
    """

    code: ClassVar[str] = "places.community_split"
    new_ids: tuple[int, ...]
    on: date
    moved: int


class CommunitiesMerged(AreaEvent, frozen=True, kw_only=True):
    """Several communities became one, which kept the hours and limits of the first."""

    code: ClassVar[str] = "places.communities_merged"
    old_ids: tuple[int, ...]
    on: date
    moved: int


class AreasImported(AreaEvent, frozen=True, kw_only=True):
    """A file of areas was taken in: its rows by what became of them, and units made for buildings."""

    code: ClassVar[str] = "places.areas_imported"
    added: int
    changed: int
    same: int
    faulty: int
    units: int


class HoursSet(AreaEvent, frozen=True, kw_only=True):
    """An area has its own working hours from a day on."""

    code: ClassVar[str] = "places.hours_set"
    hours_id: int
    since: date


class DaysImported(Event, frozen=True, kw_only=True):
    """Notices of rest days were entered. years: those named; official: those that became so."""

    code: ClassVar[str] = "places.days_imported"
    subject: ClassVar[str] = "calendar"
    years: tuple[int, ...]
    official: tuple[int, ...]
    added: int
    changed: int
    removed: int
