"""Acceptance, urgent words, responsibility and duty lists, proposals."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from linli.kernel.walls import AppendOnly, OwnerFunction, Wall

# Where a proposal on the public board lies; nothing of it is shown.
TOPIC = """
#variable_conflict use_column
begin return query
    select matter.id, matter.area_path from matters_matter matter
    join matters_topic topic on topic.matter_id = matter.id where matter.number = wanted;
end
"""


def _follows(table: str) -> migrations.RunSQL:
    """What is said stays as it was said; where it lies follows the matter when communities are regrouped."""
    role = settings.LINLI_APP_ROLE
    return migrations.RunSQL(
        f"grant update (area_path) on {table} to {role}", f"revoke update (area_path) on {table} from {role}"
    )


class Migration(migrations.Migration):

    dependencies = [
        ("matters", "0006_hints"),
        ("people", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name='category',
            name='into',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.category'),
        ),
        migrations.AlterField(
            model_name='matter',
            name='outcome',
            field=models.TextField(blank=True, choices=[('solved', '已解决'), ('unreached', '未联系上'), ('declined', '不予受理'), ('not_dispatched', '不派单'), ('withdrawn', '本人撤回'), ('answered', '已答复')]),
        ),
        migrations.AlterField(
            model_name='matter',
            name='source',
            field=models.TextField(choices=[('app', '随手拍'), ('observer', '观察员'), ('desk', '前台登记'), ('hotline', '12345转来'), ('visit', '走访带回'), ('talk_point', '说事点'), ('proposal', '议事行动'), ('api', '接口'), ('import', '历史导入')], verbose_name='来源'),
        ),
        migrations.CreateModel(
            name='NoDispatchText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('reason', models.TextField(choices=[('emergency', '该拨119、110、120等紧急电话'), ('other_channel', '该走诉讼、仲裁、纪检监察、复议、信访等途径'), ('same_matter', '同一件事正在办或者办过，没有新情况'), ('secrets', '涉及国家秘密、商业秘密或者个人隐私'), ('beyond_duty', '不在政府职责范围内'), ('against_law', '违反法律法规或者社会公德')])),
                ('text', models.TextField(verbose_name='答复')),
                ('since', models.DateField(verbose_name='生效日期')),
                ('made_at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
            ],
            options={
                'verbose_name': '不派单答复',
            },
        ),
        migrations.CreateModel(
            name='DutyList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('version', models.SmallIntegerField()),
                ('since', models.DateField(verbose_name='生效日期')),
                ('basis', models.TextField(blank=True, verbose_name='依据')),
                ('sample', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
            ],
            options={
                'verbose_name': '赋能清单',
            },
        ),
        migrations.CreateModel(
            name='DutyItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField(choices=[('service', '服务'), ('guarantee', '保障'), ('basic', '基本履职'), ('co_operate', '配合履职'), ('taken_back', '上级收回')])),
                ('group', models.TextField(verbose_name='类别')),
                ('number', models.SmallIntegerField(verbose_name='序号')),
                ('name', models.TextField(verbose_name='事项')),
                ('gives', models.TextField(verbose_name='街道提供什么')),
                ('money', models.TextField(blank=True, verbose_name='经费')),
                ('people', models.TextField(blank=True, verbose_name='人员')),
                ('unit', models.TextField(blank=True, verbose_name='责任单位')),
                ('basis', models.TextField(blank=True, verbose_name='依据')),
                ('list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='matters.dutylist')),
            ],
            options={
                'verbose_name': '清单事项',
            },
        ),
        migrations.CreateModel(
            name='DutyRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('what', models.TextField(verbose_name='请社区做什么')),
                ('reason', models.TextField(verbose_name='为什么')),
                ('from_on', models.DateField(verbose_name='从哪天')),
                ('until_on', models.DateField(verbose_name='到哪天')),
                ('money', models.TextField(verbose_name='经费')),
                ('people', models.TextField(verbose_name='人员')),
                ('unit_id', models.BigIntegerField(null=True)),
                ('asked_by', models.BigIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('due_provisional', models.BooleanField(default=False)),
                ('decision', models.TextField(blank=True, choices=[('approved', '同意'), ('refused', '不同意')])),
                ('decided_by', models.BigIntegerField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True, verbose_name='审批意见')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('category', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.category')),
            ],
            options={
                'verbose_name': '清单外事项',
            },
        ),
        migrations.CreateModel(
            name='DutyUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('at', models.DateTimeField()),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_uses', to='matters.matter')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='matters.dutyrequest')),
            ],
            options={
                'verbose_name': '清单外交办',
            },
        ),
        migrations.CreateModel(
            name='NotAccepted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('reason', models.TextField(choices=[('emergency', '该拨119、110、120等紧急电话'), ('other_channel', '该走诉讼、仲裁、纪检监察、复议、信访等途径'), ('same_matter', '同一件事正在办或者办过，没有新情况'), ('secrets', '涉及国家秘密、商业秘密或者个人隐私'), ('beyond_duty', '不在政府职责范围内'), ('against_law', '违反法律法规或者社会公德')])),
                ('by_person_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('objected_at', models.DateTimeField(null=True)),
                ('upheld', models.BooleanField(null=True)),
                ('reviewed_by', models.BigIntegerField(null=True)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('earlier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='not_accepted', to='matters.matter')),
                ('text', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='matters.nodispatchtext')),
            ],
            options={
                'verbose_name': '不派单决定',
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('source', models.TextField(choices=[('paper', '纸条'), ('visit', '走访'), ('screen', '网上'), ('meeting', '议事会'), ('phone', '电话')], verbose_name='怎么来的')),
                ('text', models.TextField(verbose_name='意见')),
                ('person_id', models.BigIntegerField(null=True)),
                ('said_by', models.TextField(blank=True, verbose_name='谁说的')),
                ('entered_by', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='matters.matter')),
            ],
            options={
                'verbose_name': '意见',
            },
        ),
        migrations.CreateModel(
            name='ProposalAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('by_person_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('action', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='carries_out', to='matters.matter')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='matters.matter')),
            ],
            options={
                'verbose_name': '落实事项',
            },
        ),
        migrations.CreateModel(
            name='Responsibility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('since', models.DateField(verbose_name='生效日期')),
                ('until', models.DateField(null=True, verbose_name='截止日期')),
                ('basis', models.TextField(blank=True, verbose_name='依据')),
                ('made_at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.category')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'verbose_name': '责任清单',
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('title', models.TextField(verbose_name='议题')),
                ('text', models.TextField(verbose_name='说明')),
                ('wordings', models.SmallIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='topic', to='matters.matter')),
            ],
            options={
                'verbose_name': '议题',
            },
        ),
        migrations.CreateModel(
            name='UrgentWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('word', models.TextField(verbose_name='词')),
                ('family', models.TextField(choices=[('gas', '燃气'), ('fire', '火情'), ('collapse', '坍塌'), ('trapped', '被困'), ('water', '溺水'), ('electric', '触电'), ('violence', '暴力'), ('life', '轻生'), ('medical', '急病伤'), ('other', '其他')], verbose_name='险情')),
                ('since', models.DateField(verbose_name='生效日期')),
                ('until', models.DateField(null=True, verbose_name='截止日期')),
                ('source', models.TextField(blank=True, verbose_name='依据')),
                ('made_at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
            ],
            options={
                'verbose_name': '紧急词',
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('version', models.SmallIntegerField()),
                ('title', models.TextField()),
                ('text', models.TextField()),
                ('last_opinion_id', models.BigIntegerField(default=0)),
                ('opinions', models.SmallIntegerField()),
                ('by_person_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wordings', to='matters.matter')),
            ],
            options={
                'verbose_name': '归纳',
            },
        ),
        migrations.CreateModel(
            name='Resolution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('verdict', models.TextField(choices=[('accepted', '采纳'), ('partly', '部分采纳'), ('declined', '不采纳')])),
                ('reason', models.TextField()),
                ('by_person_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resolutions', to='matters.matter')),
                ('wording', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.wording')),
            ],
            options={
                'verbose_name': '决定',
            },
        ),
        migrations.AddConstraint(
            model_name='nodispatchtext',
            constraint=models.UniqueConstraint(fields=('area', 'reason', 'since'), name='matters_no_dispatch_text_once'),
        ),
        migrations.AddConstraint(
            model_name='dutylist',
            constraint=models.UniqueConstraint(fields=('area', 'version'), name='matters_duty_list_version'),
        ),
        migrations.AddConstraint(
            model_name='dutyitem',
            constraint=models.UniqueConstraint(fields=('list', 'number'), name='matters_duty_item_number'),
        ),
        migrations.AddIndex(
            model_name='dutyrequest',
            index=models.Index(fields=['area_path', '-id'], name='matters_duty_request_area'),
        ),
        migrations.AddConstraint(
            model_name='dutyrequest',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='matters_duty_request_days'),
        ),
        migrations.AddConstraint(
            model_name='dutyrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='matters_duty_request_decided'),
        ),
        migrations.AddConstraint(
            model_name='dutyrequest',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='matters_duty_request_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='dutyuse',
            constraint=models.UniqueConstraint(fields=('matter', 'request'), name='matters_duty_use_once'),
        ),
        migrations.AddConstraint(
            model_name='notaccepted',
            constraint=models.CheckConstraint(condition=models.Q(('upheld__isnull', True), models.Q(('objected_at__isnull', False), ('reviewed_at__isnull', False)), _connector='OR'), name='matters_not_accepted_review'),
        ),
        migrations.AddConstraint(
            model_name='notaccepted',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', 'same_matter'), _negated=True), ('earlier__isnull', False), _connector='OR'), name='matters_not_accepted_earlier'),
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(fields=['matter', 'id'], name='matters_opinion_matter'),
        ),
        migrations.AddConstraint(
            model_name='proposalaction',
            constraint=models.CheckConstraint(condition=models.Q(('matter', models.F('action')), _negated=True), name='matters_action_other'),
        ),
        migrations.AddConstraint(
            model_name='responsibility',
            constraint=models.UniqueConstraint(fields=('area', 'category', 'organisation', 'since'), name='matters_responsibility_once'),
        ),
        migrations.AddConstraint(
            model_name='responsibility',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='matters_responsibility_days'),
        ),
        migrations.AddConstraint(
            model_name='urgentword',
            constraint=models.UniqueConstraint(fields=('area', 'word', 'since'), name='matters_urgent_word_once'),
        ),
        migrations.AddConstraint(
            model_name='urgentword',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='matters_urgent_word_days'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.UniqueConstraint(fields=('matter', 'version'), name='matters_wording_version'),
        ),
        migrations.AddConstraint(
            model_name='resolution',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='matters_resolution_reason'),
        ),
        Wall("matters_notaccepted"),
        Wall("matters_dutyrequest"),
        Wall("matters_dutyuse"),
        Wall("matters_topic"),
        Wall("matters_opinion", owner="person_id"),
        Wall("matters_wording"),
        Wall("matters_resolution"),
        Wall("matters_proposalaction"),
        AppendOnly("matters_nodispatchtext"),
        AppendOnly("matters_dutylist"),
        AppendOnly("matters_dutyitem"),
        AppendOnly("matters_wording"),
        AppendOnly("matters_resolution"),
        _follows("matters_wording"),
        _follows("matters_resolution"),
        OwnerFunction("topic_place(wanted text)", "table (id bigint, area_path text)", TOPIC),
    ]
