"""The projection kept: facts of matters anew, and the counts of every day and place they touch.

Counts are never added to or taken from: the cells of a day and place are made from the facts of that day and
place. So a repeat changes nothing, and what is kept is what a recount would find.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection

from linli.kernel import stamp
from linli.matters.queries import facts_of

from ..models import Measured
from ..queries.measured import MEASURES, measured, wanted
from ..rules.measures import condition
from ..shape import Measure, written
from ..terms import Moment

COLUMNS = (
    "matter_id", "round", "kind", "source", "order_type", "category_id", "area_path", "district_id", "street_id",
    "community_id", "grid_id", "place_id", "unit_id", "level", "opened_at", "received_at", "signed_at", "answered_at",
    "asked_at", "closed_at", "received_on", "answered_on", "asked_on", "closed_on", "contact_minutes",
    "answer_minutes", "signed_late", "handled_late", "promise_late", "asked_late", "verdict", "satisfaction",
    "attempts", "connected", "outcome", "reopened", "merged", "part", "not_dispatched", "ups", "last", "returned",
    "extended", "paused",
)  # fmt: skip

LOCK = "select pg_advisory_xact_lock(hashtext('linli_board'))"

# What was known of these matters goes; where and when it counted is remembered.
FORGET = """
with gone as (delete from board_fact where matter_id = any(%(ids)s)
    returning place_id, received_on, answered_on, asked_on, closed_on)
select distinct place_id, day from gone cross join lateral
    (values (received_on), (answered_on), (asked_on), (closed_on)) moment(day) where day is not null
"""

KEEP = """
with fresh as ({facts}), kept as (
    insert into board_fact ({columns}, response_known, excluded)
    select {named}, fresh.contact_minutes is not null or coalesce(fresh.signed_late, false),
        coalesce(out.reason, case when fresh.appealed then 'appeal' else '' end)
    from fresh left join board_exclusion out on out.matter_id = fresh.matter_id and out.state = 'granted'
    where fresh.place_id is not null
    returning place_id, received_on, answered_on, asked_on, closed_on
)
select distinct place_id, day from kept cross join lateral
    (values (received_on), (answered_on), (asked_on), (closed_on)) moment(day) where day is not null
"""

AXES = """
cross join lateral (values ('all', ''), ('kind', fact.kind), ('category', coalesce(fact.category_id::text, '')),
    ('unit', fact.unit_id::text)) axis(axis, key)
"""

# One moment's share of the cells: every measure of it counted, the others nought.
MOMENT = """
select fact.{moment}_on as start, fact.place_id, min(fact.street_id) as street_id,
    min(fact.district_id) as district_id, axis.axis, axis.key,
    min(left(fact.area_path, strpos(fact.area_path, '/' || fact.place_id || '/') + length(fact.place_id::text) + 1))
        as area_path, {sums}
from board_fact fact {axes} where {where} and axis.key is not null group by 1, 2, axis.axis, axis.key
"""

DAYS = """
insert into board_cell (span, start, place_id, street_id, district_id, axis, key, area_path, counts)
select 1, start, place_id, max(street_id), max(district_id), axis, key, min(area_path), array[{sums}]::bigint[]
from ({moments}) share group by start, place_id, axis, key
"""

MONTHS = """
insert into board_cell (span, start, place_id, street_id, district_id, axis, key, area_path, counts)
select 2, date_trunc('month', start)::date, place_id, max(street_id), max(district_id), axis, key, min(area_path),
    array[{sums}]::bigint[]
from board_cell where span = 1 and {where} group by 2, place_id, axis, key
"""

DROP = "delete from board_cell where span = {span} and (place_id, start) in {of}"
THESE = "(select * from unnest(%(places)s::bigint[], %(days)s::date[]))"
THOSE = "(select * from unnest(%(month_places)s::bigint[], %(months)s::date[]))"

Key = tuple[int, date]


def keep(ids: Iterable[int]) -> int:
    """Make the facts of these matters anew, and the counts they touch; gives how many days and places.

    Safe to repeat and to run beside itself: whoever comes second waits and finds the same.
    """
    wanted_ids = sorted(set(ids))
    if not wanted_ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        touched = _facts(cursor, wanted_ids)
        recount_cells(cursor, touched)
    return len(touched)


def keep_facts(ids: Sequence[int]) -> None:
    """The facts alone, for counting everything anew: the counts follow month by month."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        _facts(cursor, list(ids))


def _facts(cursor: Any, ids: list[int]) -> set[Key]:
    cursor.execute(FORGET, {"ids": ids})
    touched = set(cursor.fetchall())
    facts, values = facts_of(ids)
    statement = KEEP.format(
        facts=facts, columns=", ".join(COLUMNS), named=", ".join(f"fresh.{one}" for one in COLUMNS)
    )
    cursor.execute(statement, values)
    return touched | set(cursor.fetchall())


def recount_cells(cursor: Any, keys: set[Key]) -> None:
    """The cells of these places and days, and of the months they lie in."""
    if not keys:
        return
    months = sorted({(place, day.replace(day=1)) for place, day in keys})
    values = {
        "places": [place for place, _day in keys],
        "days": [day for _place, day in keys],
        "month_places": [place for place, _month in months],
        "months": [month for _place, month in months],
        "first": min(month for _place, month in months),
        "end": next_month(max(month for _place, month in months)),
    }
    cursor.execute(DROP.format(span=1, of=THESE), values)
    cursor.execute(DROP.format(span=2, of=THOSE), values)
    cursor.execute(_days("(fact.place_id, fact.{moment}_on) in " + THESE), values)
    cursor.execute(
        _months(
            "start >= %(first)s and start < %(end)s and place_id = any(%(month_places)s)"
            " and (place_id, date_trunc('month', start)::date) in " + THOSE
        ),
        values,
    )


def recount_month(month: date) -> None:
    """All cells of all places in one month, made from the facts."""
    values = {"first": month, "end": next_month(month)}
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute("delete from board_cell where start >= %(first)s and start < %(end)s", values)
        cursor.execute(_days("fact.{moment}_on >= %(first)s and fact.{moment}_on < %(end)s"), values)
        cursor.execute(_months("start >= %(first)s and start < %(end)s"), values)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _days(where: str) -> str:
    ordered = measured().ordered
    names = [f"n{at}" for at in range(len(ordered))]
    moments = [
        MOMENT.format(
            moment=moment,
            axes=AXES,
            where=where.format(moment=moment),
            sums=", ".join(
                f"{counted(one) if one.moment == moment else '0::bigint'} as {name}"
                for one, name in zip(ordered, names, strict=True)
            ),
        )
        for moment in Moment.values
    ]
    return DAYS.format(moments=" union all ".join(moments), sums=", ".join(f"sum({name})" for name in names))


def _months(where: str) -> str:
    sums = ", ".join(f"coalesce(sum(counts[{at + 1}]), 0)" for at in range(len(measured().ordered)))
    return MONTHS.format(sums=sums, where=where)


def counted(measure: Measure) -> str:
    """A measure as SQL over facts: how many, or the sum of a column."""
    what = f"sum(fact.{measure.adds})" if measure.adds else "count(*)"
    return f"coalesce({what} filter (where {condition(measure)}), 0)::bigint"


def register_measures() -> bool:
    """Give every measure somebody may ask for its place in the counts; True when some are new.

    A new one counts from the next day it is touched; figures take it from the facts until all is counted anew.
    """
    known = {written(one) for one in measured().ordered}
    new = [text for text in map(written, wanted()) if text not in known]
    Measured.objects.bulk_create(
        Measured(ordinal=len(known) + at, written=text) for at, text in enumerate(new)
    )
    if new:
        stamp.bump(MEASURES)
    return bool(new)


def all_filled(measures: int) -> None:
    """Every day has been counted with the first so many measures."""
    Measured.objects.filter(filled=False, ordinal__lt=measures).update(filled=True)
    stamp.bump(MEASURES)
