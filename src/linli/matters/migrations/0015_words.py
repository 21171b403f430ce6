"""Choices of outcome, source and remark as they are now; the tables stay as they are."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matters', '0014_first_holder'),
    ]

    operations = [
        migrations.AlterField(
            model_name='matter',
            name='outcome',
            field=models.TextField(blank=True, choices=[('solved', '已解决'), ('unreached', '未联系上'), ('declined', '不予受理'), ('not_dispatched', '不派单'), ('withdrawn', '本人撤回'), ('answered', '已答复'), ('handed_on', '已转有权机关')]),
        ),
        migrations.AlterField(
            model_name='matter',
            name='source',
            field=models.TextField(choices=[('app', '随手拍'), ('observer', '观察员'), ('desk', '前台登记'), ('hotline', '12345转来'), ('visit', '走访带回'), ('talk_point', '说事点'), ('proposal', '议事行动'), ('phone', '来电登记'), ('paper', '纸质登记单'), ('transferred', '上级转送'), ('api', '接口'), ('mail', '邮件'), ('part', '拆分而来'), ('import', '历史导入')], verbose_name='来源'),
        ),
        migrations.AlterField(
            model_name='remark',
            name='kind',
            field=models.TextField(choices=[('note', '备注'), ('progress', '进展'), ('answer', '答复'), ('reason', '原因'), ('result', '处理结果'), ('supplement', '补充情况'), ('follow_up', '回访记录'), ('consent', '代办委托书'), ('reported_back', '告知本人'), ('ask', '协办事项'), ('reply', '协办答复'), ('conclusion', '会商结论'), ('log', '现场记录'), ('transcript', '录音听写')]),
        ),
    ]
