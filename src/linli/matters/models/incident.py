"""突发: joint handling that starts with the report. Plans of a street, and what was done in one incident."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped

from ..terms import IncidentType


class PlanUnit(models.Model):
    """A unit that is asked at once when an incident of a type is reported below an area (应急联动单位)."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.TextField()
    type = models.TextField(choices=IncidentType.choices)
    unit = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("联动单位")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "type", "unit"],
                condition=Q(until__isnull=True),
                name="matters_plan_unit_once",
            )
        ]


class PlanStep(models.Model):
    """A line of the checklist for a type of incident below an area (处置清单)."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.TextField()
    type = models.TextField(choices=IncidentType.choices)
    position = models.SmallIntegerField()
    text = models.TextField(verbose_name=_("要做什么"))
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("处置清单")
        indexes = [models.Index(fields=["area", "type", "position"], name="matters_plan_step")]


class Incident(InArea):
    """The state of emergency of one matter: from the report until somebody decides with a reason that it is over."""

    matter = models.OneToOneField("matters.Matter", on_delete=models.PROTECT, primary_key=True)
    type = models.TextField(choices=IncidentType.choices)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    reason = models.ForeignKey("matters.Remark", null=True, on_delete=models.PROTECT, related_name="+")

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("突发事件")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | (Q(ended_at__gte=F("began_at"), reason__isnull=False)),
                name="matters_incident_ends_with_reason",
            )
        ]


class IncidentStep(InArea):
    """A line of the checklist in one incident, as it read when the incident was reported; ticked by somebody, once."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="incident_steps")
    position = models.SmallIntegerField()
    plan = models.ForeignKey(PlanStep, on_delete=models.PROTECT)
    text = models.TextField()
    ticked_at = models.DateTimeField(null=True)
    ticked_by = models.BigIntegerField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("处置步骤")
        constraints = [
            models.UniqueConstraint(fields=["matter", "position"], name="matters_incident_step_once")
        ]


class IncidentEntry(InArea):
    """A line of the log, by minute; never changed, only corrected by a later line."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="incident_entries")
    minute = models.DateTimeField()  # when it happened, to the minute; `written.at` says when it was written
    written = models.ForeignKey("matters.Remark", on_delete=models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("现场记录")
        indexes = [models.Index(fields=["matter", "minute", "id"], name="matters_incident_log")]
