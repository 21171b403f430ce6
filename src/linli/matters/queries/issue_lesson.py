"""What grouping needs to know of a street: its matters of 90 days, the issues they are in, what people took out."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from linli.kernel.models import EventRow
from linli.kernel.scope import SYSTEM, scope
from linli.places.queries import tree
from linli.places.terms import Level

from ..kinds import kinds
from ..models import HotIssue, IssueMatter
from .categories import branches

WINDOW = timedelta(days=90)
MOST = 6_000
OFTEN = timedelta(hours=1)
NOT_GROUPED = frozenset({"proposal"})
LOOSE = -1


class Lesson(NamedTuple):
    """ids: of the matters, in order of arrival; said: each as the helper takes it (assist.child.Said)."""

    ids: list[int]
    said: list[dict[str, Any]]


# Parts speak for their whole; what accuses somebody and what was taken back is nobody's to group.
MATTERS = """
select id, title, left(text, 2000), coalesce(community_id::text, ''), extract(epoch from received_at) / 86400, category_id
from (
    select id, title, text, community_id, category_id, received_at from matters_matter
    where street_id = %s and received_at >= %s and kind = any(%s) and hidden_from is null and parent_id is null
        and outcome <> 'withdrawn'
    order by received_at desc, id desc limit %s) newest
order by received_at, id
"""


def grouped_kinds() -> list[str]:
    """Kinds whose matters may be one issue: not between a person and the office alone, not asking for opinions."""
    return [code for code, kind in kinds().items() if not kind.confidential and code not in NOT_GROUPED]


def roots(issues: Iterable[tuple[int, int | None]]) -> dict[int, int]:
    """The issue that each one has become, from pairs (issue, the one it was put together with)."""
    into = dict(issues)

    def root(one: int) -> int:
        seen = {one}
        while (further := into.get(one)) is not None and further not in seen:
            one = further
            seen.add(one)
        return one

    return {one: root(one) for one in into}


def lesson_of(street_id: int, now: datetime) -> Lesson:
    """The matters of a street for grouping; three queries, whoever asks."""
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(MATTERS, (street_id, now - WINDOW, grouped_kinds(), MOST))
        rows = cursor.fetchall()
        ids = [row[0] for row in rows]
        became = roots(HotIssue.objects.filter(area_id=street_id).values_list("id", "into_id"))
        of: dict[int, int] = {}
        apart: dict[int, set[int]] = {}
        kept = IssueMatter.objects.filter(matter_id__in=ids, issue__area_id=street_id)
        for issue, matter, out in kept.values_list("issue_id", "matter_id", "out"):
            if out:
                apart.setdefault(matter, set()).add(became[issue])
            else:
                of[matter] = became[issue]
    kinds_of = _paths()
    said = [
        {
            "title": title, "text": text, "place": place, "day": float(day),
            "kind": kinds_of.get(category, ""),
            "issue": of.get(pk, LOOSE), "apart": sorted(apart.get(pk, ())),
        }
        for pk, title, text, place, day, category in rows
    ]  # fmt: skip
    return Lesson(ids, said)


def _paths() -> dict[int | None, str]:
    """Of each category in force, the codes from the top of the tree down to it, each with a slash behind it."""
    above: list[str] = []
    found: dict[int | None, str] = {}
    for one in branches():
        above = [*above[: one.depth], one.code]
        found[one.id] = "".join(f"{code}/" for code in above)
    return found


NEWER = """
select exists (select 1 from matters_matter where street_id = %s and received_at > coalesce(%s, '-infinity'::timestamptz)
    and received_at >= %s)
"""


def streets_to_group(now: datetime) -> list[int]:
    """Streets with matters that came in since they were last grouped, which was an hour ago or longer."""
    with scope(SYSTEM), connection.cursor() as cursor:
        found = []
        for street in tree().within("/", Level.STREET):
            last = last_grouped(street.id)
            if last is not None and last > now - OFTEN:
                continue
            cursor.execute(NEWER, (street.id, last, now - WINDOW))
            if cursor.fetchall()[0][0]:
                found.append(street.id)
        return found


def last_grouped(street_id: int) -> datetime | None:
    """When the street's matters were grouped last."""
    rows = EventRow.objects.filter(subject="issues", subject_id=street_id, code="matters.issues_grouped")
    return rows.order_by("-id").values_list("at", flat=True).first()
