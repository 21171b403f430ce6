"""The table of matters is tidied after a fiftieth has changed: counts of open matters read the index alone where it is."""

from django.db import migrations

OFTEN = (
    "alter table matters_matter set (autovacuum_vacuum_scale_factor = 0.02,"
    " autovacuum_vacuum_insert_scale_factor = 0.02)"
)
AS_BEFORE = (
    "alter table matters_matter reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)"
)


class Migration(migrations.Migration):
    dependencies = [("matters", "0021_speed_of_boards")]
    operations = [migrations.RunSQL(OFTEN, AS_BEFORE)]
