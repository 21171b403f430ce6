"""Hot issues as people keep them; looking for like matters by place, time and rare pairs of characters."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from linli.kernel.walls import OwnerFunction

# The rarest of the wanted pairs, by what the planner knows of the column: a pair it does not list is rarer than all it does.
RAREST = """
    select string_agg(quote_literal(token), ' | ')::tsquery, array_agg(token) into query, rare from (
        select token from unnest(asked) token left join (
            select elem, freq from pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) known(elem, freq)
            where schemaname = current_schema() and tablename = 'matters_matter' and attname = 'search'
        ) known on known.elem = token
        order by coalesce(known.freq, 0), token limit 8) chosen;
    if query is null then return; end if;
"""

# Ids of matters at one area, since a moment, that share rare pairs with what is being written; most pairs first.
# Nothing that accuses, and only kinds that are named. The list of the area and the index of pairs serve it both.
ALIKE = f"""
declare place text; query tsquery; rare text[];
begin
    select path into place from places_area where id = area;
    if place is null or not in_scope(place) then return; end if;
    {RAREST}
    return query execute format(
        'select id from (select id, search, received_at from matters_matter where %I = $1 and received_at >= $2'
        ' and search @@ $3 and kind = any($4) and hidden_from is null and not rides order by received_at desc limit 400) near'
        ' order by (select count(*) from unnest($5) token where search @@ quote_literal(token)::tsquery) desc,'
        ' received_at desc limit $6', level || '_id') using area, since, query, kinds, rare, most;
end
"""

# What a person about to report may see of what others reported there: the masked copies of open public matters that may
# be joined, of the same kind of thing or in like words. No copy, not shown.
PUBLIC_ALIKE = f"""
#variable_conflict use_variable
declare query tsquery; rare text[];
begin
    {RAREST.replace("if query is null then return; end if;", "")}
    return query
    select matter.id, matter.number, copy.title, copy.text, copy.place, matter.opened_at, matter.kind, matter.stage,
        matter.area_path, matter.supporters, coalesce(matter.category_id = any(categories), false)
            and grid is not null and (building is null or matter.building_id = building)
    from matters_matter matter join matters_maskedcopy copy on copy.matter_id = matter.id
    where matter.closed_at is null and matter.opened_at > since and not matter.rides and matter.parent_id is null
      and matter.hidden_from is null and matter.kind = 'snapshot'
      and case when grid is null then matter.community_id = community else matter.grid_id = grid end
      and (building is null or matter.building_id is null or matter.building_id = building)
      and (matter.search @@ query or (matter.category_id = any(categories)
        and grid is not null and (building is null or matter.building_id = building)))
    order by 11 desc, matter.opened_at desc limit most;
end
"""


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0015_words"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="hotissue", name="matters_issue_hot"),
        migrations.AddField(
            model_name="hotissue",
            name="state",
            field=models.TextField(
                choices=[
                    ("open", "没有处置"),
                    ("watched", "重点关注"),
                    ("answered", "已统一答复"),
                    ("dropped", "不算热点"),
                ],
                default="open",
                db_default="open",
            ),
        ),
        migrations.AddField(
            model_name="hotissue",
            name="words",
            field=models.TextField(blank=True, db_default="", verbose_name="说明"),
        ),
        migrations.AddField(
            model_name="hotissue",
            name="nameless",
            field=models.IntegerField(default=0, db_default=0, verbose_name="没留姓名"),
        ),
        *(
            migrations.AddField(model_name="hotissue", name=name, field=models.BigIntegerField(null=True))
            for name in ("named_by", "made_by", "marked_by")
        ),
        migrations.AddField(model_name="hotissue", name="marked_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="issuematter",
            name="origin",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="matters.hotissue",
            ),
        ),
        migrations.AddIndex(
            model_name="hotissue",
            index=models.Index(
                condition=Q(("into", None)),
                fields=["area", "-people", "-last_at", "-id"],
                name="matters_issue_hot",
            ),
        ),
        migrations.RunSQL(
            "drop function matters_nearby(bigint, bigint, bigint[], timestamptz)", migrations.RunSQL.noop
        ),
        OwnerFunction(
            "matters_alike(level text, area bigint, since timestamptz, asked text[], kinds text[], most int)",
            "setof bigint",
            ALIKE,
        ),
        OwnerFunction(
            "reports_alike(building bigint, grid bigint, community bigint, categories bigint[], asked text[],"
            " since timestamptz, most int)",
            "table (id bigint, number text, title text, text text, place text, opened_at timestamptz, kind text,"
            " stage text, area_path text, supporters smallint, same_kind boolean)",
            PUBLIC_ALIKE,
        ),
    ]
