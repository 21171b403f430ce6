"""Counts of an area keep their plans; the planner knows which pairs of filters are rare; a list of what is closed.

Planning the counts anew took longer than counting. A list filtered by two things that hardly ever go together was
read through the index of one of them to its end, since the planner took them for independent.
"""

from django.db import migrations, models

from linli.kernel.walls import OwnerFunction

LEVELS = ("district", "street", "community", "grid")

# As in 0013, with one statement for each level in place of one put together at each call.
ONE = """
    if level = '{level}' then return query
        select counted.stage, counted.holder_role, greatest(sum(counted.n), 0)::bigint,
            greatest(sum(counted.late), 0)::bigint, greatest(sum(counted.today), 0)::bigint
        from (
            select running.stage, running.holder_role, count(*) n,
                count(*) filter (where due_at < now_at) late,
                count(*) filter (where due_at >= now_at and due_at < day_end) today
            from (
                select matter.stage, matter.holder_role, due_at from matters_matter matter
                where {level}_id = area and closed_at is null and not rides order by due_at limit most
            ) running group by 1, 2
            union all
            select matter.stage, matter.holder_role, -count(*),
                -count(*) filter (where due_at < now_at),
                -count(*) filter (where due_at >= now_at and due_at < day_end)
            from matters_matter matter
            where hidden_from is not null and {level}_id = area and closed_at is null and not rides
                and not open_to(hidden_from, null)
            group by 1, 2
        ) counted group by 1, 2 having sum(counted.n) > 0;
    end if;
"""
COUNTS = f"""
declare place text;
begin
    select path into place from places_area where id = area;
    if place is null or not in_scope(place) then return; end if;
    {"".join(ONE.format(level=level) for level in LEVELS)}
end
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0025_words_in_open_lists")]
    operations = [
        migrations.RunSQL(
            "drop function matter_counts(text, bigint, timestamptz, timestamptz, int);",
            migrations.RunSQL.noop,
        ),
        OwnerFunction(
            "matter_counts(level text, area bigint, now_at timestamptz, day_end timestamptz, most int)",
            "table (stage text, holder_role text, n bigint, late bigint, today bigint)",
            COUNTS,
        ),
        migrations.RunSQL(
            "create statistics matters_pairs (mcv) on kind, source, order_type, urgency, holder_role"
            " from matters_matter; alter statistics matters_pairs set statistics 1000;",
            "drop statistics matters_pairs",
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                fields=["district_id", "-received_at", "-id"],
                name="matters_closed_district",
                condition=models.Q(("closed_at__isnull", False)),
            ),
        ),
    ]
