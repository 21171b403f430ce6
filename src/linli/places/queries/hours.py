"""Working hours as an administrator sees them: what holds today, from where, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..models import Hours as HoursRow
from ..rules.opening_hours import as_text, week_on
from ..terms import Level
from .calendar import hours_of
from .tree import Node, tree


@dataclass(frozen=True)
class StatedHours:
    """What an area itself stated: from that day on, Monday to Friday, and single dates."""

    since: date
    week: tuple[str, ...]
    special: tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class HoursSheet:
    """An area's hours on a day. week: as they hold; source: the area that stated them, None for the usual ones.

    stated: its own versions in order; coming: the next one that is not in force yet.
    """

    node: Node
    week: tuple[str, ...]
    source: Node | None
    stated: tuple[StatedHours, ...]
    coming: StatedHours | None

    @property
    def own(self) -> bool:
        """True when the hours of the day are the area's own."""
        return self.source is not None and self.source.id == self.node.id

    def special_from(self, on: date) -> tuple[tuple[date, str], ...]:
        """The single dates it stated last, from a day on."""
        last = self.stated[-1].special if self.stated else ()
        return tuple(one for one in last if one[0] >= on)


def hours_sheets(path: str, on: date) -> list[HoursSheet]:
    """The sheets of an area and of all streets and communities below it, in the order of the tree; one query."""
    stated = _stated()
    nodes = [
        node for node in tree().nodes.values() if node.path.startswith(path) and node.level <= Level.COMMUNITY
    ]
    return [_sheet(node, stated, on) for node in sorted(nodes, key=lambda node: node.code)]


def hours_sheet(area_id: int, on: date) -> HoursSheet | None:
    """One area's sheet; None for one that has ended or lies below the grids."""
    node = tree().get(area_id)
    return _sheet(node, _stated(), on) if node is not None else None


def _stated() -> dict[int, list[StatedHours]]:
    found: dict[int, list[StatedHours]] = {}
    for row in HoursRow.objects.exclude(area=None).order_by("area_id", "since"):
        special = tuple((date.fromisoformat(day), str(text)) for day, text in sorted(row.special.items()))
        one = StatedHours(row.since, tuple(str(text) for text in row.week), special)
        found.setdefault(row.area_id or 0, []).append(one)
    return found


def _sheet(node: Node, stated: dict[int, list[StatedHours]], on: date) -> HoursSheet:
    own: Sequence[StatedHours] = stated.get(node.id, ())
    return HoursSheet(
        node=node,
        week=tuple(as_text(times) for times in week_on(hours_of(node.path), on)),
        source=_source(node, stated, on),
        stated=tuple(own),
        coming=next((one for one in own if one.since > on), None),
    )


def _source(node: Node, stated: dict[int, list[StatedHours]], on: date) -> Node | None:
    for part in reversed(node.path.strip("/").split("/")):
        if any(one.since <= on for one in stated.get(int(part), ())):
            return tree().get(int(part))
    return None
