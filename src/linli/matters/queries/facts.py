"""What happened to matters as plain facts, one row for each matter and round of follow-up: ground of all figures.

A statement and not a list: whoever keeps figures of a million matters writes its answer down where it is asked.
"""

from typing import Any

from django.conf import settings
from django.db import connection

from ..kinds import kinds
from ..terms import Outcome

NOT_DISPATCHED = ("declined", "not_dispatched")
"""Outcomes of what was never given to anybody to work on."""

# A round ends with the follow-up that found it not solved; the next one begins there. A clock is late when it ended
# behind its limit, or when the sweep has found it so; while it runs in time nothing is known of it.
FACTS = """
with words as (
    select * from unnest(%(kinds)s::text[], %(firsts)s::text[], %(askings)s::text[]) w(kind, first, asking)
), rung as (
    select * from unnest(%(rung_kinds)s::text[], %(rungs)s::int[], %(levels)s::int[]) r(kind, rung, level)
), matter as (
    select id, kind, source, order_type, category_id, area_path, district_id, street_id, community_id, grid_id, rung,
        opened_at, received_at, promised_at, answered_at, closed_at, outcome, redos, ups, first, asking,
        lead_id is not null as merged, parent_id is not null as part
    from matters_matter matter join words using (kind)
    where matter.id = any(%(ids)s)
), asked as (
    select matter_id, round, at, verdict, satisfaction from matters_followup
    where matter_id = any(%(ids)s) and reached
), tried as (
    select matter_id, round, count(*) as n from matters_followup where matter_id = any(%(ids)s) group by 1, 2
), running as (
    select clock.matter_id, clock.stage, clock.started_at, clock.ended_at, 1 + count(asked.at) as round,
        case when clock.ended_at is not null then clock.ended_at > clock.due_at when clock.lapses > 0 then true end
            as late
    from matters_clock clock join matter on matter.id = clock.matter_id
    left join asked on asked.matter_id = clock.matter_id and asked.round <= matter.redos
        and asked.at <= clock.started_at
    where clock.matter_id = any(%(ids)s) group by clock.id
), timed as (
    select running.matter_id, running.round,
        case when not bool_or(ended_at is null) filter (where running.stage = first)
            then max(ended_at) filter (where running.stage = first) end as signed_at,
        bool_or(late) filter (where running.stage = first) as signed_late,
        min(started_at) filter (where running.stage = asking) as answered_at,
        bool_or(late) filter (where running.stage not in (first, asking)) as handled_late,
        bool_or(late) filter (where running.stage = asking) as asked_late
    from running join matter on matter.id = running.matter_id group by 1, 2
), answered as (
    select event.subject_id as matter_id,
        row_number() over (partition by event.subject_id order by event.id) as round,
        (event.facts->'before'->>'holder_unit_id')::bigint as unit_id,
        (event.facts->'before'->>'rung')::int as rung
    from kernel_event event join matter on matter.id = event.subject_id
    where event.subject = 'matter' and event.subject_id = any(%(ids)s) and event.code = 'matters.moved' and event.facts->>'stage' = matter.asking
), requested as (
    select request.matter_id, count(*) filter (where request.kind = 'return')::smallint as returned,
        count(*) filter (where request.kind = 'extension')::smallint as extended,
        count(*) filter (where request.kind = 'pause')::smallint as paused,
        array_agg(about.round) filter (where request.kind = 'appeal') as appealed
    from matters_request request left join matters_followup about on about.id = request.follow_up_id
    where request.matter_id = any(%(ids)s) and request.state in ('granted', 'running', 'ended') group by 1
), story as (
    select matter.id as matter_id, turn.round::smallint as round, matter.kind, matter.source, matter.order_type,
        matter.category_id, matter.area_path, matter.district_id, matter.street_id, matter.community_id,
        matter.grid_id, turn.round = matter.redos + 1 as last, matter.outcome,
        case when turn.round = 1 then matter.opened_at else coalesce(before.at, matter.opened_at) end as opened_at,
        case when turn.round = 1 then matter.received_at else coalesce(before.at, matter.received_at) end
            as received_at,
        case when turn.round = 1 then timed.signed_at end as signed_at,
        case when turn.round = 1 and (timed.signed_late or timed.signed_at is not null)
            then coalesce(timed.signed_late, false) end as signed_late,
        coalesce(timed.answered_at, case when turn.round = matter.redos + 1 then matter.answered_at end)
            as answered_at,
        timed.handled_late, timed.asked_late, matter.promised_at, asked.at as asked_at,
        coalesce(asked.verdict, '') as verdict, coalesce(asked.satisfaction, '') as satisfaction,
        coalesce(tried.n, 0)::smallint as attempts,
        case when turn.round = matter.redos + 1 then matter.closed_at end as closed_at,
        answered.unit_id, coalesce(answered.rung, matter.rung) as rung, matter.ups, merged, part
    from matter
    cross join lateral generate_series(1, matter.redos + 1) turn(round)
    left join asked before on before.matter_id = matter.id and before.round = turn.round - 1
    left join asked on asked.matter_id = matter.id and asked.round = turn.round
    left join tried on tried.matter_id = matter.id and tried.round = turn.round
    left join timed on timed.matter_id = matter.id and timed.round = turn.round
    left join answered on answered.matter_id = matter.id and answered.round = turn.round
)
select story.matter_id, story.round, story.kind, source, order_type, category_id, area_path, district_id, street_id,
    community_id, grid_id, coalesce(community_id, street_id, district_id) as place_id, unit_id,
    rung.level::smallint as level,
    opened_at, received_at, signed_at, answered_at, asked_at, closed_at,
    (received_at at time zone %(zone)s)::date as received_on,
    (answered_at at time zone %(zone)s)::date as answered_on,
    (coalesce(asked_at, case when last and outcome = %(unreached)s then closed_at end) at time zone %(zone)s)::date
        as asked_on,
    (closed_at at time zone %(zone)s)::date as closed_on,
    (extract(epoch from signed_at - received_at) / 60)::int as contact_minutes,
    (extract(epoch from answered_at - opened_at) / 60)::int as answer_minutes,
    story.signed_late,
    case when handled_late or answered_at is not null then coalesce(handled_late, false) end as handled_late,
    case when answered_at is not null and story.round = 1 and promised_at is not null
        then answered_at > promised_at end as promise_late,
    case when asked_late or asked_at is not null then coalesce(asked_late, false) end as asked_late,
    verdict, satisfaction, attempts,
    case when asked_at is not null then true when last and outcome = %(unreached)s then false end as connected,
    case when last then outcome else '' end as outcome,
    asked_at is not null and not last as reopened,
    merged, part, outcome = any(%(not_dispatched)s) as not_dispatched, ups, last,
    coalesce(requested.returned, 0)::smallint as returned, coalesce(requested.extended, 0)::smallint as extended,
    coalesce(requested.paused, 0)::smallint as paused,
    coalesce(story.round = any(requested.appealed), false) as appealed
from story left join requested on requested.matter_id = story.matter_id
left join rung on rung.kind = story.kind and rung.rung = story.rung
"""

PAGE = "select id from matters_matter where id > %s order by id limit %s"


def facts_of(ids: list[int]) -> tuple[str, dict[str, Any]]:
    """The statement and its values: rows of `FACTS` for these matters, to be read in a scope that sees them."""
    known = sorted(kinds().values(), key=lambda kind: kind.code)
    rungs = [(kind.code, at, int(rung.level)) for kind in known for at, rung in enumerate(kind.ladder)]
    return FACTS, {
        "ids": ids,
        "kinds": [kind.code for kind in known],
        "firsts": [kind.first.code for kind in known],
        "askings": [kind.asking.at for kind in known],
        "rung_kinds": [one[0] for one in rungs],
        "rungs": [one[1] for one in rungs],
        "levels": [one[2] for one in rungs],
        "unreached": Outcome.UNREACHED.value,
        "not_dispatched": list(NOT_DISPATCHED),
        "zone": str(settings.LINLI_ZONE),
    }


def ids_after(last: int, most: int) -> list[int]:
    """The next matters by id, whoever asks: for counting everything anew, a page at a time."""
    with connection.cursor() as cursor:
        cursor.execute(PAGE, (last, most))
        return [row[0] for row in cursor.fetchall()]


OF_IMPORT = "select matter_id from matters_importrow where run_id = %s and matter_id is not null and result = 'applied'"


def matters_of_import(run_id: int) -> list[int]:
    """The matters that came in with a run of an import."""
    with connection.cursor() as cursor:
        cursor.execute(OF_IMPORT, (run_id,))
        return sorted({row[0] for row in cursor.fetchall()})


def first_stage_codes() -> frozenset[str]:
    """The stages in which nobody has taken a matter on."""
    return frozenset(kind.first.code for kind in kinds().values())


def kind_labels() -> dict[str, str]:
    """The kinds of matter by code, in words."""
    return {kind.code: str(kind.label) for kind in kinds().values()}
