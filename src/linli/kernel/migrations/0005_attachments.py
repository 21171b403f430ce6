"""Recordings and documents beside photos: their name, their length."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("kernel", "0004_notice_official"),
    ]

    operations = [
        migrations.AddField(
            model_name='storedfile',
            name='name',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddField(
            model_name='storedfile',
            name='pages',
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name='storedfile',
            name='seconds',
            field=models.FloatField(null=True),
        ),
    ]
