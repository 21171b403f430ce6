"""An approval of work outside a community's list has a clock that is looked at; those that wait get one."""

from django.db import migrations, models

WAITING = "update matters_dutyrequest set look_at = due_at where decision = ''"


class Migration(migrations.Migration):
    dependencies = [("matters", "0022_tidied_often")]
    operations = [
        migrations.AddField("dutyrequest", "look_at", models.DateTimeField(null=True)),
        migrations.RunSQL(WAITING, migrations.RunSQL.noop),
        migrations.AddIndex(
            "dutyrequest",
            models.Index(
                fields=["look_at"],
                name="matters_duty_request_look",
                condition=models.Q(look_at__isnull=False),
            ),
        ),
    ]
