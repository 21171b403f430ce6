"""Asking the reporter afterwards: attempts, answers, one-time links."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped

from ..terms import Satisfaction, Verdict, Via


class FollowUp(InArea):
    """One attempt to ask: reached or not; when reached, the verdict."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="follow_ups")
    round = models.SmallIntegerField()  # 1, and one more after each redo
    via = models.TextField(choices=Via.choices)
    reached = models.BooleanField()
    verdict = models.TextField(choices=Verdict.choices, blank=True)
    satisfaction = models.TextField(choices=Satisfaction.choices, blank=True)
    remark = models.ForeignKey("matters.Remark", null=True, on_delete=models.PROTECT)
    by_person_id = models.BigIntegerField(null=True)  # null: the reporter, through the link
    at = models.DateTimeField()

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("回访")
        constraints = [
            models.CheckConstraint(
                condition=Q(reached=False, verdict="") | (Q(reached=True) & ~Q(verdict="")),
                name="matters_follow_up_verdict",
            ),
            models.UniqueConstraint(
                fields=["matter", "round"], condition=Q(reached=True), name="matters_follow_up_once"
            ),
        ]


class FollowUpLink(InArea):
    """A link that answers one round once."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT)
    round = models.SmallIntegerField()
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("回访链接")
