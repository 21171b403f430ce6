"""The second wall around matters, and the few functions that reach past it by a rule of their own."""

from django.conf import settings
from django.db import migrations

from linli.kernel.walls import AppendOnly, OwnerFunction, Wall

# Open matters of one area by stage and holder; the wall is asked once for the area, not for each row. Those that
# run out first are counted, up to `most`: a list of 100,000 open ones must not cost more than one of 20,000.
COUNTS = """
declare place text;
begin
    select path into place from places_area where id = area;
    if place is null or not in_scope(place) then return; end if;
    return query execute format(
        'select stage, holder_role, count(*), count(*) filter (where due_at < $2),'
        ' count(*) filter (where due_at >= $2 and due_at < $3)'
        ' from (select stage, holder_role, due_at from matters_matter where %I = $1 and closed_at is null'
        ' order by due_at limit $4) running group by 1, 2', level || '_id')
        using area, now_at, day_end, most;
end
"""

# Ids of matters whose document has all the wanted tokens, newest first, below one area in scope.
SEARCH = """
#variable_conflict use_variable
begin
    if not in_scope(place) then return; end if;
    return query select id from matters_matter
        where search @@ wanted::tsquery and area_path ^@ place and (below is null or id < below)
        order by id desc limit most;
end
"""

BY_TOKEN = """
#variable_conflict use_column
begin return query select id, area_path from matters_matter where follow_token = token; end
"""

BY_LINK = """
#variable_conflict use_column
begin return query select matter_id, area_path from matters_followuplink where digest = token; end
"""

# What a person about to report may see of what others reported: no text, no person.
NEARBY = """
begin return query
    select matter.id, matter.number, matter.title, matter.opened_at, matter.kind, matter.stage, matter.area_path
    from matters_matter matter
    where matter.closed_at is null and matter.opened_at > since
      and matter.kind = 'snapshot' and matter.category_id = any(categories)
      and case when building is null then matter.grid_id = grid else matter.building_id = building end
    order by matter.opened_at desc limit 3;
end
"""

# Where an open report lies that others may join; nothing of it is shown.
SHAREABLE = """
begin return (select area_path from matters_matter
    where id = matter and closed_at is null and kind = 'snapshot'); end
"""

# Which matter a photo belongs to, by its random name, and whether the reporter is shown it.
OF_PHOTO = """
begin return query
    select matter.id, matter.area_path, file.public and coalesce(remark.public, true)
    from kernel_storedfile file
    left join matters_remark remark on file.subject = 'remark' and remark.id = file.subject_id
    join matters_matter matter on matter.id = coalesce(remark.matter_id, file.subject_id)
    where file.uid = photo and file.subject in ('matter', 'remark');
end
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0001_initial"), ("kernel", "0002_walls"), ("places", "0001_initial")]
    operations = [
        Wall("matters_matter", owner="reporter_person_id"),
        Wall("matters_reporter", owner="person_id"),
        Wall("matters_supporter", owner="person_id"),
        Wall("matters_remark"),
        Wall("matters_clock"),
        Wall("matters_followup"),
        Wall("matters_followuplink"),
        Wall("matters_importrun", owner="made_by"),
        Wall("matters_importrow"),
        AppendOnly("matters_followup"),
        # The answer stays as it was given; where it lies follows the matter when communities are regrouped.
        migrations.RunSQL(
            f"grant update (area_path) on matters_followup to {settings.LINLI_APP_ROLE}",
            f"revoke update (area_path) on matters_followup from {settings.LINLI_APP_ROLE}",
        ),
        AppendOnly("matters_stagehours"),
        migrations.RunSQL("create sequence matters_number", "drop sequence matters_number"),
        OwnerFunction(
            "matter_counts(level text, area bigint, now_at timestamptz, day_end timestamptz, most int)",
            "table (stage text, holder_role text, n bigint, late bigint, today bigint)",
            COUNTS,
        ),
        OwnerFunction(
            "matter_search(wanted text, place text, below bigint, most int)", "setof bigint", SEARCH
        ),
        OwnerFunction(
            "matter_of_photo(photo uuid)", "table (matter bigint, area_path text, shown boolean)", OF_PHOTO
        ),
        OwnerFunction("shareable_path(matter bigint)", "text", SHAREABLE),
        OwnerFunction("matter_by_token(token bytea)", "table (id bigint, area_path text)", BY_TOKEN),
        OwnerFunction("matter_by_link(token bytea)", "table (id bigint, area_path text)", BY_LINK),
        OwnerFunction(
            "matters_nearby(building bigint, grid bigint, categories bigint[], since timestamptz)",
            "table (id bigint, number text, title text, opened_at timestamptz, kind text, stage text,"
            " area_path text)",
            NEARBY,
        ),
    ]
