"""One matter as a list shows it: the row, the names of who has it, the working time that has run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.kernel.prepared import ask
from linli.kernel.scope import reaching
from linli.kernel.worktime import WorkTime
from linli.people.queries import cards, unit_names
from linli.people.terms import Role
from linli.places.queries import names, tree, work_time
from linli.places.terms import Level

from ..kinds import kind_of
from ..models import Matter
from ..terms import Outcome, Source


def source_words(kind: str, source: str) -> str:
    """The label of a source; what residents send in themselves is called 随手拍 only where it is that."""
    return _source_words(get_language(), kind, source)


# Lists ask for the same few words over and over.
@lru_cache(maxsize=512)
def _source_words(_language: str | None, kind: str, source: str) -> str:
    if source == Source.APP and kind != "snapshot":
        return _("居民网上提出")
    return str(Source(source).label)


@lru_cache(maxsize=1024)
def _stage_words(_language: str | None, kind: str, stage: str) -> str:
    return str(kind_of(kind).stage(stage).label)


class Row(NamedTuple):
    """One matter as the table keeps it."""

    id: int
    number: str
    kind: str
    title: str
    place: str
    source: str
    stage: str
    holder_role: str
    holder_area_id: int
    holder_person_id: int | None
    holder_unit_id: int | None
    area_path: str
    opened_at: datetime
    received_at: datetime
    due_at: datetime | None
    due_provisional: bool
    waits_for: str
    supervised: bool
    closed_at: datetime | None
    outcome: str
    supporters: int
    building_id: int | None
    urgency: str
    gathered: int

    @property
    def reports(self) -> int:
        """How many reported it: the first, those who joined, and what was merged into it."""
        return 1 + self.supporters + self.gathered

    @property
    def stage_label(self) -> str:
        """The stage, or how it ended."""
        if self.closed_at is not None:
            return str(Outcome(self.outcome).label) if self.outcome else ""
        return _stage_words(get_language(), self.kind, self.stage)

    @property
    def source_label(self) -> str:
        """12345转来, 随手拍."""
        return source_words(self.kind, self.source)


@dataclass(frozen=True)
class Held:
    """Who has a matter, in words: a name and what stands below it."""

    name: str
    under: str


@dataclass(frozen=True)
class Line:
    """One matter with the words a list shows of it.

    worked: working seconds since the resident spoke; over: those past the limit, None while it is not late;
    still: nobody works there now, so neither grows.
    """

    row: Row
    held: Held
    worked: int
    over: int | None
    day_seconds: int
    still: bool


ROWS = f"select {', '.join(Row._fields)} from matters_matter"  # noqa: S608  our own columns


def fetch(where: str, values: Sequence[Any], order: str, most: int) -> list[Row]:
    """Rows by conditions of our own words; every value is a parameter."""
    sql = f"{ROWS} where {where} order by {order} limit %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, most])
        return [Row(*row) for row in cursor.fetchall()]


def by_ids(ids: Sequence[int], order: str) -> list[Row]:
    """Rows by their numbers, in one of the few orders of the lists; the statement keeps its plan."""
    return [Row(*row) for row in ask(f"{ROWS} where id = any(%s) order by {order}", [ids])]


def lines(rows: Sequence[Row], now: datetime) -> list[Line]:
    """Rows with the names of who has them and the working time that has run; two queries at most."""
    known = cards({row.holder_person_id for row in rows if row.holder_person_id is not None})
    people = {key: card.name for key, card in known.items()}
    units = {row.holder_unit_id for row in rows if row.holder_unit_id is not None}
    unit = unit_names(units) if units else {}
    gone = {row.holder_area_id for row in rows if tree().get(row.holder_area_id) is None}
    ended = names(gone) if gone else {}
    works = {path: work_time(path) for path in {row.area_path for row in rows}}
    still = {work: not work.is_open(now) for work in set(works.values())}
    return [
        _line(row, now, held(row, people, unit, ended), work, still[work])
        for row, work in ((row, works[row.area_path]) for row in rows)
    ]


def line_from(matter: Matter, now: datetime) -> Line:
    """A matter just read, as lists show it."""
    return lines([Row(*(getattr(matter, field) for field in Row._fields))], now)[0]


def line_of(matter: Matter, now: datetime) -> Line:
    """A matter after a step, read anew; also for whoever has just made it lie elsewhere."""
    with reaching(matter.area_path):
        return lines(fetch("id = %s", [matter.pk], "id", 1), now)[0]


def _line(row: Row, now: datetime, who: Held, work: WorkTime, still: bool) -> Line:
    late = row.closed_at is None and row.due_at is not None and row.due_at < now
    return Line(
        row,
        who,
        work.working_seconds(row.opened_at, row.closed_at or now),
        work.working_seconds(row.due_at, now) if late and row.due_at else None,
        work.day_seconds(row.opened_at),
        still,
    )


def held(row: Any, people: dict[int, str], units: dict[int, str], ended: dict[int, str]) -> Held:
    """陈思远 / 第3网格, 市政所 / 社区前台, 社区前台 / 槐荫社区; a closed matter lies with nobody."""
    if row.closed_at is not None:
        return Held("", "")
    role = str(Role(row.holder_role).label)
    node = tree().get(row.holder_area_id)
    area = node.short if node else ended.get(row.holder_area_id, "")
    if row.holder_unit_id is not None:
        return Held(units.get(row.holder_unit_id, ""), role)
    name = people.get(row.holder_person_id or 0, "")
    if not name:
        return Held(role, area)
    return Held(name, area if node is not None and node.level == Level.GRID else role)
