"""Open matters follow their place when communities are split or merged; closed ones keep that of their day."""

from django.db import connection

from linli.kernel import stamp
from linli.places.commands import Regrouped, follows_areas
from linli.places.queries import hours_of

from ..queries.limits import LIMITS
from .clocks import recompute_below

MATTERS = """
update matters_matter
set area_path = %(after)s || substr(area_path, length(%(before)s) + 1),
    area_id = case area_id when %(old_id)s then %(new_id)s else area_id end,
    community_id = case community_id when %(old_id)s then %(new_id)s else community_id end,
    first_area_id = case first_area_id when %(old_id)s then %(new_id)s else first_area_id end,
    holder_person_id = case holder_area_id when %(old_id)s then null else holder_person_id end,
    holder_area_id = case holder_area_id when %(old_id)s then %(new_id)s else holder_area_id end
where community_id = %(old_id)s and closed_at is null and area_path ^@ %(before)s
"""

# What hangs on an open matter lies where the matter lies.
TABLES = (
    "matters_clock",
    "matters_answer",
    "matters_request",
    "matters_reporter",
    "matters_remark",
    "matters_supporter",
    "matters_followup",
    "matters_followuplink",
    "matters_accused",
    "matters_consent",
    "matters_closingpoint",
    "matters_notaccepted",
    "matters_dutyuse",
    "matters_topic",
    "matters_opinion",
    "matters_wording",
    "matters_resolution",
    "matters_proposalaction",
    "matters_ask",
    "matters_consultation",
    "matters_incident",
    "matters_incidentstep",
    "matters_incidententry",
    "matters_suggestion",
    "matters_placehint",
    "matters_maskedcopy",
    "matters_maskedspan",
    "matters_photocopy",
    "matters_photobox",
)
HANGING = tuple(
    f"update {table} hanging set area_path = matter.area_path from matters_matter matter"  # noqa: S608  our own names
    " where matter.community_id = %(new_id)s and matter.closed_at is null"
    " and hanging.matter_id = matter.id and hanging.area_path <> matter.area_path"
    for table in TABLES
)
HANGS_ON = tuple(
    f"update {table} hanging set area_path = matter.area_path from matters_matter matter"  # noqa: S608  our own names
    " where matter.id = %(matter_id)s and hanging.matter_id = matter.id and hanging.area_path <> matter.area_path"
    for table in TABLES
)
"""The same for one matter whose place was made exact."""
# A desk that is no more hands what it asked, and what it has to decide, on to its successor.
DESKS_OF_REQUESTS = tuple(
    f"update matters_request set {column} = %(new_id)s"  # noqa: S608  our own names
    f" where {column} = %(old_id)s and state in ('waiting', 'running') and area_path ^@ %(before)s"
    for column in ("asked_area_id", "approver_area_id", "to_area_id")
)
PHOTOS = """
update kernel_storedfile file set area_path = matter.area_path from matters_matter matter
where matter.community_id = %(new_id)s and matter.closed_at is null
  and file.subject = 'matter' and file.subject_id = matter.id and file.area_path <> matter.area_path
"""
PHOTOS_OF_REMARKS = """
update kernel_storedfile file set area_path = matter.area_path
from matters_remark remark join matters_matter matter on matter.id = remark.matter_id
where matter.community_id = %(new_id)s and matter.closed_at is null
  and file.subject = 'remark' and file.subject_id = remark.id and file.area_path <> matter.area_path
"""

LIMIT_ROWS = """
insert into matters_stagehours
    (area_id, area_path, kind, stage, rung, urgency, order_type, span, since, source, made_at)
select area.id, area.path, row.kind, row.stage, row.rung, row.urgency, row.order_type, row.span, row.since, row.source,
    row.made_at
from matters_stagehours row, places_area area where row.area_id = %s and area.id = %s
on conflict do nothing
"""


@follows_areas
def move_matters(regrouped: Regrouped) -> None:
    """Open matters with all that hangs on them; a desk that is no more hands on to its successor's, unnamed.

    Limits of its own go on under the new area. Where hours differ, running clocks are computed anew.
    """
    with connection.cursor() as cursor:
        for old_id, new_id in regrouped.heirs:
            cursor.execute(LIMIT_ROWS, (old_id, new_id))
        for move in regrouped.moves:
            cursor.execute(MATTERS, move.values)
            for statement in DESKS_OF_REQUESTS:
                cursor.execute(statement, move.values)
        for new_id in dict.fromkeys(move.new_id for move in regrouped.moves):
            for statement in (*HANGING, PHOTOS, PHOTOS_OF_REMARKS):
                cursor.execute(statement, {"new_id": new_id})
    stamp.bump(LIMITS)
    for move in regrouped.moves:
        if hours_of(move.before) != hours_of(move.after):
            recompute_below(move.after)
