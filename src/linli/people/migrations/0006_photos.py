"""Photos without their covers are opened like any masked field."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0005_unit_kinds"),
    ]

    operations = [
        migrations.AlterField(
            model_name='sight',
            name='field',
            field=models.TextField(choices=[('phone', '电话'), ('id_number', '身份证号'), ('name', '姓名'), ('email', '邮箱'), ('photo', '照片原图')]),
        ),
    ]
