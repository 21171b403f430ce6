"""Petitions: whom a matter accuses, and by which consent an agent acts for the petitioner."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped

from ..terms import ConsentBy


class Accused(InArea):
    """A person or a unit a matter accuses: kept from them, and from the desks they serve at (信访工作条例 art. 30)."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="accused")
    person_id = models.BigIntegerField(null=True)
    unit = models.ForeignKey("people.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    named_by = models.BigIntegerField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("被举报控告人")
        constraints = [
            models.CheckConstraint(
                condition=Q(person_id__isnull=True) ^ Q(unit__isnull=True), name="matters_accused_one"
            ),
            models.UniqueConstraint(
                fields=["matter", "person_id", "unit"], nulls_distinct=False, name="matters_accused_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["person_id"], name="matters_accused_person", condition=Q(person_id__isnull=False)
            )
        ]


class Consent(InArea):
    """The petitioner lets an agent act: by a signed paper (photographed), or from the own account."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="consents")
    agent_person_id = models.BigIntegerField()
    by = models.TextField(choices=ConsentBy.choices)
    remark = models.ForeignKey("matters.Remark", null=True, on_delete=models.PROTECT)  # carries the photo
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("代办委托")
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(ended_at__isnull=True), name="matters_consent_one"
            )
        ]
