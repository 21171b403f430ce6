"""Search walks further before it asks the index of words; what lies at a desk is found by the desk."""

from django.db import migrations, models

from linli.kernel.walls import OwnerFunction

# As in 0018. What is frequent is found by walking the newest: the first two thousand say how frequent it is, and twenty
# thousand are walked where they promise a whole page. The index of words knows no area: what a city says often would be
# fetched for all of it.
SEARCH = """
#variable_conflict use_column
declare
    place text;
    here text := format('%I = $1', level || '_id');
    met constant text := 'search @@ $2::tsquery';
    ids bigint[];
    reach int;
begin
    select path into place from places_area where id = area;
    if place is null or not in_scope(place) then return; end if;
    if mark_at is not null then here := here || ' and (received_at, id) < ($3, $4)'; end if;
    if unit is null then
        foreach reach in array array[2000, 20000] loop
            execute 'select array_agg(id) from (select id from (select id, received_at, search from matters_matter where '
                || here || ' order by received_at desc, id desc limit $6) newest where ' || met
                || ' order by received_at desc, id desc limit $5) met'
                into ids using area, wanted, mark_at, mark_id, most, reach;
            if cardinality(ids) = most then
                return query select id, received_at from matters_matter where id = any(ids);
                return;
            end if;
            exit when coalesce(cardinality(ids), 0) * 10 < most;
        end loop;
    else
        here := here || ' and (holder_unit_id = $6 or asked_units @> array[$6] and asked_units <> ''{}'')';
    end if;
    perform set_config('enable_indexscan', 'off', true), set_config('enable_seqscan', 'off', true);
    return query execute 'select id, received_at from matters_matter where ' || here || ' and ' || met
        || ' order by received_at desc, id desc limit $5' using area, wanted, mark_at, mark_id, most, unit;
    perform set_config('enable_indexscan', 'on', true), set_config('enable_seqscan', 'on', true);
end
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0023_late_approvals")]
    operations = [
        migrations.RunSQL(
            "drop function matter_search(text, text, bigint, bigint, timestamptz, bigint, int)",
            migrations.RunSQL.noop,
        ),
        OwnerFunction(
            "matter_search(wanted text, level text, area bigint, unit bigint, mark_at timestamptz, mark_id bigint, most int)",
            "table (id bigint, received_at timestamptz)",
            SEARCH,
        ),
        migrations.AddIndex(
            "matter",
            models.Index(
                fields=["holder_area_id", "holder_role", "stage"],
                name="matters_at_desk",
                condition=models.Q(("closed_at__isnull", True)),
            ),
        ),
    ]
