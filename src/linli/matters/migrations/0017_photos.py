"""What is found on photos, their public copies, and suggested places; each behind the second wall."""

import django.db.models.deletion
from django.db import migrations, models

from linli.kernel.walls import Wall


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0006_photos"),
        ("matters", "0016_issues"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlaceHint",
            fields=[
                ("area_path", models.TextField()),
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="matters.matter",
                    ),
                ),
                ("given", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
                ("chosen_id", models.BigIntegerField(null=True)),
                ("refused", models.BooleanField(default=False)),
                ("chosen_by", models.BigIntegerField(null=True)),
                ("chosen_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "地点建议",
            },
        ),
        migrations.CreateModel(
            name="PhotoCopy",
            fields=[
                ("area_path", models.TextField()),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="kernel.storedfile",
                    ),
                ),
                ("state", models.TextField(choices=[("ready", "可以公开"), ("unread", "没能识别")])),
                ("version", models.IntegerField(default=0)),
                ("words", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.matter"
                    ),
                ),
            ],
            options={
                "verbose_name": "照片公开副本",
            },
        ),
        migrations.CreateModel(
            name="PhotoBox",
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
                        choices=[("face", "人脸"), ("plate", "车牌"), ("number", "号码"), ("other", "其他")]
                    ),
                ),
                ("left", models.IntegerField()),
                ("top", models.IntegerField()),
                ("right", models.IntegerField()),
                ("bottom", models.IntegerField()),
                ("sure", models.FloatField()),
                ("at", models.DateTimeField()),
                ("by_person_id", models.BigIntegerField(null=True)),
                ("undone_by", models.BigIntegerField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.matter"
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="boxes",
                        to="matters.photocopy",
                    ),
                ),
            ],
            options={
                "verbose_name": "遮住的地方",
            },
        ),
        migrations.AddConstraint(
            model_name="photocopy",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "unread"), ("version__gt", 0), _connector="OR"),
                name="matters_photo_has_bytes",
            ),
        ),
        migrations.AddConstraint(
            model_name="photobox",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("bottom__gt", models.F("top")),
                    ("left__gte", 0),
                    ("right__gt", models.F("left")),
                    ("top__gte", 0),
                ),
                name="matters_photo_box_some",
            ),
        ),
        *(Wall(f"matters_{table}") for table in ("placehint", "photocopy", "photobox")),
    ]
