"""More doors: paper slips, observers, views and exports of a desk, callers who joined; lists by any filter."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models

from linli.kernel.walls import OwnerFunction, Wall


# Whoever holds the paper may ask by its number, which nobody guesses; gives ids and places only.
BY_NUMBER = """
begin return query select slip.id, slip.area_path, matter.id, matter.area_path, slip.lost_at is not null
    from matters_slip slip left join matters_matter matter on matter.id = slip.matter_id
    where slip.number = wanted; end
"""


class Migration(migrations.Migration):

    dependencies = [
        ("matters", "0009_questions_and_mail"),
        ("people", "0003_bearer"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('person_id', models.BigIntegerField()),
                ('trade', models.TextField(choices=[('courier', '快递员'), ('rider', '外卖骑手'), ('driver', '司机'), ('inspector', '巡查员'), ('cleaner', '环卫工人'), ('volunteer', '志愿者'), ('other', '其他')], verbose_name='做什么的')),
                ('words', models.TextField(blank=True, verbose_name='想说的话')),
                ('areas', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('state', models.TextField(choices=[('asked', '等答复'), ('active', '可以报'), ('paused', '暂停'), ('declined', '没有通过'), ('ended', '已退出')], default='asked')),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.BigIntegerField(null=True)),
                ('answer', models.TextField(blank=True, verbose_name='答复')),
                ('until', models.DateField(null=True, verbose_name='到哪天')),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': '观察员登记',
            },
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('uid', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('person_id', models.BigIntegerField()),
                ('query', models.TextField()),
                ('form', models.TextField(choices=[('xlsx', 'Excel表格'), ('csv', 'CSV表格')])),
                ('phones', models.BooleanField(default=False)),
                ('reason', models.TextField(verbose_name='用途')),
                ('state', models.TextField(choices=[('waiting', '正在做'), ('ready', '可以下载'), ('gone', '已清理')], default='waiting')),
                ('rows', models.IntegerField(null=True)),
                ('cut', models.BooleanField(default=False)),
                ('asked_at', models.DateTimeField()),
                ('made_at', models.DateTimeField(null=True)),
                ('fetched', models.SmallIntegerField(default=0)),
            ],
            options={
                'verbose_name': '导出',
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('person_id', models.BigIntegerField()),
                ('role', models.TextField(blank=True)),
                ('name', models.TextField(verbose_name='名称')),
                ('query', models.TextField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '常用筛选',
            },
        ),
        migrations.CreateModel(
            name='Slip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('number', models.TextField(unique=True, verbose_name='单号')),
                ('keyed_at', models.DateTimeField(null=True)),
                ('lost_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': '纸质登记单',
            },
        ),
        migrations.CreateModel(
            name='SlipSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('count', models.SmallIntegerField(verbose_name='张数')),
                ('purpose', models.TextField(blank=True, verbose_name='用在哪里')),
                ('made_at', models.DateTimeField()),
                ('made_by', models.BigIntegerField(null=True)),
            ],
            options={
                'verbose_name': '登记单',
            },
        ),
        migrations.AddField(
            model_name='supporter',
            name='name_mark',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddField(
            model_name='supporter',
            name='phone',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='supporter',
            name='phone_index',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='supporter',
            name='phone_mark',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddField(
            model_name='supporter',
            name='registered_by',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='supporter',
            name='uid',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='matter',
            name='source',
            field=models.TextField(choices=[('app', '随手拍'), ('observer', '观察员'), ('desk', '前台登记'), ('hotline', '12345转来'), ('visit', '走访带回'), ('talk_point', '说事点'), ('phone', '来电登记'), ('paper', '纸质登记单'), ('api', '接口'), ('import', '历史导入')], verbose_name='来源'),
        ),
        migrations.AlterField(
            model_name='remark',
            name='kind',
            field=models.TextField(choices=[('note', '备注'), ('progress', '进展'), ('answer', '答复'), ('reason', '原因'), ('result', '处理结果'), ('supplement', '补充情况'), ('follow_up', '回访记录'), ('transcript', '录音听写')]),
        ),
        migrations.AlterField(
            model_name='supporter',
            name='person_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['kind', '-received_at', '-id'], name='matters_by_kind'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['source', '-received_at', '-id'], name='matters_by_source'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('order_type', ''), _negated=True), fields=['order_type', '-received_at', '-id'], name='matters_by_order_type'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('category__isnull', False)), fields=['category', '-received_at', '-id'], name='matters_by_category'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('holder_unit__isnull', False)), fields=['holder_unit', '-received_at', '-id'], name='matters_by_holder_unit'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['holder_role', '-received_at', '-id'], name='matters_by_holder_role'),
        ),
        migrations.AddConstraint(
            model_name='supporter',
            constraint=models.UniqueConstraint(condition=models.Q(('phone_index__isnull', False)), fields=('matter', 'phone_index'), name='matters_supporter_phone_once'),
        ),
        migrations.AddField(
            model_name='enrolment',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area'),
        ),
        migrations.AddField(
            model_name='export',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area'),
        ),
        migrations.AddField(
            model_name='savedview',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area'),
        ),
        migrations.AddField(
            model_name='slip',
            name='matter',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter'),
        ),
        migrations.AddField(
            model_name='slipsheet',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area'),
        ),
        migrations.AddField(
            model_name='slip',
            name='sheet',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='matters.slipsheet'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'active', 'paused'])), fields=('person_id', 'area'), name='matters_enrolment_once'),
        ),
        migrations.AddIndex(
            model_name='export',
            index=models.Index(fields=['person_id', '-id'], name='matters_export_person'),
        ),
        migrations.AddIndex(
            model_name='savedview',
            index=models.Index(fields=['area', 'role'], name='matters_savedview_area'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('person_id', 'area', 'role', 'name'), name='matters_savedview_once'),
        ),
        migrations.AddIndex(
            model_name='slipsheet',
            index=models.Index(fields=['area', '-id'], name='matters_slipsheet_area'),
        ),
        migrations.AddIndex(
            model_name='slip',
            index=models.Index(fields=['sheet', 'id'], name='matters_slip_sheet'),
        ),
        migrations.AddConstraint(
            model_name='slip',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('keyed_at__isnull', True), ('matter__isnull', True)), models.Q(('keyed_at__isnull', False), ('lost_at__isnull', True), ('matter__isnull', False)), _connector='OR'), name='matters_slip_keyed_once'),
        ),
        Wall("matters_slipsheet"),
        Wall("matters_slip"),
        Wall("matters_enrolment", owner="person_id"),
        Wall("matters_savedview", owner="person_id"),
        Wall("matters_export", owner="person_id"),
        OwnerFunction(
            "slip_by_number(wanted text)",
            "table (id bigint, area_path text, matter bigint, matter_path text, lost boolean)",
            BY_NUMBER,
        ),
    ]
