"""Counts and neighbours know of both: what rides along, and what is kept from the reader or accuses somebody."""

from django.db import migrations

from linli.kernel.walls import OwnerFunction

# What is kept from the reader is taken off again: the few rows with marks have an index of their own, so that the
# count of the others reads the index alone.
COUNTS = """
declare place text;
begin
    select path into place from places_area where id = area;
    if place is null or not in_scope(place) then return; end if;
    return query execute format(
        'select stage, holder_role, greatest(sum(n), 0)::bigint, greatest(sum(late), 0)::bigint,'
        ' greatest(sum(today), 0)::bigint from ('
        ' select stage, holder_role, count(*) n, count(*) filter (where due_at < $2) late,'
        ' count(*) filter (where due_at >= $2 and due_at < $3) today'
        ' from (select stage, holder_role, due_at from matters_matter where %1$I = $1 and closed_at is null'
        ' and not rides order by due_at limit $4) running group by 1, 2'
        ' union all'
        ' select stage, holder_role, -count(*), -count(*) filter (where due_at < $2),'
        ' -count(*) filter (where due_at >= $2 and due_at < $3)'
        ' from matters_matter where hidden_from is not null and %1$I = $1 and closed_at is null and not rides'
        ' and not open_to(hidden_from, null) group by 1, 2) counted group by 1, 2 having sum(n) > 0', level || '_id')
        using area, now_at, day_end, most;
end
"""

NEARBY = """
begin return query
    select matter.id, matter.number, matter.title, matter.opened_at, matter.kind, matter.stage, matter.area_path
    from matters_matter matter
    where matter.closed_at is null and matter.opened_at > since and not matter.rides and matter.parent_id is null
      and matter.hidden_from is null and matter.kind = 'snapshot' and matter.category_id = any(categories)
      and case when building is null then matter.grid_id = grid else matter.building_id = building end
    order by matter.opened_at desc limit 3;
end
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0012_walls_of_asks")]
    operations = [
        migrations.RunSQL(
            "drop function matter_counts(text, bigint, timestamptz, timestamptz, int);"
            "drop function matters_nearby(bigint, bigint, bigint[], timestamptz)",
            migrations.RunSQL.noop,
        ),
        OwnerFunction(
            "matter_counts(level text, area bigint, now_at timestamptz, day_end timestamptz, most int)",
            "table (stage text, holder_role text, n bigint, late bigint, today bigint)",
            COUNTS,
        ),
        OwnerFunction(
            "matters_nearby(building bigint, grid bigint, categories bigint[], since timestamptz)",
            "table (id bigint, number text, title text, opened_at timestamptz, kind text, stage text, area_path text)",
            NEARBY,
        ),
    ]
