"""Petitions with those they accuse and their agents, talk points and firms, texts, points and kinds in use."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from linli.kernel.walls import AppendOnly, OwnerFunction, ShutFunction, ShutWall, Wall

# As before, and what is kept from the reader is taken off again: the few rows with marks have an index of their own,
# so that the count of the others still reads the index alone.
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
        ' order by due_at limit $4) running group by 1, 2'
        ' union all'
        ' select stage, holder_role, -count(*), -count(*) filter (where due_at < $2),'
        ' -count(*) filter (where due_at >= $2 and due_at < $3)'
        ' from matters_matter where hidden_from is not null and %1$I = $1 and closed_at is null'
        ' and not open_to(hidden_from, null) group by 1, 2) counted group by 1, 2 having sum(n) > 0', level || '_id')
        using area, now_at, day_end, most;
end
"""

# What a person about to report may see of what others reported: no text, no person, and nothing that accuses.
NEARBY = """
begin return query
    select matter.id, matter.number, matter.title, matter.opened_at, matter.kind, matter.stage, matter.area_path
    from matters_matter matter
    where matter.closed_at is null and matter.opened_at > since and matter.hidden_from is null
      and matter.kind = 'snapshot' and matter.category_id = any(categories)
      and case when building is null then matter.grid_id = grid else matter.building_id = building end
    order by matter.opened_at desc limit 3;
end
"""
SHAREABLE = """
begin return (select area_path from matters_matter
    where id = matter and closed_at is null and kind = 'snapshot' and hidden_from is null); end
"""

COUNTS_ARE = "matter_counts(level text, area bigint, now_at timestamptz, day_end timestamptz, most int)"
NEARBY_ARE = "matters_nearby(building bigint, grid bigint, categories bigint[], since timestamptz)"


def _gone(signature: str) -> migrations.RunSQL:
    """The former version goes; going back brings none, since the tables go with it."""
    return migrations.RunSQL(f"drop function {signature}", migrations.RunSQL.noop)


class Migration(migrations.Migration):

    dependencies = [
        ('matters', '0004_joint'),
        ('people', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='matter',
            name='agent_person_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='matter',
            name='firm',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation'),
        ),
        migrations.AddField(
            model_name='matter',
            name='hidden_from',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True, size=None),
        ),
        migrations.CreateModel(
            name='Accused',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('person_id', models.BigIntegerField(null=True)),
                ('named_at', models.DateTimeField()),
                ('named_by', models.BigIntegerField(null=True)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accused', to='matters.matter')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'verbose_name': '被举报控告人',
            },
        ),
        migrations.CreateModel(
            name='AnswerText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('kind', models.TextField(blank=True)),
                ('stage', models.TextField(blank=True)),
                ('title', models.TextField(verbose_name='名称')),
                ('text', models.TextField(verbose_name='内容')),
                ('version', models.SmallIntegerField(default=1)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.BigIntegerField(null=True)),
                ('retired_at', models.DateTimeField(null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('category', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.category')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='matters.answertext')),
            ],
            options={
                'verbose_name': '答复常用语',
            },
        ),
        migrations.CreateModel(
            name='ClosingPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('point', models.TextField()),
                ('met', models.BooleanField()),
                ('reason', models.TextField(blank=True)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closing_points', to='matters.matter')),
                ('remark', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closing_points', to='matters.remark')),
            ],
            options={
                'verbose_name': '答复核对',
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('agent_person_id', models.BigIntegerField()),
                ('by', models.TextField(choices=[('paper', '书面委托（拍照）'), ('account', '本人在线委托')])),
                ('given_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='matters.matter')),
                ('remark', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='matters.remark')),
            ],
            options={
                'verbose_name': '代办委托',
            },
        ),
        migrations.CreateModel(
            name='FirmRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('every_days', models.SmallIntegerField(verbose_name='走访周期（天）')),
                ('last_on', models.DateField(null=True, verbose_name='上次走访')),
                ('next_on', models.DateField(verbose_name='下次走访')),
                ('firm', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'verbose_name': '企业走访安排',
            },
        ),
        migrations.CreateModel(
            name='FirmVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('on', models.DateField()),
                ('by_person_id', models.BigIntegerField(null=True)),
                ('made_at', models.DateTimeField()),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'verbose_name': '企业走访',
            },
        ),
        migrations.CreateModel(
            name='KindInUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('kind', models.TextField()),
                ('used', models.BooleanField()),
                ('since', models.DateField(verbose_name='生效日期')),
                ('made_at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
            ],
            options={
                'verbose_name': '启用的事项类型',
            },
        ),
        migrations.CreateModel(
            name='TalkPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('name', models.TextField(verbose_name='名称')),
                ('place', models.TextField(verbose_name='地点')),
                ('times', models.TextField(verbose_name='开放时间')),
                ('since', models.DateField(verbose_name='启用日期')),
                ('until', models.DateField(null=True, verbose_name='停用日期')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
            ],
            options={
                'verbose_name': '说事点',
            },
        ),
        migrations.AddField(
            model_name='matter',
            name='talk_point',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.talkpoint'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('agent_person_id__isnull', False)), fields=['agent_person_id', 'due_at', 'id'], name='matters_attended'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('hidden_from__isnull', False)), fields=['id'], name='matters_shut'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('firm__isnull', False)), fields=['firm', '-received_at'], name='matters_firm'),
        ),
        migrations.AddIndex(
            model_name='accused',
            index=models.Index(condition=models.Q(('person_id__isnull', False)), fields=['person_id'], name='matters_accused_person'),
        ),
        migrations.AddConstraint(
            model_name='accused',
            constraint=models.CheckConstraint(condition=models.Q(('person_id__isnull', True), ('unit__isnull', True), _connector='XOR'), name='matters_accused_one'),
        ),
        migrations.AddConstraint(
            model_name='accused',
            constraint=models.UniqueConstraint(fields=('matter', 'person_id', 'unit'), name='matters_accused_once', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='answertext',
            index=models.Index(condition=models.Q(('retired_at__isnull', True)), fields=['area', 'kind', 'id'], name='matters_answer_text_area'),
        ),
        migrations.AddConstraint(
            model_name='closingpoint',
            constraint=models.UniqueConstraint(fields=('remark', 'point'), name='matters_closing_point_once'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('matter',), name='matters_consent_one'),
        ),
        migrations.AddIndex(
            model_name='firmround',
            index=models.Index(fields=['next_on', 'id'], name='matters_firm_round_next'),
        ),
        migrations.AddConstraint(
            model_name='firmround',
            constraint=models.CheckConstraint(condition=models.Q(('every_days__gt', 0)), name='matters_firm_round_days'),
        ),
        migrations.AddConstraint(
            model_name='firmround',
            constraint=models.CheckConstraint(condition=models.Q(('last_on__isnull', True), ('next_on__gt', models.F('last_on')), _connector='OR'), name='matters_firm_round_on'),
        ),
        migrations.AddIndex(
            model_name='firmvisit',
            index=models.Index(fields=['firm', '-on'], name='matters_firm_visit'),
        ),
        migrations.AddConstraint(
            model_name='kindinuse',
            constraint=models.UniqueConstraint(fields=('area', 'kind', 'since'), name='matters_kind_in_use_once'),
        ),
        migrations.AddConstraint(
            model_name='talkpoint',
            constraint=models.UniqueConstraint(fields=('area', 'name'), name='matters_talk_point_once'),
        ),
        *(
            Wall(f"matters_{table}")
            for table in (
                "accused", "consent", "talkpoint", "firmround", "firmvisit", "answertext", "closingpoint",
            )
        ),
        AppendOnly("matters_kindinuse"),
        ShutFunction(),
        ShutWall("matters_matter", "hidden_from", "reporter_person_id"),
        _gone("matter_counts(text, bigint, timestamptz, timestamptz, int)"),
        OwnerFunction(
            COUNTS_ARE, "table (stage text, holder_role text, n bigint, late bigint, today bigint)", COUNTS
        ),
        _gone("matters_nearby(bigint, bigint, bigint[], timestamptz)"),
        OwnerFunction(
            NEARBY_ARE,
            "table (id bigint, number text, title text, opened_at timestamptz, kind text, stage text, area_path text)",
            NEARBY,
        ),
        _gone("shareable_path(bigint)"),
        OwnerFunction("shareable_path(matter bigint)", "text", SHAREABLE),
    ]
