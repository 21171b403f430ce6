"""What people decide about figures: how rates are counted, what is left out, what was frozen, looked at, reported."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped

from ..terms import HintRule, HintState, OutReason, OutState, ReportSpan, ReportState


class RateChoice(models.Model):
    """How an area counts its rates from a day on: versioned, never changed afterwards.

    rates: the declarations (shape.Rate) as they were on the day they were chosen.
    """

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.TextField()
    since = models.DateField(verbose_name=_("生效日期"))
    version = models.SmallIntegerField()
    preset = models.TextField()
    label = models.TextField()
    source = models.TextField(verbose_name=_("依据"))
    rates = models.JSONField()
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("三率口径")
        constraints = [models.UniqueConstraint(fields=["area", "version"], name="board_rates_version")]


class Exclusion(InArea):
    """剔除: somebody asks that a matter be left out of the rates; the level above decides."""

    matter_id = models.BigIntegerField()
    number = models.TextField()
    reason = models.TextField(choices=OutReason.choices)
    words = models.TextField(verbose_name=_("理由"))
    level = models.SmallIntegerField()  # of whoever asked; only a level above decides
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    state = models.TextField(choices=OutState.choices, default=OutState.ASKED)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_words = models.TextField(blank=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("剔除申请")
        constraints = [
            models.UniqueConstraint(
                fields=["matter_id"], condition=~Q(state="refused"), name="board_exclusion_once"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at__isnull=True) | Q(decided_at__isnull=False),
                name="board_exclusion_decided",
            ),
        ]
        indexes = [models.Index(fields=["-asked_at", "-id"], name="board_exclusion_new")]


class Frozen(InArea):
    """A month's figures of an area, written down for good. A recount is a row beside it, with who and why."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    version = models.SmallIntegerField()
    label = models.TextField()
    rate_version = models.SmallIntegerField()
    figures = models.JSONField()
    counts = models.JSONField()
    words = models.TextField(blank=True)  # why it was counted again
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("封存月份")
        constraints = [models.UniqueConstraint(fields=["area", "month", "version"], name="board_frozen_once")]


class Hint(InArea):
    """Matters that deserve a look by a rule. About work, never about a person; nothing follows from it by itself."""

    rule = models.TextField(choices=HintRule.choices)
    key = models.TextField()  # what the rule found it by, so that it is found once
    matters = models.JSONField()
    found_on = models.DateField()
    state = models.TextField(choices=HintState.choices, default=HintState.OPEN)
    words = models.TextField(blank=True)
    looked_by = models.BigIntegerField(null=True)
    looked_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("留意线索")
        constraints = [models.UniqueConstraint(fields=["rule", "key"], name="board_hint_once")]
        indexes = [models.Index(fields=["state", "-found_on", "-id"], name="board_hint_state")]


class Report(InArea):
    """A daily or monthly report as files, made by the worker."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    span = models.TextField(choices=ReportSpan.choices)
    start = models.DateField()
    state = models.TextField(choices=ReportState.choices, default=ReportState.WAITING)
    table = models.BinaryField(null=True)
    sheet = models.BinaryField(null=True)
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("报表")
        indexes = [models.Index(fields=["-asked_at", "-id"], name="board_report_new")]
