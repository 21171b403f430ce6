"""Words in a list of open matters are looked for among the open ones of the area, where these are few enough to read."""

from django.db import migrations

from linli.kernel.walls import OwnerFunction

# As in 0018. The index of words knows no area and no state: what a city says often it would fetch for ten sub-districts
# and a year. The open matters of one sub-district are some thousands, found in their own index and read at once.
MET = """
#variable_conflict use_column
declare
    place text;
    here text := format('%I = $1', level || '_id');
    few boolean := false;
begin
    select path into place from places_area where id = area;
    if place is null or not in_scope(place) then return; end if;
    if running then
        here := here || ' and closed_at is null';
        execute 'select count(*) <= 10000 from (select from matters_matter where ' || here || ' limit 10001) open'
            into few using area;
    end if;
    if few then
        here := 'with open as materialized (select id, search, holder_unit_id, asked_units from matters_matter where '
            || here || ') select id from open where true';
    else
        here := 'select id from matters_matter where ' || here;
        perform set_config('enable_indexscan', 'off', true), set_config('enable_seqscan', 'off', true);
    end if;
    if unit is not null then
        here := here || ' and (holder_unit_id = $4 or asked_units @> array[$4] and asked_units <> ''{}'')';
    end if;
    return query execute here || ' and search @@ $2::tsquery limit $3' using area, wanted, most, unit;
    perform set_config('enable_indexscan', 'on', true), set_config('enable_seqscan', 'on', true);
end
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0024_quicker_lists")]
    operations = [
        migrations.RunSQL(
            "drop function matters_met(text, text, bigint, bigint, boolean, int)", migrations.RunSQL.noop
        ),
        OwnerFunction(
            "matters_met(wanted text, level text, area bigint, unit bigint, running boolean, most int)",
            "setof bigint",
            MET,
        ),
    ]
