"""What is open by area is counted in the index; what closed last, and whether a limit is provisional, is found at once."""

from django.db import migrations, models

from linli.kernel.walls import OwnerFunction

OPEN = models.Q(("closed_at__isnull", True))

# Open matters of an area by the areas of a level below it; a row without an area holds what lies in none of them.
# What is kept from the reader is taken off, as in matter_counts.
OPEN_BY = """
#variable_conflict use_column
declare
    place text;
    here text := format('%I = $1 and closed_at is null and not rides', level || '_id');
    part text := format('%I', by_level || '_id');
    n text := 'count(*) n, count(*) filter (where due_at < $2) late';
begin
    select path into place from places_area where id = area;
    if place is null or not in_scope(place) then return; end if;
    return query execute
        'with part as materialized (select child.id, open.n, open.late from places_area child cross join lateral'
        ' (select ' || n || ' from matters_matter where ' || part || ' = child.id and closed_at is null and not rides) open'
        ' where child.path ^@ $3 and child.level = $4 and open.n > 0),'
        ' whole as (select ' || n || ' from matters_matter where ' || here || '),'
        ' shut as (select ' || part || ' as id, ' || n || ' from matters_matter where hidden_from is not null and'
        ' not open_to(hidden_from, null) and ' || here || ' group by 1),'
        ' told as (select id, n, late from part union all select null, whole.n - coalesce((select sum(n) from part), 0),'
        ' whole.late - coalesce((select sum(late) from part), 0) from whole)'
        ' select told.id, (told.n - coalesce(shut.n, 0))::bigint, (told.late - coalesce(shut.late, 0))::bigint'
        ' from told left join shut on shut.id is not distinct from told.id where told.n > coalesce(shut.n, 0)'
        using area, now_at, place, by_number;
end
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0020_open_lists")]
    operations = [
        migrations.AddIndex(
            "matter",
            models.Index(
                fields=["-closed_at"], name="matters_closed", condition=models.Q(("closed_at__isnull", False))
            ),
        ),
        migrations.AddIndex(
            "matter",
            models.Index(
                fields=["id"],
                name="matters_provisional",
                condition=OPEN & (models.Q(due_provisional=True) | models.Q(promised_provisional=True)),
            ),
        ),
        OwnerFunction(
            "matters_open_by(level text, area bigint, by_level text, by_number int, now_at timestamptz)",
            "table (id bigint, n bigint, late bigint)",
            OPEN_BY,
        ),
    ]
