"""What somebody on the telephone sees before the caller has finished: who rang before, what is alike, what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from linli.kernel.initials import Keys, keys_of, rank, runs_of
from linli.kernel.models import EventRow
from linli.kernel.scope import Actor
from linli.kernel.stamp import Kept
from linli.places.queries import Lineage, tree
from linli.places.terms import Level

from .. import access
from ..kinds import kind_of
from ..models import Matter, Remark, Reporter
from ..terms import RemarkKind
from .categories import CATEGORIES, branches, with_below
from .rows import Row
from .search import rows_of_phone
from .similar import category_id

OPEN_FOR = timedelta(minutes=30)
"""How long an opened earlier matter stays open to whoever opened it."""
ANSWERS_FOR = timedelta(days=400)


@dataclass(frozen=True)
class Earlier:
    """A matter the number reported before. title, text, answer: empty until it was opened, which is written down."""

    id: int
    number: str
    opened_at: datetime
    kind: str
    stage: str
    where: str
    closed: bool
    title: str = ""
    text: str = ""
    answer: str = ""
    seen: bool = False


@dataclass(frozen=True)
class Caller:
    """Who rings, as far as the number says: the name as it is shown, and the matters."""

    name: str
    earlier: list[Earlier]


def caller_by(actor: Actor, phone: str, now: datetime, most: int = 6) -> Caller | None:
    """The earlier matters of a whole number within reach, newest first; None while the number is not whole."""
    rows = rows_of_phone(actor, phone)
    if rows is None:
        return None
    shown = rows[:most]
    ids = [row.id for row in shown]
    marks = (
        Reporter.objects.reachable(actor, access.SEE_REPORTER).filter(matter_id__in=ids).exclude(name_mark="")
    )
    name = marks.order_by("-matter_id").values_list("name_mark", flat=True).first() if ids else ""
    seen = _seen_lately(actor, ids, now)
    texts = dict(Matter.objects.filter(pk__in=seen).values_list("id", "text")) if seen else {}
    said = _answers(list(seen)) if seen else {}
    return Caller(name or "", [_earlier(row, seen, texts, said) for row in shown])


def _seen_lately(actor: Actor, ids: Sequence[int], now: datetime) -> set[int]:
    rows = EventRow.objects.filter(
        subject="matter", subject_id__in=list(ids), code="matters.reporter_seen", facts__field="matter",
        actor_id=actor.person_id, at__gte=now - OPEN_FOR,
    )  # fmt: skip
    return set(rows.values_list("subject_id", flat=True)) if ids else set()


def _earlier(row: Row, seen: set[int], texts: dict[int, str], said: dict[int, str]) -> Earlier:
    node = tree().on_path(row.area_path)
    where = node.get(Level.GRID) or node.get(Level.COMMUNITY)
    one = Earlier(
        row.id, row.number, row.opened_at, str(kind_of(row.kind).label), row.stage_label,
        where.short if where else "", row.closed_at is not None,
    )  # fmt: skip
    if row.id not in seen:
        return one
    return replace(one, title=row.title, text=texts.get(row.id, ""), answer=said.get(row.id, ""), seen=True)


def _answers(ids: Sequence[int]) -> dict[int, str]:
    """The last public answer of each matter."""
    rows = Remark.objects.filter(matter_id__in=ids, kind=RemarkKind.ANSWER, public=True).order_by("id")
    return dict(rows.values_list("matter_id", "text"))


class Known(NamedTuple):
    """What was answered before to the same kind of thing."""

    number: str
    title: str
    at: datetime
    text: str


# Each category by its own index, newest first: a street's whole list is never walked for a rare one.
KNOWN = """
select id, number, title, answered_at from unnest(%s::bigint[]) wanted(category) cross join lateral (
    select id, number, title, answered_at, received_at from matters_matter
    where category_id = wanted.category and area_path ^@ %s and answered_at is not null and received_at >= %s
    order by received_at desc limit 12) newest
order by received_at desc limit 12
"""


def answers_before(spot: Lineage | None, category: str, now: datetime, most: int = 3) -> list[Known]:
    """The last different answers to this kind of thing in the street; two queries."""
    if spot is None or not category:
        return []
    street = tree().on_path(spot.path).get(Level.STREET)
    with connection.cursor() as cursor:
        cursor.execute(
            KNOWN,
            (with_below(category_id(category)), street.path if street else spot.path, now - ANSWERS_FOR),
        )
        rows = cursor.fetchall()
    said = _answers([row[0] for row in rows]) if rows else {}
    found: dict[str, Known] = {}
    for pk, number, title, at in rows:
        if text := said.get(pk, ""):
            found.setdefault(text, Known(number, title, at, text))
    return list(found.values())[:most]


class Typed(NamedTuple):
    """A category that fits what is typed. path: the names above it."""

    code: str
    name: str
    path: str


def _named() -> list[tuple[Typed, Keys]]:
    above: list[str] = []
    found = []
    for one in branches():
        above = [*above[: one.depth], one.name]
        found.append((Typed(one.code, one.name, " / ".join(above[:-1])), keys_of(one.name)))
    return found


_typed = Kept(_named, CATEGORIES)


def categories_typed(typed: str, most: int = 6) -> list[Typed]:
    """The best categories for what is typed so far; no query until an edit."""
    runs = runs_of(typed)
    if not runs:
        return []
    ranked = [(order, one) for one, keys in _typed.get() if (order := rank(runs, keys)) is not None]
    return [one for _order, one in sorted(ranked, key=lambda pair: (pair[0], len(pair[1].name)))[:most]]
