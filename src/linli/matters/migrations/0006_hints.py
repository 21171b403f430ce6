"""What is understood of texts: suggestions, public copies, hot issues; each behind the second wall."""

import django.db.models.deletion
from django.db import migrations, models

from linli.kernel.walls import Wall


class Migration(migrations.Migration):

    dependencies = [
        ("matters", "0005_kinds"),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='MaskedCopy',
            fields=[
                ('area_path', models.TextField()),
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='matters.matter')),
                ('title', models.TextField()),
                ('text', models.TextField()),
                ('place', models.TextField()),
                ('whole', models.BooleanField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '公开文本',
            },
        ),
        migrations.CreateModel(
            name='HotIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('title', models.TextField(verbose_name='标题')),
                ('matters', models.IntegerField(default=0, verbose_name='诉求')),
                ('people', models.IntegerField(default=0, verbose_name='人数')),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.hotissue')),
            ],
            options={
                'verbose_name': '热点问题',
            },
        ),
        migrations.CreateModel(
            name='IssueMatter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('score', models.FloatField(default=0)),
                ('at', models.DateTimeField()),
                ('by_person_id', models.BigIntegerField(null=True)),
                ('out', models.BooleanField(default=False)),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='matters.hotissue')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
            ],
            options={
                'verbose_name': '热点诉求',
            },
        ),
        migrations.CreateModel(
            name='MaskedSpan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('words', models.TextField(choices=[('title', '标题'), ('text', '内容'), ('place', '地点')])),
                ('kind', models.TextField(choices=[('name', '姓名'), ('phone', '电话'), ('id', '证件号码'), ('card', '银行卡号'), ('plate', '车牌'), ('mail', '电子邮箱'), ('room', '门牌'), ('other', '其他')])),
                ('begin', models.IntegerField()),
                ('end', models.IntegerField()),
                ('rule', models.TextField()),
                ('at', models.DateTimeField()),
                ('by_person_id', models.BigIntegerField(null=True)),
                ('undone_by', models.BigIntegerField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
            ],
            options={
                'verbose_name': '隐去的字',
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('version', models.TextField()),
                ('given', models.JSONField(default=list)),
                ('confidence', models.FloatField()),
                ('band', models.TextField(choices=[('sure', '基本确定'), ('likely', '可能'), ('unsure', '不确定')])),
                ('made_at', models.DateTimeField()),
                ('chosen', models.TextField(blank=True)),
                ('chosen_by', models.BigIntegerField(null=True)),
                ('chosen_at', models.DateTimeField(null=True)),
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
            ],
            options={
                'verbose_name': '类别建议',
            },
        ),
        migrations.AddIndex(
            model_name='hotissue',
            index=models.Index(condition=models.Q(('into', None)), fields=['area', '-people', '-last_at'], name='matters_issue_hot'),
        ),
        migrations.AddConstraint(
            model_name='issuematter',
            constraint=models.UniqueConstraint(fields=('issue', 'matter'), name='matters_issue_matter'),
        ),
        migrations.AddConstraint(
            model_name='issuematter',
            constraint=models.UniqueConstraint(condition=models.Q(('out', False)), fields=('matter',), name='matters_issue_one'),
        ),
        migrations.AddConstraint(
            model_name='maskedspan',
            constraint=models.UniqueConstraint(fields=('matter', 'words', 'begin', 'end'), name='matters_masked_once'),
        ),
        migrations.AddConstraint(
            model_name='maskedspan',
            constraint=models.CheckConstraint(condition=models.Q(('begin__gte', 0), ('end__gt', models.F('begin'))), name='matters_masked_some'),
        ),
        migrations.AddIndex(
            model_name='suggestion',
            index=models.Index(fields=['-made_at'], name='matters_suggestion_made'),
        ),
        *(Wall(f"matters_{table}") for table in ("suggestion", "maskedcopy", "maskedspan", "hotissue", "issuematter")),
    ]
