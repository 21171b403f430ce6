"""How much of an extension was granted, beside how much was asked for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0018_search")]

    operations = [
        migrations.AddField(
            model_name="request", name="given_span", field=models.TextField(blank=True, db_default="")
        ),
    ]
