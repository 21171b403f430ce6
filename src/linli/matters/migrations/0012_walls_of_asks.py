"""The wall around asks and incidents; what rides along is not counted and not offered as one's own row."""

from django.conf import settings
from django.db import migrations

from linli.kernel.walls import AppendOnly, OwnerFunction, Wall

# As in 0002, but for riders: a merged matter is counted on its lead.
COUNTS = """
declare place text;
begin
    select path into place from places_area where id = area;
    if place is null or not in_scope(place) then return; end if;
    return query execute format(
        'select stage, holder_role, count(*), count(*) filter (where due_at < $2),'
        ' count(*) filter (where due_at >= $2 and due_at < $3)'
        ' from (select stage, holder_role, due_at from matters_matter where %I = $1 and closed_at is null'
        ' and not rides order by due_at limit $4) running group by 1, 2', level || '_id')
        using area, now_at, day_end, most;
end
"""
COUNTS_SIGNATURE = "matter_counts(level text, area bigint, now_at timestamptz, day_end timestamptz, most int)"

# As in 0002, but for riders and parts: who reports is shown the one report that others may join.
NEARBY = """
begin return query
    select matter.id, matter.number, matter.title, matter.opened_at, matter.kind, matter.stage, matter.area_path
    from matters_matter matter
    where matter.closed_at is null and matter.opened_at > since and not matter.rides and matter.parent_id is null
      and matter.kind = 'snapshot' and matter.category_id = any(categories)
      and case when building is null then matter.grid_id = grid else matter.building_id = building end
    order by matter.opened_at desc limit 3;
end
"""
NEARBY_SIGNATURE = "matters_nearby(building bigint, grid bigint, categories bigint[], since timestamptz)"


class Migration(migrations.Migration):
    dependencies = [("matters", "0011_asks")]
    operations = [
        Wall("matters_ask"),
        Wall("matters_consultation"),
        Wall("matters_incident"),
        Wall("matters_incidentstep"),
        Wall("matters_incidententry"),
        AppendOnly("matters_incidententry"),
        # The line stays as it was written; where it lies follows the matter when communities are regrouped.
        migrations.RunSQL(
            f"grant update (area_path) on matters_incidententry to {settings.LINLI_APP_ROLE}",
            f"revoke update (area_path) on matters_incidententry from {settings.LINLI_APP_ROLE}",
        ),
        migrations.RunSQL(
            "drop function matter_counts(text, bigint, timestamptz, timestamptz, int);"
            "drop function matters_nearby(bigint, bigint, bigint[], timestamptz)",
            migrations.RunSQL.noop,
        ),
        OwnerFunction(
            COUNTS_SIGNATURE,
            "table (stage text, holder_role text, n bigint, late bigint, today bigint)",
            COUNTS,
        ),
        OwnerFunction(
            NEARBY_SIGNATURE,
            "table (id bigint, number text, title text, opened_at timestamptz, kind text, stage text,"
            " area_path text)",
            NEARBY,
        ),
    ]
