"""Imports keep the table they were handed, and numbers of history come from a sequence of their own."""

from django.db import migrations, models

STATES = [
    ("draft", "待确认"),
    ("waiting", "排队中"),
    ("running", "进行中"),
    ("done", "已完成"),
    ("stopped", "已停止"),
]


class Migration(migrations.Migration):
    dependencies = [("matters", "0002_walls")]
    operations = [
        migrations.RunSQL("create sequence matters_history", "drop sequence matters_history"),
        migrations.AddField("importrun", "upload", models.UUIDField(null=True)),
        migrations.AddField("importrun", "heads", models.JSONField(default=list)),
        migrations.AddField("importrun", "skip", models.IntegerField(default=0)),
        migrations.AddField("importrun", "base_1904", models.BooleanField(default=False)),
        migrations.AlterField("importrun", "state", models.TextField(choices=STATES, default="draft")),
    ]
