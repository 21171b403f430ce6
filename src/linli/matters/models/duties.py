"""Who is responsible for what where, what a sub-district gives its communities, and work outside that list."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped

from ..terms import DutyDecision, DutyKind, WordFamily


class Responsibility(models.Model):
    """责任清单: in this area this organisation does this category, from a day to a day, on this ground."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.TextField()
    category = models.ForeignKey("matters.Category", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    since = models.DateField(verbose_name=_("生效日期"))
    until = models.DateField(null=True, verbose_name=_("截止日期"))  # the last day
    basis = models.TextField(blank=True, verbose_name=_("依据"))
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("责任清单")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "category", "organisation", "since"], name="matters_responsibility_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="matters_responsibility_days"
            ),
        ]


class UrgentWord(models.Model):
    """A district's own word that must never be missed, beside the fixed core; from a day to a day."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.TextField()
    word = models.TextField(verbose_name=_("词"))
    family = models.TextField(choices=WordFamily.choices, verbose_name=_("险情"))
    since = models.DateField(verbose_name=_("生效日期"))
    until = models.DateField(null=True, verbose_name=_("截止日期"))
    source = models.TextField(blank=True, verbose_name=_("依据"))
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("紧急词")
        constraints = [
            models.UniqueConstraint(fields=["area", "word", "since"], name="matters_urgent_word_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="matters_urgent_word_days"
            ),
        ]


class DutyList(models.Model):
    """One published version of a street's list (赋能清单, 街道履职事项清单); older ones stay to be read."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.TextField()
    version = models.SmallIntegerField()
    since = models.DateField(verbose_name=_("生效日期"))
    basis = models.TextField(blank=True, verbose_name=_("依据"))
    sample = models.BooleanField(default=False)  # shipped words, not yet a street's own
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("赋能清单")
        constraints = [models.UniqueConstraint(fields=["area", "version"], name="matters_duty_list_version")]


class DutyItem(models.Model):
    """One item: what the sub-district gives. money, people: what follows the task down."""

    list = models.ForeignKey(DutyList, on_delete=models.PROTECT, related_name="items")
    kind = models.TextField(choices=DutyKind.choices)
    group = models.TextField(verbose_name=_("类别"))
    number = models.SmallIntegerField(verbose_name=_("序号"))
    name = models.TextField(verbose_name=_("事项"))
    gives = models.TextField(verbose_name=_("街道提供什么"))
    money = models.TextField(blank=True, verbose_name=_("经费"))
    people = models.TextField(blank=True, verbose_name=_("人员"))
    unit = models.TextField(blank=True, verbose_name=_("责任单位"))
    basis = models.TextField(blank=True, verbose_name=_("依据"))

    class Meta:
        verbose_name = _("清单事项")
        constraints = [models.UniqueConstraint(fields=["list", "number"], name="matters_duty_item_number")]


class DutyRequest(InArea):
    """Asking that a community do something outside its list: why, how long, what comes along; and the decision."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")  # the community
    category = models.ForeignKey("matters.Category", null=True, on_delete=models.PROTECT, related_name="+")
    what = models.TextField(verbose_name=_("请社区做什么"))
    reason = models.TextField(verbose_name=_("为什么"))
    from_on = models.DateField(verbose_name=_("从哪天"))
    until_on = models.DateField(verbose_name=_("到哪天"))
    money = models.TextField(verbose_name=_("经费"))
    people = models.TextField(verbose_name=_("人员"))
    unit_id = models.BigIntegerField(null=True)  # the asking department
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_provisional = models.BooleanField(default=False)
    look_at = models.DateTimeField(
        null=True
    )  # when the sweep looks, None once it is decided or was called late
    decision = models.TextField(choices=DutyDecision.choices, blank=True)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, verbose_name=_("审批意见"))

    objects = Scoped.as_manager()
    unit_field = "unit_id"

    class Meta:
        verbose_name = _("清单外事项")
        indexes = [
            models.Index(fields=["area_path", "-id"], name="matters_duty_request_area"),
            models.Index(
                fields=["look_at"], name="matters_duty_request_look", condition=Q(look_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="matters_duty_request_days"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False) & ~Q(answer="")),
                name="matters_duty_request_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="matters_duty_request_four_eyes",
            ),
        ]


class DutyUse(InArea):
    """A matter that was handed to a community because a request for work outside its list had been approved."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="duty_uses")
    request = models.ForeignKey(DutyRequest, on_delete=models.PROTECT, related_name="uses")
    at = models.DateTimeField()

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("清单外交办")
        constraints = [models.UniqueConstraint(fields=["matter", "request"], name="matters_duty_use_once")]
