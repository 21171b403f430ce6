"""The list of matters of one area: what runs out first, cut by place, so that page 1,500 costs what page 1 costs.

The area's own level column stands in every question: the wall alone would read the whole table.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection

from linli.kernel.keyset import Slice, cut, read_mark
from linli.places.terms import Level

from ..kinds import kinds
from ..rules.views import View, stages_of
from .counts import MOST, Counts, Tally, counts, day_end
from .outlook import Outlook
from .rows import Line, Row, fetch, lines

SIZE = 50
DUE, NEWEST = "due", "new"

_COLUMN = {
    Level.DISTRICT: "district_id",
    Level.STREET: "street_id",
    Level.COMMUNITY: "community_id",
    Level.GRID: "grid_id",
}
_ORDER = {DUE: ("due_at", "asc"), NEWEST: ("received_at", "desc")}

TALLY = """
select stage, holder_role, count(*), count(*) filter (where due_at < %s),
    count(*) filter (where due_at >= %s and due_at < %s)
from (select stage, holder_role, due_at from matters_matter where {} order by due_at limit %s) running
group by 1, 2
"""


@dataclass(frozen=True)
class Wanted:
    """What of an outlook's matters is asked for; empty strings leave a filter out."""

    seen: Outlook
    view: View = View.OPEN
    kind: str = ""
    source: str = ""
    holder: str = ""
    categories: tuple[int, ...] = ()
    person_id: int | None = None
    sort: str = DUE

    @property
    def order(self) -> str:
        """The order in force: what is closed has no limit to be ordered by."""
        return self.sort if self.view.running else NEWEST

    @property
    def narrowed(self) -> bool:
        """True when a filter besides the view is set."""
        return any((self.kind, self.source, self.holder, self.categories, self.person_id))


def inbox(
    wanted: Wanted, now: datetime, *, before: str = "", after: str = "", size: int = SIZE
) -> Slice[Line]:
    """One page of the list; three queries at most, whatever the rows.

    before, after: marks of an earlier page. Refuses page_mark_unreadable.
    """
    found = page_of(wanted, now, before=before, after=after, size=size)
    return Slice(lines(found.rows, now), found.before, found.after)


def page_of(
    wanted: Wanted, now: datetime, *, before: str = "", after: str = "", size: int = SIZE
) -> Slice[Row]:
    """The rows of a page alone; one query. Refuses page_mark_unreadable."""
    column, direction = _ORDER[wanted.order]
    conditions, values = _conditions(wanted, now)
    if before or after:
        at, pk = read_mark(before or after, (datetime, int))
        conditions.append(f"({column}, id) {'>' if (direction == 'asc') != bool(before) else '<'} (%s, %s)")
        values += [at, pk]
    if before:
        direction = "desc" if direction == "asc" else "asc"
    rows = fetch(" and ".join(conditions), values, f"{column} {direction}, id {direction}", size + 1)
    return cut(
        rows, size, lambda row: (getattr(row, column), row.id), backwards=bool(before), inner=bool(after)
    )


def tabs(wanted: Wanted, now: datetime) -> Counts:
    """The counts beside the views: by the projection of the area, or of what the filters leave of it."""
    if not wanted.narrowed:
        return counts(wanted.seen, now)
    conditions, values = _conditions(replace(wanted, view=View.OPEN), now)
    with connection.cursor() as cursor:
        cursor.execute(TALLY.format(" and ".join(conditions)), [now, now, day_end(now), *values, MOST])
        return Counts(tuple(Tally(*row) for row in cursor.fetchall()))


Conditions = tuple[list[str], list[Any]]


def _conditions(wanted: Wanted, now: datetime) -> Conditions:
    """Where: the place first, then the view, then the filters."""
    words, values = _of_view(wanted.view, now)
    words.insert(0, f"{_COLUMN[Level(wanted.seen.level)]} = %s")
    values.insert(0, wanted.seen.area_id)
    filters = {
        "holder_unit_id": wanted.seen.unit_id,
        "holder_person_id": wanted.person_id,
        "holder_role": wanted.holder,
        "kind": wanted.kind,
        "source": wanted.source,
    }
    for column, value in filters.items():
        if value:
            words.append(f"{column} = %s")
            values.append(value)
    if wanted.categories:
        words.append("category_id = any(%s)")
        values.append(list(wanted.categories))
    return words, values


def _of_view(view: View, now: datetime) -> Conditions:
    if view is View.ALL:
        return [], []
    words, values = ["closed_at is null" if view.running else "closed_at is not null"], list[Any]()
    if view is View.LATE:
        words.append("due_at < %s")
        values.append(now)
    if view is View.TODAY:
        words.append("due_at >= %s and due_at < %s")
        values += [now, day_end(now)]
    if stages := stages_of(view, kinds().values()):
        words.append("stage = any(%s)")
        values.append(sorted(stages))
    return words, values
