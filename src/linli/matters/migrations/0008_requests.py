"""Requests and what they move: counts and the lead on a matter, what made a clock longer, limits by level and type."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from linli.kernel.walls import Wall


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0007_proposals"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("area_path", models.TextField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("extension", "延期"),
                            ("return", "退回"),
                            ("pause", "挂起"),
                            ("supervision", "督办"),
                            ("appeal", "申诉"),
                        ],
                        verbose_name="申请",
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("waiting", "待审批"),
                            ("granted", "已同意"),
                            ("refused", "未同意"),
                            ("withdrawn", "已撤回"),
                            ("moot", "已作废"),
                            ("running", "进行中"),
                            ("ended", "已结束"),
                        ],
                        verbose_name="状态",
                    ),
                ),
                ("stage", models.TextField()),
                ("rung", models.SmallIntegerField()),
                ("asked_by", models.BigIntegerField(null=True)),
                ("asked_role", models.TextField()),
                ("asked_area_id", models.BigIntegerField()),
                ("asked_unit_id", models.BigIntegerField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("span", models.TextField(blank=True)),
                ("late", models.BooleanField(default=False)),
                ("until", models.DateTimeField(null=True)),
                ("to_role", models.TextField(blank=True)),
                ("to_area_id", models.BigIntegerField(null=True)),
                ("to_unit_id", models.BigIntegerField(null=True)),
                ("final", models.BooleanField(default=False)),
                ("approver_role", models.TextField()),
                ("approver_area_id", models.BigIntegerField()),
                ("within", models.TextField()),
                ("due_at", models.DateTimeField(verbose_name="审批期限")),
                ("provisional", models.BooleanField(default=False)),
                ("look_at", models.DateTimeField(null=True)),
                (
                    "lapse",
                    models.TextField(
                        choices=[("remind", "提醒审批人"), ("grant", "视为同意"), ("refuse", "视为不同意")]
                    ),
                ),
                ("stands", models.BooleanField(default=False)),
                ("decided_by", models.BigIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("lapsed", models.BooleanField(default=False)),
                ("answered_at", models.DateTimeField(null=True)),
                ("due_before", models.DateTimeField(null=True)),
                ("due_after", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "申请",
            },
        ),
        migrations.RemoveConstraint(
            model_name="stagehours",
            name="matters_hours_once",
        ),
        migrations.AddField(
            model_name="clock",
            name="longer",
            field=models.TextField(blank=True, db_default=""),
        ),
        migrations.AddField(
            model_name="clock",
            name="of",
            field=models.TextField(
                choices=[("stage", "环节"), ("review", "审批"), ("pause", "挂起")], db_default="stage"
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="stood",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateTimeField(), null=True, size=None
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="extensions",
            field=models.SmallIntegerField(db_default=0, verbose_name="延期次数"),
        ),
        migrations.AddField(
            model_name="matter",
            name="lead_area_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="matter",
            name="lead_role",
            field=models.TextField(blank=True, db_default=""),
        ),
        migrations.AddField(
            model_name="matter",
            name="lead_unit_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="matter",
            name="limits_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="matter",
            name="pauses",
            field=models.SmallIntegerField(db_default=0, verbose_name="挂起次数"),
        ),
        migrations.AddField(
            model_name="matter",
            name="return_final",
            field=models.BooleanField(db_default=False),
        ),
        migrations.AddField(
            model_name="matter",
            name="returns",
            field=models.SmallIntegerField(db_default=0, verbose_name="退回次数"),
        ),
        migrations.AddField(
            model_name="matter",
            name="supervised",
            field=models.BooleanField(db_default=False),
        ),
        migrations.AddField(
            model_name="matter",
            name="supervisions",
            field=models.SmallIntegerField(db_default=0, verbose_name="督办次数"),
        ),
        migrations.AddField(
            model_name="matter",
            name="urgency",
            field=models.TextField(
                blank=True,
                choices=[
                    ("urgent", "紧急"),
                    ("livelihood", "水电气热等民生"),
                    ("normal", "一般"),
                    ("difficult", "疑难"),
                ],
                db_default="",
                verbose_name="紧急程度",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="waits_for",
            field=models.TextField(
                blank=True,
                choices=[
                    ("extension", "延期待批"),
                    ("return", "退回待批"),
                    ("pause", "挂起待批"),
                    ("paused", "挂起中"),
                ],
                db_default="",
            ),
        ),
        migrations.AddField(
            model_name="stagehours",
            name="order_type",
            field=models.TextField(
                blank=True,
                choices=[
                    ("enquiry", "咨询"),
                    ("help", "求助"),
                    ("complaint", "投诉"),
                    ("report", "举报"),
                    ("suggestion", "建议"),
                ],
                db_default="",
            ),
        ),
        migrations.AddField(
            model_name="stagehours",
            name="urgency",
            field=models.TextField(
                blank=True,
                choices=[
                    ("urgent", "紧急"),
                    ("livelihood", "水电气热等民生"),
                    ("normal", "一般"),
                    ("difficult", "疑难"),
                ],
                db_default="",
            ),
        ),
        migrations.AddConstraint(
            model_name="stagehours",
            constraint=models.UniqueConstraint(
                fields=("area", "kind", "stage", "rung", "urgency", "order_type", "since"),
                name="matters_hours_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="answer",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.remark"
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="clock",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.clock"
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="follow_up",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="matters.followup",
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="matter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="matters.matter"
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="reason",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.remark"
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="told",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.remark"
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["matter", "id"], name="matters_request_matter"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("look_at__isnull", False)),
                fields=["look_at"],
                name="matters_request_look",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["approver_area_id", "due_at", "id"],
                name="matters_request_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("waiting", "running"))),
                fields=("matter", "kind", "follow_up"),
                name="matters_request_one_open",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ("extension", "return", "pause")), ("state", "waiting")),
                fields=("matter",),
                name="matters_request_one_of_clock",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_at__gte", models.F("asked_at"))), name="matters_request_forward"
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    ("kind", "supervision"),
                    _connector="OR",
                ),
                name="matters_request_not_own",
            ),
        ),
        Wall("matters_request"),
    ]
