"""Units asked for their part, incidents with checklist and log."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("matters", "0010_doors"),
        ("people", "0005_unit_kinds"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.TextField()),
                ("span", models.TextField()),
                ("asked_by", models.BigIntegerField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(verbose_name="协办期限")),
                ("due_provisional", models.BooleanField(default=False)),
                ("next_due_at", models.DateTimeField(null=True)),
                ("late", models.BooleanField(default=False)),
                ("reminders", models.SmallIntegerField(default=0)),
                ("extended", models.SmallIntegerField(default=0)),
                ("state", models.TextField(choices=[("open", "等答复"), ("answered", "已答复"), ("declined", "不归本单位"), ("withdrawn", "不用办了")], default="open")),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.BigIntegerField(null=True)),
            ],
            options={
                "verbose_name": "协办",
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.TextField()),
                ("at", models.DateTimeField(verbose_name="会商时间")),
                ("place", models.TextField(verbose_name="会商地点")),
                ("called_by", models.BigIntegerField(null=True)),
                ("called_at", models.DateTimeField()),
                ("concluded_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "会商",
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("area_path", models.TextField()),
                ("matter", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to="matters.matter")),
                ("type", models.TextField(choices=[("fire", "火情"), ("gas", "燃气泄漏"), ("trapped", "人员被困"), ("collapse", "房屋险情"), ("flood", "积水内涝"), ("outage", "停水停电停暖"), ("missing", "人员走失"), ("conflict", "纠纷升级"), ("other", "其他突发")])),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.BigIntegerField(null=True)),
            ],
            options={
                "verbose_name": "突发事件",
            },
        ),
        migrations.CreateModel(
            name="IncidentEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.TextField()),
                ("minute", models.DateTimeField()),
            ],
            options={
                "verbose_name": "现场记录",
            },
        ),
        migrations.CreateModel(
            name="IncidentStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.TextField()),
                ("position", models.SmallIntegerField()),
                ("text", models.TextField()),
                ("ticked_at", models.DateTimeField(null=True)),
                ("ticked_by", models.BigIntegerField(null=True)),
            ],
            options={
                "verbose_name": "处置步骤",
            },
        ),
        migrations.CreateModel(
            name="PlanStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.TextField()),
                ("type", models.TextField(choices=[("fire", "火情"), ("gas", "燃气泄漏"), ("trapped", "人员被困"), ("collapse", "房屋险情"), ("flood", "积水内涝"), ("outage", "停水停电停暖"), ("missing", "人员走失"), ("conflict", "纠纷升级"), ("other", "其他突发")])),
                ("position", models.SmallIntegerField()),
                ("text", models.TextField(verbose_name="要做什么")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "处置清单",
            },
        ),
        migrations.CreateModel(
            name="PlanUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.TextField()),
                ("type", models.TextField(choices=[("fire", "火情"), ("gas", "燃气泄漏"), ("trapped", "人员被困"), ("collapse", "房屋险情"), ("flood", "积水内涝"), ("outage", "停水停电停暖"), ("missing", "人员走失"), ("conflict", "纠纷升级"), ("other", "其他突发")])),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "联动单位",
            },
        ),
        migrations.RemoveIndex(
            model_name="matter",
            name="matters_open_district",
        ),
        migrations.RemoveIndex(
            model_name="matter",
            name="matters_open_street",
        ),
        migrations.RemoveIndex(
            model_name="matter",
            name="matters_open_community",
        ),
        migrations.RemoveIndex(
            model_name="matter",
            name="matters_open_grid",
        ),
        migrations.AddField(
            model_name="matter",
            name="gathered",
            field=models.SmallIntegerField(db_default=0, default=0, verbose_name="并入件数"),
        ),
        migrations.AlterField(
            model_name="matter",
            name="source",
            field=models.TextField(choices=[("app", "随手拍"), ("observer", "观察员"), ("desk", "前台登记"), ("hotline", "12345转来"), ("visit", "走访带回"), ("talk_point", "说事点"), ("api", "接口"), ("part", "拆分而来"), ("import", "历史导入")], verbose_name="来源"),
        ),
        migrations.AlterField(
            model_name="remark",
            name="kind",
            field=models.TextField(choices=[("note", "备注"), ("progress", "进展"), ("answer", "答复"), ("reason", "原因"), ("result", "处理结果"), ("supplement", "补充情况"), ("follow_up", "回访记录"), ("ask", "协办事项"), ("reply", "协办答复"), ("conclusion", "会商结论"), ("log", "现场记录")]),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(condition=models.Q(("closed_at__isnull", True)), fields=["district_id", "due_at", "id"], include=("stage", "holder_role", "rides"), name="matters_open_district"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(condition=models.Q(("closed_at__isnull", True)), fields=["street_id", "due_at", "id"], include=("stage", "holder_role", "rides"), name="matters_open_street"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(condition=models.Q(("closed_at__isnull", True)), fields=["community_id", "due_at", "id"], include=("stage", "holder_role", "rides"), name="matters_open_community"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(condition=models.Q(("closed_at__isnull", True)), fields=["grid_id", "due_at", "id"], include=("stage", "holder_role", "rides"), name="matters_open_grid"),
        ),
        migrations.AddField(
            model_name="ask",
            name="answer",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.remark"),
        ),
        migrations.AddField(
            model_name="ask",
            name="matter",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="asks", to="matters.matter"),
        ),
        migrations.AddField(
            model_name="ask",
            name="question",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.remark"),
        ),
        migrations.AddField(
            model_name="ask",
            name="unit",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
        ),
        migrations.AddField(
            model_name="consultation",
            name="conclusion",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.remark"),
        ),
        migrations.AddField(
            model_name="consultation",
            name="matter",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="consultations", to="matters.matter"),
        ),
        migrations.AddField(
            model_name="ask",
            name="consultation",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="asks", to="matters.consultation"),
        ),
        migrations.AddField(
            model_name="incident",
            name="reason",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.remark"),
        ),
        migrations.AddField(
            model_name="incidententry",
            name="corrects",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="matters.incidententry"),
        ),
        migrations.AddField(
            model_name="incidententry",
            name="matter",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="incident_entries", to="matters.matter"),
        ),
        migrations.AddField(
            model_name="incidententry",
            name="written",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.remark"),
        ),
        migrations.AddField(
            model_name="incidentstep",
            name="matter",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="incident_steps", to="matters.matter"),
        ),
        migrations.AddField(
            model_name="planstep",
            name="area",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.area"),
        ),
        migrations.AddField(
            model_name="incidentstep",
            name="plan",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="matters.planstep"),
        ),
        migrations.AddField(
            model_name="planunit",
            name="area",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.area"),
        ),
        migrations.AddField(
            model_name="planunit",
            name="unit",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
        ),
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(fields=["matter", "id"], name="matters_consultation_matter"),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("concluded_at__isnull", True), ("conclusion__isnull", True)), models.Q(("concluded_at__isnull", False), ("conclusion__isnull", False)), _connector="OR"), name="matters_consultation_concluded"),
        ),
        migrations.AddIndex(
            model_name="ask",
            index=models.Index(condition=models.Q(("next_due_at__isnull", False)), fields=["next_due_at"], name="matters_ask_due"),
        ),
        migrations.AddIndex(
            model_name="ask",
            index=models.Index(condition=models.Q(("ended_at__isnull", True)), fields=["unit", "due_at", "id"], name="matters_ask_open"),
        ),
        migrations.AddIndex(
            model_name="ask",
            index=models.Index(fields=["unit", "-asked_at", "-id"], name="matters_ask_unit"),
        ),
        migrations.AddIndex(
            model_name="ask",
            index=models.Index(fields=["matter", "id"], name="matters_ask_matter"),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.UniqueConstraint(condition=models.Q(("ended_at__isnull", True)), fields=("matter", "unit"), name="matters_ask_one_open"),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("answer__isnull", True), ("ended_at__isnull", True), ("state", "open")), models.Q(models.Q(("state", "open"), _negated=True), ("ended_at__isnull", False), ("next_due_at__isnull", True)), _connector="OR"), name="matters_ask_ended"),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("state__in", ("answered", "declined")), _negated=True), ("answer__isnull", False), _connector="OR"), name="matters_ask_answer"),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.CheckConstraint(condition=models.Q(("due_at__gte", models.F("asked_at"))), name="matters_ask_forward"),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(condition=models.Q(("ended_at__isnull", True), models.Q(("ended_at__gte", models.F("began_at")), ("reason__isnull", False)), _connector="OR"), name="matters_incident_ends_with_reason"),
        ),
        migrations.AddIndex(
            model_name="incidententry",
            index=models.Index(fields=["matter", "minute", "id"], name="matters_incident_log"),
        ),
        migrations.AddIndex(
            model_name="planstep",
            index=models.Index(fields=["area", "type", "position"], name="matters_plan_step"),
        ),
        migrations.AddConstraint(
            model_name="incidentstep",
            constraint=models.UniqueConstraint(fields=("matter", "position"), name="matters_incident_step_once"),
        ),
        migrations.AddConstraint(
            model_name="planunit",
            constraint=models.UniqueConstraint(condition=models.Q(("until__isnull", True)), fields=("area", "type", "unit"), name="matters_plan_unit_once"),
        ),
    ]
