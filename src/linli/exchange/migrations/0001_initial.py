"""Subscriptions and their deliveries, public updates, mails that were taken in."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from linli.kernel.walls import Wall


class Migration(migrations.Migration):

    initial = True

    dependencies = [("kernel", "0002_walls")]

    operations = [
        migrations.CreateModel(
            name='MailRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('made_by', models.BigIntegerField(null=True)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '收件',
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.TextField(verbose_name='用途')),
                ('address', models.TextField(verbose_name='接收地址')),
                ('types', models.JSONField(default=list)),
                ('secret', models.BinaryField()),
                ('made_by', models.BigIntegerField(null=True)),
                ('made_at', models.DateTimeField()),
                ('paused_at', models.DateTimeField(null=True)),
                ('paused_by_failing', models.BooleanField(default=False)),
                ('ended_at', models.DateTimeField(null=True)),
                ('failing_since', models.DateTimeField(null=True)),
                ('failures', models.IntegerField(default=0)),
                ('next_try_at', models.DateTimeField(null=True)),
                ('last_sent_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': '事件订阅',
            },
        ),
        migrations.CreateModel(
            name='PublicUpdate',
            fields=[
                ('area_path', models.TextField()),
                ('event_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('matter_id', models.BigIntegerField()),
                ('remark_id', models.BigIntegerField(null=True)),
                ('closed', models.BooleanField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '公开进展',
                'indexes': [models.Index(fields=['at', 'event_id'], name='exchange_update_at')],
            },
        ),
        migrations.CreateModel(
            name='MailRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('row', models.IntegerField()),
                ('file_name', models.TextField()),
                ('result', models.TextField(choices=[('opened', '新登记'), ('added', '补充到原事项'), ('duplicate', '以前收过'), ('refused', '没有收进')])),
                ('code', models.TextField(blank=True)),
                ('sentence', models.TextField(blank=True)),
                ('matter_id', models.BigIntegerField(null=True)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='exchange.mailrun')),
            ],
            options={
                'verbose_name': '收件行',
                'constraints': [models.UniqueConstraint(fields=('run', 'row'), name='exchange_mailrow_once')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_path', models.TextField()),
                ('event_id', models.BigIntegerField()),
                ('type', models.TextField()),
                ('subject', models.TextField()),
                ('subject_id', models.BigIntegerField()),
                ('made_at', models.DateTimeField()),
                ('state', models.TextField(choices=[('waiting', '等待送达'), ('sent', '已送达'), ('dead', '放弃了')], default='waiting')),
                ('tries', models.SmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('status', models.SmallIntegerField(null=True)),
                ('fault', models.TextField(blank=True)),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='exchange.subscription')),
            ],
            options={
                'verbose_name': '事件送达',
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['subscription', 'subject', 'subject_id', 'event_id'], name='exchange_delivery_order'), models.Index(condition=models.Q(('state', 'waiting')), fields=['next_try_at'], name='exchange_delivery_due'), models.Index(fields=['subscription', 'state', '-event_id'], name='exchange_delivery_list'), models.Index(condition=models.Q(('sent_at__isnull', False)), fields=['sent_at'], name='exchange_delivery_sent')],
                'constraints': [models.UniqueConstraint(fields=('subscription', 'event_id'), name='exchange_delivery_once')],
            },
        ),
        Wall("exchange_mailrun", owner="made_by"),
        Wall("exchange_mailrow"),
        Wall("exchange_publicupdate"),
        Wall("exchange_subscription"),
        Wall("exchange_delivery"),
    ]
