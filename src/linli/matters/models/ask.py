"""协办 and 会商: units asked for their part of a matter, each with a clock of its own."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped

from ..terms import AskState


class Consultation(InArea):
    """会商: several units asked at once to come together; it ends with one written conclusion."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="consultations")
    at = models.DateTimeField(verbose_name=_("会商时间"))
    place = models.TextField(verbose_name=_("会商地点"))
    called_by = models.BigIntegerField(null=True)
    called_at = models.DateTimeField()
    conclusion = models.ForeignKey("matters.Remark", null=True, on_delete=models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("会商")
        constraints = [
            models.CheckConstraint(
                condition=Q(conclusion__isnull=True, concluded_at__isnull=True)
                | Q(conclusion__isnull=False, concluded_at__isnull=False),
                name="matters_consultation_concluded",
            ),
        ]
        indexes = [models.Index(fields=["matter", "id"], name="matters_consultation_matter")]


class Ask(InArea):
    """One unit asked for its part: the question, its limit, and the unit's answer (办理依据, not public).

    next_due_at: when the sweep must look; None once it was late and everybody was told, or when it is over.
    """

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="asks")
    unit = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    consultation = models.ForeignKey(Consultation, null=True, on_delete=models.PROTECT, related_name="asks")
    question = models.ForeignKey("matters.Remark", on_delete=models.PROTECT, related_name="+")
    span = models.TextField()
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(verbose_name=_("协办期限"))
    due_provisional = models.BooleanField(default=False)
    next_due_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)
    reminders = models.SmallIntegerField(default=0)
    extended = models.SmallIntegerField(default=0)
    state = models.TextField(choices=AskState.choices, default=AskState.OPEN)
    answer = models.ForeignKey("matters.Remark", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)

    objects = Scoped.as_manager()
    unit_field = "unit_id"

    class Meta:
        verbose_name = _("协办")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "unit"], condition=Q(ended_at__isnull=True), name="matters_ask_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True, answer__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False, next_due_at__isnull=True)),
                name="matters_ask_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("answered", "declined")) | Q(answer__isnull=False),
                name="matters_ask_answer",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("asked_at")), name="matters_ask_forward"),
        ]
        indexes = [
            models.Index(
                fields=["next_due_at"], name="matters_ask_due", condition=Q(next_due_at__isnull=False)
            ),
            models.Index(
                fields=["unit", "due_at", "id"], name="matters_ask_open", condition=Q(ended_at__isnull=True)
            ),
            models.Index(fields=["unit", "-asked_at", "-id"], name="matters_ask_unit"),
            models.Index(fields=["matter", "id"], name="matters_ask_matter"),
        ]
