from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_tally_and_secrets")]
    operations = [
        migrations.AddField("daynotice", "official", models.BooleanField(db_default=True)),
    ]
