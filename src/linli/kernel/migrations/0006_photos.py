"""How a photo looks, in 64 bits, so that the same picture is known again."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("kernel", "0005_attachments"),
    ]

    operations = [
        migrations.AddField(
            model_name='storedfile',
            name='mark',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name='storedfile',
            index=models.Index(condition=models.Q(('mark__isnull', False)), fields=['area_path'], name='kernel_file_alike', opclasses=['text_pattern_ops']),
        ),
    ]
