"""What must always hold for matters."""

from linli.kernel.invariants import Invariant

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
        "select matter.id from matters_matter matter where source <> 'import' and redos <> (select count(*) from matters_followup"
        " where matter_id = matter.id and reached and verdict <> 'solved')",
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
        " where matter.closed_at is null and remark.area_path <> matter.area_path",
    ),
)
