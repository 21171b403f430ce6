"""Talk points where opinions are taken, and the visits to firms of new forms of employment."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped


class TalkPoint(InArea):
    """百姓说事点: a named place and the times at which somebody listens there."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    name = models.TextField(verbose_name=_("名称"))
    place = models.TextField(verbose_name=_("地点"))
    times = models.TextField(verbose_name=_("开放时间"))  # 每周三15:00–17:00
    since = models.DateField(verbose_name=_("启用日期"))
    until = models.DateField(null=True, verbose_name=_("停用日期"))

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("说事点")
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="matters_talk_point_once")]

    def __str__(self) -> str:
        return self.name


class FirmRound(InArea):
    """How often a firm or outlet is visited: every so many days, from the last visit on."""

    firm = models.OneToOneField("people.Organisation", on_delete=models.PROTECT, related_name="+")
    every_days = models.SmallIntegerField(verbose_name=_("走访周期（天）"))
    last_on = models.DateField(null=True, verbose_name=_("上次走访"))
    next_on = models.DateField(verbose_name=_("下次走访"))

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("企业走访安排")
        constraints = [
            models.CheckConstraint(condition=Q(every_days__gt=0), name="matters_firm_round_days"),
            models.CheckConstraint(
                condition=Q(last_on__isnull=True) | Q(next_on__gt=F("last_on")), name="matters_firm_round_on"
            ),
        ]
        indexes = [models.Index(fields=["next_on", "id"], name="matters_firm_round_next")]


class FirmVisit(InArea):
    """One visit to a firm: who went and when; what was said became matters of its own."""

    firm = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    by_person_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("企业走访")
        indexes = [models.Index(fields=["firm", "-on"], name="matters_firm_visit")]
