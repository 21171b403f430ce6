"""Counts of tries, and notices that carry a secret for as long as it is of use."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_walls")]
    operations = [
        migrations.RunSQL(
            # Lost after a crash, like any window that has passed.
            "create unlogged table kernel_tally ("
            "key bytea primary key, since timestamptz not null, until timestamptz not null, n integer not null);"
            "create index kernel_tally_until on kernel_tally (until);",
            "drop table kernel_tally",
        ),
        migrations.AddField("notice", "secret", models.BinaryField(null=True)),
        migrations.AddField("notice", "until", models.DateTimeField(null=True)),
    ]
