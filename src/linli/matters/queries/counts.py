"""How many matters are open, late, due today, at which stage: one question, past the wall by rule."""

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple, Self

from django.conf import settings
from django.db import connection

from linli.kernel.prepared import ask
from linli.kernel.scope import SYSTEM, notes, scope
from linli.places.terms import Level

from ..kinds import kinds
from ..rules.views import View, stages_of
from .outlook import Outlook

MOST = 20_000
"""Beyond this many the figures are "at least"."""

COUNTS = "select stage, holder_role, n, late, today from matter_counts(%s, %s, %s, %s, %s)"

# What lies with one unit is little: it is counted through the wall.
OF_UNIT = """
select stage, holder_role, count(*), count(*) filter (where due_at < %(now)s),
    count(*) filter (where due_at >= %(now)s and due_at < %(day_end)s)
from matters_matter
where holder_unit_id = %(unit)s and closed_at is null and not rides and area_path ^@ %(path)s group by 1, 2
"""

OPEN_BELOW = "select count(*) from matters_matter where closed_at is null and area_path ^@ %s"


class Tally(NamedTuple):
    """Open matters at one stage in the hands of one role."""

    stage: str
    holder_role: str
    n: int
    late: int
    today: int


@dataclass(frozen=True)
class Counts:
    """The tallies of an area."""

    tallies: tuple[Tally, ...]

    @property
    def at_least(self) -> bool:
        """True when there were too many to count them all."""
        return sum(one.n for one in self.tallies) >= MOST

    def held_by(self, roles: Container[str]) -> Self:
        """Only what lies in the hands of these roles."""
        return replace(self, tallies=tuple(one for one in self.tallies if one.holder_role in roles))

    def of(self, view: View) -> int | None:
        """How many stand in a view of open matters; None for views that are not counted."""
        pick: dict[View, Callable[[Tally], int]] = {
            View.OPEN: lambda one: one.n,
            View.LATE: lambda one: one.late,
            View.TODAY: lambda one: one.today,
        }
        if view in pick:
            return sum(map(pick[view], self.tallies))
        if not view.running:
            return None
        stages = stages_of(view, kinds().values())
        return sum(one.n for one in self.tallies if one.stage in stages)


def day_end(now: datetime) -> datetime:
    """The first moment after China's day of `now`; a limit of 24:00 sharp still belongs to the day."""
    midnight = now.astimezone(settings.LINLI_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1, seconds=1)


def counts(seen: Outlook, now: datetime) -> Counts:
    """Open matters of an outlook by stage and holder; asked once for the length of a page."""
    kept = notes.get()
    key = f"counts {seen.area_id} {seen.unit_id} {now.isoformat()}"
    if kept is not None and key in kept:
        found: Counts = kept[key]
        return found
    counted = Counts(tuple(_ask(seen, now)))
    if kept is not None:
        kept[key] = counted
    return counted


def _ask(seen: Outlook, now: datetime) -> list[Tally]:
    if seen.unit_id is None:
        found = ask(COUNTS, (Level(seen.level).name.lower(), seen.area_id, now, day_end(now), MOST))
    else:
        found = ask(OF_UNIT, {"now": now, "day_end": day_end(now), "unit": seen.unit_id, "path": seen.path})
    return [Tally(*row) for row in found]


def open_below(path: str) -> int:
    """How many matters are open below a path, whoever asks: a figure for regrouping places."""
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(OPEN_BELOW, (path,))
        row = cursor.fetchone()
    return int(row[0]) if row else 0
