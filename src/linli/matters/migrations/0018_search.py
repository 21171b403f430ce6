"""Documents are found from one character on; candidates come newest first for a list, or all at once for its filters."""

from django.db import migrations

from linli.kernel import search
from linli.kernel.walls import OwnerFunction

# Matters of one area (and one unit's) whose document meets the question, newest first, from a place in the list on.
# What is frequent stands among the newest, which are walked; what is not is rare: there the index of words finds all,
# and nothing else may be chosen, since words that come together are estimated far too few.
SEARCH = """
#variable_conflict use_column
declare
    place text;
    here text := format('%I = $1', level || '_id');
    met constant text := 'search @@ $2::tsquery';
    ids bigint[];
begin
    select path into place from places_area where id = area;
    if place is null or not in_scope(place) then return; end if;
    if mark_at is not null then here := here || ' and (received_at, id) < ($3, $4)'; end if;
    if unit is null then
        execute 'select array_agg(id) from (select id from (select id, received_at, search from matters_matter where '
            || here || ' order by received_at desc, id desc limit 2000) newest where ' || met
            || ' order by received_at desc, id desc limit $5) met'
            into ids using area, wanted, mark_at, mark_id, most;
        if cardinality(ids) = most then
            return query select id, received_at from matters_matter where id = any(ids);
            return;
        end if;
    else
        here := here || ' and (holder_unit_id = $6 or asked_units @> array[$6] and asked_units <> ''{}'')';
    end if;
    perform set_config('enable_indexscan', 'off', true), set_config('enable_seqscan', 'off', true);
    return query execute 'select id, received_at from matters_matter where ' || here || ' and ' || met
        || ' order by received_at desc, id desc limit $5' using area, wanted, mark_at, mark_id, most, unit;
    perform set_config('enable_indexscan', 'on', true), set_config('enable_seqscan', 'on', true);
end
"""

# The same for a list with filters: all of them in no order, up to `most`. running: only what is open.
MET = """
#variable_conflict use_column
declare
    place text;
    here text := format('%I = $1', level || '_id');
begin
    select path into place from places_area where id = area;
    if place is null or not in_scope(place) then return; end if;
    if unit is not null then
        here := here || ' and (holder_unit_id = $4 or asked_units @> array[$4] and asked_units <> ''{}'')';
    end if;
    if running then here := here || ' and closed_at is null'; end if;
    perform set_config('enable_indexscan', 'off', true), set_config('enable_seqscan', 'off', true);
    return query execute 'select id from matters_matter where ' || here || ' and search @@ $2::tsquery limit $3'
        using area, wanted, most, unit;
    perform set_config('enable_indexscan', 'on', true), set_config('enable_seqscan', 'on', true);
end
"""

PIECE = 5_000


def write_documents(apps, _editor):
    """The documents of matters that are there already, in their new form."""
    matter = apps.get_model("matters", "Matter")
    last = 0
    with _editor.connection.cursor() as cursor:
        while True:
            rows = list(
                matter.objects.filter(id__gt=last)
                .order_by("id")
                .values_list("id", "title", "place", "text")[:PIECE]
            )
            if not rows:
                return
            for pk, *texts in rows:
                cursor.execute(
                    "update matters_matter set search = array_to_tsvector(%s) where id = %s",
                    (search.document(*texts), pk),
                )
            last = rows[-1][0]


class Migration(migrations.Migration):
    dependencies = [("matters", "0017_photos")]
    operations = [
        migrations.RunPython(write_documents, migrations.RunPython.noop),
        migrations.RunSQL("drop function matter_search(text, text, bigint, int)", migrations.RunSQL.noop),
        OwnerFunction(
            "matter_search(wanted text, level text, area bigint, unit bigint, mark_at timestamptz, mark_id bigint, most int)",
            "table (id bigint, received_at timestamptz)",
            SEARCH,
        ),
        OwnerFunction(
            "matters_met(wanted text, level text, area bigint, unit bigint, running boolean, most int)",
            "setof bigint",
            MET,
        ),
    ]
