"""Hot issues of the streets within reach: the hottest first, and one with its matters, days, places and categories."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Q, QuerySet

from linli.kernel.keyset import Slice, cut, read_mark
from linli.kernel.scope import Actor, may
from linli.people.queries import cards
from linli.places.queries import tree
from linli.places.terms import Level

from .. import access
from ..models import HotIssue, IssueMatter, Matter
from ..terms import IssueState
from .rows import Line, Row, lines
from .standing import china_day

DAYS = 30
SIZE, MEMBERS = 20, 20
MOST_PLACES = 6


class Day(NamedTuple):
    """How many matters of an issue came in on a day."""

    on: date
    n: int


@dataclass(frozen=True)
class Hot:
    """An issue as the list shows it. places: names of communities, most matters first; days: the last 30, the oldest first."""

    issue: HotIssue
    street: str
    places: list[str]
    days: list[Day]

    @property
    def newest(self) -> int:
        """Matters of the last seven days."""
        return sum(one.n for one in self.days[-7:])


def hot_issues(
    actor: Actor,
    now: datetime,
    *,
    street_id: int | None = None,
    state: str = "",
    after: str = "",
    before: str = "",
) -> Slice[Hot]:
    """Issues within reach by people, then by their last matter; three queries whatever the number.

    state: one of IssueState, or "" for all that are no dropped ones. Refuses page_mark_unreadable.
    """
    rows = HotIssue.objects.reachable(actor, access.SEE_ISSUES).filter(into=None, matters__gt=0)
    rows = rows.filter(state=state) if state in IssueState.values else rows.exclude(state=IssueState.DROPPED)
    if street_id is not None:
        rows = rows.filter(area_id=street_id)
    place = read_mark(after or before, (int, datetime, int)) if after or before else None
    if place is not None:
        people, last, pk = place
        side = "gt" if before else "lt"
        rows = rows.filter(
            Q(**{f"people__{side}": people})
            | Q(people=people, **{f"last_at__{side}": last})
            | Q(people=people, last_at=last, **{f"id__{side}": pk})
        )
    order = ("people", "last_at", "id") if before else ("-people", "-last_at", "-id")
    made = cut(
        list(rows.order_by(*order)[: SIZE + 1]), SIZE, lambda one: (one.people, one.last_at, one.pk),
        backwards=bool(before), inner=bool(after),
    )  # fmt: skip
    return Slice(_drawn(made.rows, now), made.before, made.after)


COUNTED = """
select member.issue_id, matter.community_id, (matter.received_at at time zone 'Asia/Shanghai')::date, count(*)
from matters_issuematter member join matters_matter matter on matter.id = member.matter_id
where member.issue_id = any(%s) and not member.out and matter.hidden_from is null group by 1, 2, 3
"""


def _drawn(issues: Sequence[HotIssue], now: datetime) -> list[Hot]:
    if not issues:
        return []
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, ([one.pk for one in issues],))
        rows = cursor.fetchall()
    found = []
    for one in issues:
        mine = [row[1:] for row in rows if row[0] == one.pk]
        node = tree().get(one.area_id)
        found.append(Hot(one, node.short if node else "", _places(mine), _days(mine, now)))
    return found


def _places(rows: Sequence[tuple[int | None, date, int]]) -> list[str]:
    many: dict[int | None, int] = {}
    for community, _on, n in rows:
        many[community] = many.get(community, 0) + n
    nodes = ((tree().get(pk), n) for pk, n in many.items() if pk is not None)
    named = [(node.short, n) for node, n in nodes if node is not None]
    return [name for name, _n in sorted(named, key=lambda pair: -pair[1])][:MOST_PLACES]


def _days(rows: Sequence[tuple[int | None, date, int]], now: datetime) -> list[Day]:
    many: dict[date, int] = {}
    for _community, on, n in rows:
        many[on] = many.get(on, 0) + n
    today = china_day(now)
    return [
        Day(on, many.get(on, 0)) for on in (today - timedelta(days=back) for back in range(DAYS - 1, -1, -1))
    ]


def issue_for(actor: Actor, issue_id: int) -> HotIssue | None:
    """An issue within reach, or the one it has become; None outside."""
    found = HotIssue.objects.reachable(actor, access.SEE_ISSUES).select_related("into")
    one = found.filter(pk=issue_id).first()
    while one is not None and one.into_id is not None:
        one = found.filter(pk=one.into_id).first()
    return one


class Share(NamedTuple):
    """A place or category and how many matters of the issue it has."""

    name: str
    n: int


@dataclass(frozen=True)
class Issue:
    """One issue whole. members: a slice of its matters; out: those people took out; merged: what was put together here."""

    hot: Hot
    may_run: bool
    members: Slice[Line]
    places: list[Share]
    categories: list[Share]
    out: list[Line]
    merged: list[HotIssue]
    others: list[HotIssue]
    marked_by: str


def issue_whole(actor: Actor, issue: HotIssue, now: datetime, *, after: str = "", before: str = "") -> Issue:
    """Everything of an issue; the matters newest first, those the actor may see. Refuses page_mark_unreadable."""
    inside = IssueMatter.objects.filter(issue=issue, out=False)
    members = _members(actor, inside, after, before)
    may_run = may(actor, access.RUN_ISSUES, issue)
    taken = (
        issue.members.filter(out=True, origin=None)
        .order_by("-at")
        .values_list("matter_id", flat=True)[:MEMBERS]
    )
    out = _seen(actor, list(taken))
    merged = HotIssue.objects.filter(into=issue, pk__in=issue.members.filter(out=False).values("origin_id"))
    others = HotIssue.objects.filter(area_id=issue.area_id, into=None, matters__gt=0).exclude(pk=issue.pk)
    card = cards([issue.marked_by]).get(issue.marked_by) if issue.marked_by is not None else None
    told = lines([*members.rows, *out], now)
    return Issue(
        hot=_drawn([issue], now)[0],
        may_run=may_run,
        members=Slice(told[: len(members.rows)], members.before, members.after),
        places=_shares_of_places(inside),
        categories=_shares(inside, "matter__category__name"),
        out=told[len(members.rows) :],
        merged=list(merged.order_by("pk")) if may_run else [],
        others=list(others.order_by("-people", "-last_at", "-id")[:30]) if may_run else [],
        marked_by=card.name if card else "",
    )


def _members(actor: Actor, inside: QuerySet[IssueMatter], after: str, before: str) -> Slice[Row]:
    rows = Matter.objects.reachable(actor, access.SEE).filter(
        pk__in=inside.values("matter_id"), hidden_from=None
    )
    if after or before:
        at, pk = read_mark(after or before, (datetime, int))
        side = "gt" if before else "lt"
        rows = rows.filter(Q(**{f"received_at__{side}": at}) | Q(received_at=at, **{f"id__{side}": pk}))
    order = ("received_at", "id") if before else ("-received_at", "-id")
    found = [Row(*row) for row in rows.order_by(*order).values_list(*Row._fields)[: MEMBERS + 1]]
    return cut(
        found, MEMBERS, lambda one: (one.received_at, one.id), backwards=bool(before), inner=bool(after)
    )


def _seen(actor: Actor, ids: list[int]) -> list[Row]:
    if not ids:
        return []
    rows = Matter.objects.reachable(actor, access.SEE).filter(pk__in=ids, hidden_from=None)
    return [Row(*row) for row in rows.order_by("-received_at").values_list(*Row._fields)]


def _shares(inside: QuerySet[IssueMatter], column: str) -> list[Share]:
    rows: Any = inside.filter(matter__hidden_from=None).values_list(column).annotate(n=Count("id"))
    return [Share(name or "", n) for name, n in rows.order_by("-n", column)[:MOST_PLACES]]


def _shares_of_places(inside: QuerySet[IssueMatter]) -> list[Share]:
    """By grid, else by community."""
    rows: Any = inside.filter(matter__hidden_from=None).values_list("matter__grid_id", "matter__community_id")
    found: dict[str, int] = {}
    for grid, community, n in rows.annotate(n=Count("id")):
        node = tree().get(grid or community or 0)
        if node is not None:
            found[tree().title(node.path)] = found.get(tree().title(node.path), 0) + n
    return [Share(name, n) for name, n in sorted(found.items(), key=lambda pair: -pair[1])[:MOST_PLACES]]


def streets_in_reach(actor: Actor) -> list[tuple[int, str]]:
    """Streets whose issues the actor may see: id and name."""
    paths = [grant.path for grant in actor.grants if grant.permission == access.SEE_ISSUES]
    nodes = {node.id: node.short for path in paths for node in tree().within(path, Level.STREET)}
    return list(nodes.items())
