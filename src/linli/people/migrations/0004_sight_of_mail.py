"""Words that postings and looks may have."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0003_bearer"),
    ]

    operations = [
        migrations.AlterField(
            model_name='posting',
            name='role',
            field=models.TextField(choices=[('grid_worker', '网格员'), ('grid_leader', '网格长'), ('building_head', '楼栋长'), ('grid_partner', '进格人员'), ('community_desk', '社区前台'), ('street_desk', '街道中心'), ('district_desk', '区级中心'), ('department_staff', '部门人员'), ('mediator', '调解员'), ('agent', '信访代办员'), ('observer', '观察员'), ('station_keeper', '驿站管理员'), ('leader', '分管领导'), ('resident', '居民'), ('system_admin', '系统管理员'), ('security_admin', '安全管理员'), ('audit_admin', '审计管理员')], verbose_name='岗位'),
        ),
        migrations.AlterField(
            model_name='sight',
            name='field',
            field=models.TextField(choices=[('phone', '电话'), ('id_number', '身份证号'), ('name', '姓名'), ('email', '邮箱')]),
        ),
    ]
