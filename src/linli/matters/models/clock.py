"""Clocks of matters, and the hours a street may set for them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped

from ..terms import ClockOf, OrderType, Urgency


class StageHours(models.Model):
    """A street's (or any area's) own limit for a stage: dated, versioned, never changed afterwards.

    It can move hours, never the graph. `span` is a code such as 4wh, 5wd, 24h, 15d.
    """

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.TextField()
    kind = models.TextField()
    stage = models.TextField()
    rung = models.SmallIntegerField(null=True)  # null: on every rung
    urgency = models.TextField(choices=Urgency.choices, blank=True, db_default="")  # empty: of every level
    order_type = models.TextField(
        choices=OrderType.choices, blank=True, db_default=""
    )  # empty: of every type
    span = models.TextField(verbose_name=_("时限"))
    since = models.DateField(verbose_name=_("生效日期"))
    source = models.TextField(blank=True, verbose_name=_("依据"))
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("环节时限")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "kind", "stage", "rung", "urgency", "order_type", "since"],
                nulls_distinct=False,
                name="matters_hours_once",
            )
        ]


class Clock(InArea):
    """One run of one limit: stage and rung, started, due, and how it ended.

    of: the stage itself, or the time in which its clock stands still (a request under review, a pause).
    longer: spans granted besides, in their order, such as "5wd 3wd". stood: moments from and to between which it
    stood still, by turns. Due follows from start, span, longer and stood (rules/running.py), always again.
    """

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="clocks")
    stage = models.TextField()
    rung = models.SmallIntegerField()
    of = models.TextField(choices=ClockOf.choices, db_default=ClockOf.STAGE)
    span = models.TextField()
    longer = models.TextField(blank=True, db_default="")
    stood = ArrayField(models.DateTimeField(), null=True)
    hours = models.ForeignKey(StageHours, null=True, on_delete=models.PROTECT)  # the row the span came from
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    lapses = models.SmallIntegerField(default=0)  # how many of the stage's lapse steps have been done
    ended_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("时钟")
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(ended_at__isnull=True), name="matters_clock_one_runs"
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("started_at")), name="matters_clock_forward"),
        ]
        indexes = [models.Index(fields=["matter", "id"], name="matters_clock_matter")]
