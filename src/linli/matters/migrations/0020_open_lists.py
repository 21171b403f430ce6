"""Lists of what is open are filtered and counted in their index; a list by urgency has an index of its own."""

from django.db import migrations, models

from linli.kernel.walls import OwnerFunction

LEVELS = ("district", "street", "community", "grid")
OPEN = models.Q(("closed_at__isnull", True))
INCLUDED = (
    "stage",
    "holder_role",
    "rides",
    "kind",
    "source",
    "order_type",
    "urgency",
    "category",
    "holder_unit",
    "received_at",
)

# The filters of a list as conditions on columns that the index of open matters holds; nothing else is taken.
FILTERED = """
    for name, value in select key, jsonb_each_text.value from jsonb_each_text(filters) loop
        here := here || case
            when name in ('kind', 'source', 'order_type', 'urgency', 'holder_role', 'holder_unit_id')
                then format(' and %I = %L', name, value)
            when name = 'categories' then format(' and category_id = any(%L::bigint[])', value)
            when name = 'stages' then format(' and stage = any(%L::text[])', value)
            when name = 'since' then format(' and received_at >= %L::timestamptz', value)
            when name = 'until' then format(' and received_at < %L::timestamptz', value)
            when name = 'due_from' then format(' and due_at >= %L::timestamptz', value)
            when name = 'due_before' then format(' and due_at < %L::timestamptz', value)
        end;
    end loop;
"""
BEGIN = """
declare
    place text;
    name text;
    value text;
    here text := format('%I = $1 and closed_at is null and not rides', level || '_id');
begin
    select path into place from places_area where id = area;
    if place is null or not in_scope(place) then return; end if;
"""

# Open matters of one area under some filters, in the order in which they run out, from a place in the list on.
RUNNING = f"""
{BEGIN}{FILTERED}
    if mark_at is not null then
        here := here || case when backwards then ' and (due_at, id) < ($2, $3)' else ' and (due_at, id) > ($2, $3)' end;
    end if;
    return query execute 'select due_at, id from matters_matter where ' || here
        || case when backwards then ' order by due_at desc, id desc' else ' order by due_at, id' end || ' limit $4'
        using area, mark_at, mark_id, most;
end
"""

# How many they are, by stage and holder; what is kept from the reader is taken off again (as in matter_counts).
TALLIES = f"""
{BEGIN}{FILTERED}
    return query execute
        'select stage, holder_role, greatest(sum(n), 0)::bigint, greatest(sum(late), 0)::bigint,'
        ' greatest(sum(today), 0)::bigint from ('
        ' select stage, holder_role, count(*) n, count(*) filter (where due_at < $2) late,'
        ' count(*) filter (where due_at >= $2 and due_at < $3) today'
        ' from (select stage, holder_role, due_at from matters_matter where ' || here || ' order by due_at limit $4) running'
        ' group by 1, 2'
        ' union all'
        ' select stage, holder_role, -count(*), -count(*) filter (where due_at < $2),'
        ' -count(*) filter (where due_at >= $2 and due_at < $3)'
        ' from matters_matter where hidden_from is not null and not open_to(hidden_from, null) and ' || here
        || ' group by 1, 2) counted group by 1, 2 having sum(n) > 0'
        using area, now_at, day_end, most;
end
"""


def _again(level):
    name = f"matters_open_{level}"
    index = models.Index(fields=[f"{level}_id", "due_at", "id"], include=INCLUDED, name=name, condition=OPEN)
    return [migrations.RemoveIndex("matter", name), migrations.AddIndex("matter", index)]


class Migration(migrations.Migration):
    dependencies = [("matters", "0019_given_span")]
    operations = [
        *(operation for level in LEVELS for operation in _again(level)),
        migrations.AddIndex(
            "matter",
            models.Index(
                fields=["urgency", "-received_at", "-id"],
                name="matters_by_urgency",
                condition=~models.Q(urgency=""),
            ),
        ),
        OwnerFunction(
            "matters_running(level text, area bigint, filters jsonb, mark_at timestamptz, mark_id bigint,"
            " backwards boolean, most int)",
            "table (due_at timestamptz, id bigint)",
            f"#variable_conflict use_column{RUNNING}",
        ),
        OwnerFunction(
            "matter_tallies(level text, area bigint, filters jsonb, now_at timestamptz, day_end timestamptz, most int)",
            "table (stage text, holder_role text, n bigint, late bigint, today bigint)",
            f"#variable_conflict use_column{TALLIES}",
        ),
    ]
