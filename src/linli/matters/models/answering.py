"""What helps to answer well: texts an area keeps, points to close by; and which kinds an area uses."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped


class AnswerText(InArea):
    """常用语: a text with placeholders for a kind's stage and a category; a new version replaces, never changes.

    kind, stage: codes, empty for all; category: for it and all below, none for all.
    """

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(blank=True)
    stage = models.TextField(blank=True)
    category = models.ForeignKey("matters.Category", null=True, on_delete=models.PROTECT, related_name="+")
    title = models.TextField(verbose_name=_("名称"))
    text = models.TextField(verbose_name=_("内容"))
    version = models.SmallIntegerField(default=1)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
    retired_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("答复常用语")
        indexes = [
            models.Index(
                fields=["area", "kind", "id"],
                name="matters_answer_text_area",
                condition=models.Q(retired_at__isnull=True),
            )
        ]


class ClosingPoint(InArea):
    """One point of the closing checklist as it stood with an answer: ticked, or why not."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="closing_points")
    remark = models.ForeignKey("matters.Remark", on_delete=models.PROTECT, related_name="closing_points")
    point = models.TextField()
    met = models.BooleanField()
    reason = models.TextField(blank=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("答复核对")
        constraints = [models.UniqueConstraint(fields=["remark", "point"], name="matters_closing_point_once")]


class KindInUse(models.Model):
    """Whether an area takes in matters of a kind, from a day on; dated rows, never changed afterwards."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.TextField()
    kind = models.TextField()
    used = models.BooleanField()
    since = models.DateField(verbose_name=_("生效日期"))
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("启用的事项类型")
        constraints = [
            models.UniqueConstraint(fields=["area", "kind", "since"], name="matters_kind_in_use_once")
        ]
