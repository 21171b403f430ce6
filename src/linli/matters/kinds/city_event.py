"""城市管理事件: something happens in the street; the seven steps of GB/T 30428."""

from django.utils.translation import gettext_lazy as _

from linli.kernel.spans import work_days, work_hours

from ._seven_steps import disposing, seven_steps

# Limits of two city manuals (济源市数字化城市管理指挥手册): the shorter where the place is a main street is set by an
# area in a row of its own.
KIND = seven_steps("city_event", _("城管事件"), (
    disposing("gb.event.rubbish", _("暴露垃圾"), work_hours(4)),
    disposing("gb.event.rubble", _("积存渣土"), work_hours(4)),
    disposing("gb.event.dirty_road", _("道路不洁"), work_hours(2)),
    disposing("gb.event.standing_water", _("道路积水"), work_hours(4)),
    disposing("gb.event.illegal_building", _("私搭乱建"), work_days(15)),
))  # fmt: skip
