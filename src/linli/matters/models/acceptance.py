"""What is not dispatched: the reason, the answer, and the one objection to it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped

from ..terms import NotDispatched


class NoDispatchText(models.Model):
    """An area's own answer for one reason, from a day on; never changed afterwards, the next row is the next version."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.TextField()
    reason = models.TextField(choices=NotDispatched.choices)
    text = models.TextField(verbose_name=_("答复"))
    since = models.DateField(verbose_name=_("生效日期"))
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("不派单答复")
        constraints = [
            models.UniqueConstraint(fields=["area", "reason", "since"], name="matters_no_dispatch_text_once")
        ]


class NotAccepted(InArea):
    """The decision not to dispatch one order. upheld: what the level above made of the objection; null before."""

    matter = models.OneToOneField("matters.Matter", on_delete=models.PROTECT, related_name="not_accepted")
    reason = models.TextField(choices=NotDispatched.choices)
    text = models.ForeignKey(NoDispatchText, null=True, on_delete=models.PROTECT)  # null: the shipped answer
    earlier = models.ForeignKey("matters.Matter", null=True, on_delete=models.PROTECT, related_name="+")
    by_person_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    objected_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True)
    reviewed_by = models.BigIntegerField(null=True)
    reviewed_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("不派单决定")
        constraints = [
            models.CheckConstraint(
                condition=Q(upheld__isnull=True) | Q(objected_at__isnull=False, reviewed_at__isnull=False),
                name="matters_not_accepted_review",
            ),
            models.CheckConstraint(
                condition=~Q(reason="same_matter") | Q(earlier__isnull=False),
                name="matters_not_accepted_earlier",
            ),
        ]
