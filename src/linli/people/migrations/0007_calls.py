"""Opening what a caller reported before is a sight like any other."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0006_photos'),
    ]

    operations = [
        migrations.AlterField(
            model_name='sight',
            name='field',
            field=models.TextField(choices=[('phone', '电话'), ('id_number', '身份证号'), ('name', '姓名'), ('email', '邮箱'), ('photo', '照片原图'), ('matter', '以前的诉求')]),
        ),
        migrations.AlterField(
            model_name='sight',
            name='reason',
            field=models.TextField(choices=[('contact', '要联系本人'), ('verify', '核对身份'), ('follow_up', '回访'), ('emergency', '紧急情况'), ('call', '正在来电'), ('other', '其他')]),
        ),
    ]
