"""城市管理部件: something that stands in the city is broken or missing; the seven steps of GB/T 30428."""

from django.utils.translation import gettext_lazy as _

from linli.kernel.spans import work_days, work_hours

from ._seven_steps import disposing, seven_steps

# The five classes of parts (GB/T 30428.2): public utility, road traffic, city appearance, greening, other. Dead plants:
# 5 working days (济源市数字化城市管理指挥手册); the others are the general limit until an area sets its own.
KIND = seven_steps("city_part", _("城管部件"), (
    disposing("gb.part.utility", _("公用设施"), work_days(3)),
    disposing("gb.part.traffic", _("道路交通设施"), work_days(3)),
    disposing("gb.part.appearance", _("市容环境设施"), work_days(3)),
    disposing("gb.part.green", _("园林绿化，死株"), work_days(5)),
    disposing("gb.part.other", _("其他部件"), work_hours(40)),
))  # fmt: skip
