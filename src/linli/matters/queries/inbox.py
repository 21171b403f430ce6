"""The list of matters of one area: what runs out first, cut by place, so that page 1,500 costs what page 1 costs.

The area's own level column stands in every question: the wall alone would read the whole table.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from psycopg.types.json import Jsonb

from linli.kernel.keyset import Slice, cut, read_mark
from linli.kernel.prepared import ask
from linli.places.terms import Level

from ..kinds import kinds
from ..rules.views import View, stages_of
from ..terms import RequestState
from .counts import MOST, Counts, Tally, counts, day_end
from .outlook import Outlook
from .rows import Line, Row, by_ids, fetch, lines
from .words import Words

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

RUNNING = "select due_at, id from matters_running(%s, %s, %s, %s, %s, %s, %s)"
TALLIES = "select stage, holder_role, n, late, today from matter_tallies(%s, %s, %s, %s, %s, %s)"

Mark = tuple[datetime, int]


@dataclass(frozen=True)
class Wanted:
    """What of an outlook's matters is asked for; empty strings leave a filter out.

    since, until: the days on which they came in. waiting: only those with a request that waits for a decision.
    words: what a search narrows it to.
    """

    seen: Outlook
    view: View = View.OPEN
    kind: str = ""
    source: str = ""
    holder: str = ""
    categories: tuple[int, ...] = ()
    person_id: int | None = None
    sort: str = DUE
    order_type: str = ""
    urgency: str = ""
    unit_id: int | None = None
    since: date | None = None
    until: date | None = None
    waiting: bool = False
    words: Words | None = None

    @property
    def order(self) -> str:
        """The order in force: what is closed has no limit to be ordered by."""
        return self.sort if self.view.running else NEWEST

    @property
    def narrowed(self) -> bool:
        """True when a filter besides the view is set."""
        chosen = (
            self.kind,
            self.source,
            self.holder,
            self.categories,
            self.person_id,
            self.order_type,
            self.urgency,
        )
        more = (self.unit_id, self.since, self.until, self.waiting, self.words is not None)
        return any(chosen) or any(more)


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
    """The rows of a page alone; one query, with frequent words two or a few. Refuses page_mark_unreadable."""
    column, direction = _ORDER[wanted.order]
    if before:
        direction = "desc" if direction == "asc" else "asc"
    mark: Mark | None = None
    if before or after:
        at, pk = read_mark(before or after, (datetime, int))
        mark = (at, pk)
    words, rows = wanted.words, list[Row]()
    while len(rows) <= size:
        found, mark = _piece(wanted, now, column, direction, mark, size + 1 - len(rows))
        stand = words.standing([row.id for row in found]) if words and words.loose and found else None
        rows += [row for row in found if stand is None or row.id in stand]
        if mark is None:
            break
    return cut(
        rows, size, lambda row: (getattr(row, column), row.id), backwards=bool(before), inner=bool(after)
    )


def _piece(
    wanted: Wanted, now: datetime, column: str, direction: str, mark: Mark | None, most: int
) -> tuple[list[Row], Mark | None]:
    """So many rows of the list at most, and the mark after which it goes on, if it does."""
    order = f"{column} {direction}, id {direction}"
    indexed = _indexed(wanted, now)
    if column == "due_at" and indexed is not None and indexed:
        marks = _running(wanted.seen, indexed, mark, direction == "desc", most)
        ids = [pk for _at, pk in marks]
        found = by_ids(ids, order) if ids else []
        return found, marks[-1] if len(marks) == most else None
    conditions, values = _conditions(wanted, now)
    if mark is not None:
        conditions.append(f"({column}, id) {'>' if direction == 'asc' else '<'} (%s, %s)")
        values += mark
    found = fetch(" and ".join(conditions), values, order, most)
    return found, (getattr(found[-1], column), found[-1].id) if len(found) == most else None


def _running(
    seen: Outlook, indexed: dict[str, Any], mark: Mark | None, backwards: bool, most: int
) -> list[Mark]:
    place = (Level(seen.level).name.lower(), seen.area_id)
    found = ask(RUNNING, (*place, Jsonb(indexed), *(mark or (None, None)), backwards, most))
    return [(at, pk) for at, pk in found]


def _indexed(wanted: Wanted, now: datetime) -> dict[str, Any] | None:
    """The filters as the index of open matters holds them; None where it cannot serve this list."""
    by_row = (wanted.person_id, wanted.words, wanted.seen.unit_id)
    if not wanted.view.running or wanted.waiting or any(one is not None for one in by_row):
        return None
    stages = stages_of(wanted.view, kinds().values())
    late, today = wanted.view is View.LATE, wanted.view is View.TODAY
    found = {
        "kind": wanted.kind, "source": wanted.source, "order_type": wanted.order_type, "urgency": wanted.urgency,
        "holder_role": wanted.holder, "holder_unit_id": wanted.unit_id,
        "categories": _array(wanted.categories), "stages": _array(sorted(stages)),
        "since": wanted.since and _midnight(wanted.since).isoformat(),
        "until": wanted.until and (_midnight(wanted.until) + timedelta(days=1)).isoformat(),
        "due_from": now.isoformat() if today else None,
        "due_before": now.isoformat() if late else day_end(now).isoformat() if today else None,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _array(values: Sequence[object]) -> str:
    """As the database writes an array of numbers or codes; empty for none."""
    return f"{{{','.join(map(str, values))}}}" if values else ""


def tabs(wanted: Wanted, now: datetime) -> Counts:
    """The counts beside the views: by the projection of the area, or of what the filters leave of it."""
    if not wanted.narrowed:
        return counts(wanted.seen, now)
    counted = replace(wanted, view=View.OPEN)
    indexed = _indexed(counted, now)
    if indexed is not None:
        place = (Level(wanted.seen.level).name.lower(), wanted.seen.area_id)
        found = ask(TALLIES, (*place, Jsonb(indexed), now, day_end(now), MOST))
        return Counts(tuple(Tally(*row) for row in found))
    with connection.cursor() as cursor:
        conditions, own = _conditions(counted, now)
        cursor.execute(TALLY.format(" and ".join(conditions)), [now, now, day_end(now), *own, MOST])
        return Counts(tuple(Tally(*row) for row in cursor.fetchall()))


ABOUT = "select %s, count(*) from (select from matters_matter where {} limit %s) found"
MANY = 100
"""Beside the name of a kept view nobody reads more than 99+."""


def about(lists: Sequence[Wanted], now: datetime) -> list[int]:
    """How many each list has, counted up to MANY and no further; one query for all of them."""
    parts, values = list[str](), list[Any]()
    for at, wanted in enumerate(lists):
        conditions, own = _conditions(wanted, now)
        parts.append(ABOUT.format(" and ".join(conditions)))
        values += [at, *own, MANY]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts), values)
        found = dict(cursor.fetchall())
    return [found[at] for at in range(len(lists))]


Conditions = tuple[list[str], list[Any]]


def _conditions(wanted: Wanted, now: datetime) -> Conditions:
    """Where: the place first, then the view, then the filters."""
    words, values = _of_view(wanted.view, now, wanted.seen.area_id)
    words.insert(0, f"{_COLUMN[Level(wanted.seen.level)]} = %s")
    values.insert(0, wanted.seen.area_id)
    filters = {
        "holder_unit_id": wanted.seen.unit_id,
        "holder_person_id": wanted.person_id,
        "holder_role": wanted.holder,
        "kind": wanted.kind,
        "source": wanted.source,
        "order_type": wanted.order_type,
        "urgency": wanted.urgency,
    }
    for column, value in filters.items():
        if value:
            words.append(f"{column} = %s")
            values.append(value)
    if wanted.categories:
        words.append("category_id = any(%s)")
        values.append(list(wanted.categories))
    for more, given in _more(wanted):
        words.append(more)
        values += given
    return words, values


def _more(wanted: Wanted) -> Iterator[tuple[str, list[Any]]]:
    """The rarer filters."""
    if wanted.unit_id is not None:
        yield "holder_unit_id = %s", [wanted.unit_id]
    if wanted.since is not None:
        yield "received_at >= %s", [_midnight(wanted.since)]
    if wanted.until is not None:
        yield "received_at < %s", [_midnight(wanted.until) + timedelta(days=1)]
    if wanted.waiting:
        yield "id in (select matter_id from matters_request where state = %s)", [str(RequestState.WAITING)]
    if wanted.words is not None:
        yield wanted.words.condition()


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=settings.LINLI_ZONE)


DECIDING = (
    "exists (select 1 from matters_request request where request.matter_id = matters_matter.id"
    " and request.state = 'waiting' and request.approver_area_id = %s)"
)


def _of_view(view: View, now: datetime, area_id: int) -> Conditions:
    if view is View.DECIDING:
        return [DECIDING], [area_id]
    if view is View.ALL:
        return [], []
    words, values = (
        ["closed_at is null", "not rides"] if view.running else ["closed_at is not null"],
        list[Any](),
    )
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
