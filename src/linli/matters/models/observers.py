"""Observers (城市社区观察员): who asked, for what and where, and how it stands. No track, no quota, no points."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped

from ..terms import EnrolState, Trade


class Enrolment(InArea):
    """One person's enrolment with one street; the posting that lets them report follows from it.

    areas: communities they come to, empty for the whole street; categories: what they may report, empty for
    everything residents may.
    """

    person_id = models.BigIntegerField()
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    trade = models.TextField(choices=Trade.choices, verbose_name=_("做什么的"))
    words = models.TextField(blank=True, verbose_name=_("想说的话"))
    areas = ArrayField(models.BigIntegerField(), default=list)
    categories = ArrayField(models.BigIntegerField(), default=list)
    state = models.TextField(choices=EnrolState.choices, default=EnrolState.ASKED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    answer = models.TextField(blank=True, verbose_name=_("答复"))
    until = models.DateField(null=True, verbose_name=_("到哪天"))
    ended_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()
    owner_field = "person_id"
    owner_may = frozenset({"matters.enrol"})

    class Meta:
        verbose_name = _("观察员登记")
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "area"],
                condition=Q(state__in=["asked", "active", "paused"]),
                name="matters_enrolment_once",
            )
        ]
