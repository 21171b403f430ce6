"""More kinds of unit; names of roles as they are now."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0004_sight_of_mail"),
    ]

    operations = [
        migrations.AlterField(
            model_name="organisation",
            name="kind",
            field=models.TextField(choices=[("street_office", "街道办事处"), ("community_committee", "社区居委会"), ("party_branch", "党组织"), ("department", "职能部门"), ("police", "公安"), ("justice", "司法"), ("city_management", "城管"), ("utility", "水电气暖企业"), ("property", "物业"), ("deputies_house", "代表之家"), ("grid_centre", "网格中心"), ("hotline_desk", "12345专班"), ("waste_sorting", "垃圾分类"), ("other", "其他单位")]),
        ),
        migrations.AlterField(
            model_name="posting",
            name="role",
            field=models.TextField(choices=[("grid_worker", "网格员"), ("grid_leader", "网格长"), ("building_head", "楼栋长"), ("grid_partner", "进格人员"), ("community_desk", "社区前台"), ("street_desk", "街道中心"), ("district_desk", "区级中心"), ("department_staff", "部门人员"), ("mediator", "调解员"), ("agent", "信访代办员"), ("observer", "观察员"), ("station_keeper", "驿站管理员"), ("leader", "分管领导"), ("resident", "居民"), ("system_admin", "系统管理员"), ("security_admin", "安全管理员"), ("audit_admin", "审计管理员")], verbose_name="岗位"),
        ),
    ]
