"""Who had a matter first is no lead: that word belongs to matters dealt with together."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("matters", "0013_counts")]
    operations = [
        migrations.RenameField("matter", f"lead_{what}", f"first_{what}") for what in ("role", "area_id", "unit_id")
    ]
