"""What must always hold for matters."""

from linli.kernel.invariants import Invariant

from ..kinds import kinds

_PARTLY_CLOSES = ", ".join(
    f"'{kind.code}'" for kind in kinds().values() if kind.asking.partly not in ("", kind.asking.unsolved)
)

INVARIANTS = (
    Invariant(
        "matters.clock_runs",
        "an open matter has exactly one running clock, a closed one none",
        "select matter.id from matters_matter matter left join matters_clock clock"
        " on clock.matter_id = matter.id and clock.ended_at is null"
        " where (matter.closed_at is null) <> (clock.id is not null)",
    ),
    Invariant(
        "matters.due_is_the_clocks",
        "what people see as due is what the running clock says",
        "select matter.id from matters_matter matter join matters_clock clock"
        " on clock.matter_id = matter.id and clock.ended_at is null"
        " where matter.due_at is distinct from clock.due_at or matter.stage <> clock.stage",
    ),
    Invariant(
        "matters.closed_rests",
        "nothing is due on a closed matter",
        "select id from matters_matter where closed_at is not null and (due_at is not null or next_due_at is not null)",
    ),
    Invariant(
        "matters.no_chains",
        "a lead has no lead of its own, and what rides rests on an open one",
        "select matter.id from matters_matter matter join matters_matter lead on lead.id = matter.lead_id"
        " where lead.lead_id is not null or matter.rides and lead.closed_at is not null",
    ),
    Invariant(
        "matters.rider_rests",
        "nothing looks at the clock of what rides along",
        "select id from matters_matter where rides and (lead_id is null or next_due_at is not null)",
    ),
    Invariant(
        "matters.gathered_counted",
        "the count of what was merged into a matter is the number of rows that name it as lead",
        "select lead.id from matters_matter lead where gathered <>"
        " (select count(*) from matters_matter where lead_id = lead.id)",
    ),
    Invariant(
        "matters.open_ask_has_a_clock",
        "an open ask has a limit, and its matter is open",
        "select ask.id from matters_ask ask join matters_matter matter on matter.id = ask.matter_id"
        " where ask.ended_at is null and (matter.closed_at is not null or ask.next_due_at is null and not ask.late)",
    ),
    Invariant(
        "matters.asked_units_read_it",
        "every unit asked for its part may read the matter, for good",
        "select ask.id from matters_ask ask join matters_matter matter on matter.id = ask.matter_id"
        " where not ask.unit_id = any(matter.asked_units)",
    ),
    Invariant(
        "matters.one_level_of_parts",
        "a part has no parts, and its parent was not answered before it",
        "select part.id from matters_matter part join matters_matter parent on parent.id = part.parent_id"
        " where parent.parent_id is not null or part.closed_at is null and parent.closed_at is not null",
    ),
    Invariant(
        "matters.begins",
        "every matter's first event says how it came in, and there is only one",
        "select matter.id from matters_matter matter left join lateral (select count(*) n from kernel_event event"
        " where event.subject = 'matter' and event.subject_id = matter.id"
        " and event.code in ('matters.opened', 'matters.imported')) begun on true where begun.n <> 1",
    ),
    Invariant(
        "matters.has_reporter",
        "every matter says who reported it, be it nobody",
        "select id from matters_matter matter"
        " where not exists (select 1 from matters_reporter where matter_id = matter.id)",
    ),
    Invariant(
        "matters.redos_counted",
        "the redo count is the number of follow-ups that found it not solved, but for what another system closed",
        "select matter.id from matters_matter matter where source <> 'import' and redos <> (select count(*) from matters_followup"  # noqa: S608
        " where matter_id = matter.id and reached and (verdict = 'unsolved' or verdict = 'partly'"
        f" and not matter.kind = any(array[{_PARTLY_CLOSES}]::text[])))",
    ),
    Invariant(
        "matters.ups_counted",
        "the hand-up count is the number of hand-ups that were not undone",
        "select matter.id from matters_matter matter where ups <> (select count(*) from kernel_event event"
        " where event.subject = 'matter' and event.subject_id = matter.id and event.code = 'matters.handed_up')"
        " - (select count(*) from kernel_event event where event.subject = 'matter'"
        " and event.subject_id = matter.id and event.code = 'matters.undone'"
        " and event.facts->>'undone' = 'matters.handed_up')",
    ),
    Invariant(
        "matters.waits_for_what_is_asked",
        "what a matter waits for is its open request about the clock: waiting, or a pause that runs",
        "select matter.id from matters_matter matter left join matters_request request on request.matter_id = matter.id"
        " and (request.state = 'waiting' and request.kind in ('extension', 'return', 'pause')"
        " or request.state = 'running' and request.kind = 'pause')"
        " where matter.waits_for <> case when request.id is null then '' when request.state = 'running' then 'paused'"
        " else request.kind end",
    ),
    Invariant(
        "matters.stands_by_request",
        "a clock of a review or a pause runs exactly while its request is open, and no sweep hands it up",
        "select matter.id from matters_matter matter"
        " join matters_clock clock on clock.matter_id = matter.id and clock.ended_at is null"
        " left join matters_request request on request.matter_id = matter.id"
        " and (request.state = 'waiting' and request.stands or request.state = 'running' and request.kind = 'pause')"
        " where (clock.of <> 'stage') <> (request.id is not null)"
        " or clock.of <> 'stage' and matter.next_due_at is not null",
    ),
    Invariant(
        "matters.requests_looked_at",
        "an undecided request has a limit that the sweep looks at or has reminded of; what is over has none",
        "select id from matters_request where look_at is not null and state not in ('waiting', 'running')"
        " or look_at is null and not lapsed and (state = 'waiting' or state = 'running' and answered_at is null)",
    ),
    Invariant(
        "matters.requests_counted",
        "extensions, returns, pauses and supervisions on a matter are its requests that took effect",
        "select matter.id from matters_matter matter join (select matter_id,"
        " count(*) filter (where kind = 'extension' and state = 'granted') extensions,"
        " count(*) filter (where kind = 'return' and state = 'granted') returns,"
        " count(*) filter (where kind = 'pause' and state in ('running', 'ended')) pauses,"
        " count(*) filter (where kind = 'supervision') supervisions,"
        " coalesce(bool_or(kind = 'supervision' and state = 'running'), false) supervised,"
        " coalesce(bool_or(final and state in ('granted', 'refused')), false) final"
        " from matters_request group by 1) asked on asked.matter_id = matter.id"
        " where (matter.extensions, matter.returns, matter.pauses, matter.supervisions, matter.supervised,"
        " matter.return_final) is distinct from (asked.extensions, asked.returns, asked.pauses, asked.supervisions,"
        " asked.supervised, asked.final)",
    ),
    Invariant(
        "matters.requests_end_with_it",
        "nothing but an appeal is open on a closed matter",
        "select request.id from matters_request request join matters_matter matter on matter.id = request.matter_id"
        " where matter.closed_at is not null and request.state in ('waiting', 'running') and request.kind <> 'appeal'",
    ),
    Invariant(
        "matters.lies_in_its_area",
        "an open matter's path is its area's, and its levels are on the path",
        "select matter.id from matters_matter matter join places_area area on area.id = matter.area_id"
        " where matter.closed_at is null and (matter.area_path <> area.path"
        " or strpos(matter.area_path, '/' || coalesce(matter.grid_id, matter.community_id, matter.street_id,"
        " matter.district_id) || '/') = 0)",
    ),
    Invariant(
        "matters.supporters_counted",
        "the count of those who met the same is the number of rows",
        "select matter.id from matters_matter matter where supporters <>"
        " (select count(*) from matters_supporter where matter_id = matter.id)",
    ),
    Invariant(
        "matters.remarks_lie_with_it",
        "texts and clocks of an open matter lie where the matter lies",
        "select remark.id from matters_remark remark join matters_matter matter on matter.id = remark.matter_id"
        " where matter.closed_at is null and remark.area_path <> matter.area_path"
        " union all select request.id from matters_request request join matters_matter matter"
        " on matter.id = request.matter_id where matter.closed_at is null and request.area_path <> matter.area_path",
    ),
)
