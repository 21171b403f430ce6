"""Questions of categories and their answers; a reporter's mail address."""

import django.db.models.deletion
from django.db import migrations, models

from linli.kernel.walls import Wall


class Migration(migrations.Migration):

    dependencies = [
        ("matters", "0008_requests"),
    ]

    operations = [
        migrations.AddField(
            model_name='reporter',
            name='email',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='reporter',
            name='email_mark',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AlterField(
            model_name='matter',
            name='source',
            field=models.TextField(choices=[('app', '随手拍'), ('observer', '观察员'), ('desk', '前台登记'), ('hotline', '12345转来'), ('visit', '走访带回'), ('talk_point', '说事点'), ('api', '接口'), ('mail', '邮件'), ('import', '历史导入')], verbose_name='来源'),
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField()),
                ('datatype', models.TextField(choices=[('string', '一行字'), ('text', '一段话'), ('number', '数字'), ('datetime', '日期和时间'), ('singlevaluelist', '选一个'), ('multivaluelist', '可选几个')], verbose_name='回答方式')),
                ('text', models.TextField(verbose_name='问题')),
                ('hint', models.TextField(blank=True, verbose_name='怎么填')),
                ('values', models.JSONField(default=list)),
                ('required', models.BooleanField(default=False)),
                ('position', models.SmallIntegerField(default=100)),
                ('retired_on', models.DateField(null=True)),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='matters.category')),
            ],
            options={
                'verbose_name': '类别的问题',
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('text', models.TextField()),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='matters.matter')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.question')),
            ],
            options={
                'verbose_name': '回答',
            },
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('category', 'code'), name='matters_question_once'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('matter', 'question'), name='matters_answer_once'),
        ),
        Wall("matters_answer"),
    ]
