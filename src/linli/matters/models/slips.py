"""Paper slips with numbers printed beforehand, and the sheets they were printed on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped


class SlipSheet(InArea):
    """One printing: who printed how many slips for which area."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    count = models.SmallIntegerField(verbose_name=_("张数"))
    purpose = models.TextField(blank=True, verbose_name=_("用在哪里"))
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("登记单")
        indexes = [models.Index(fields=["area", "-id"], name="matters_slipsheet_area")]


class Slip(InArea):
    """A slip: open until it is keyed in; one that never comes back stays visible."""

    number = models.TextField(unique=True, verbose_name=_("单号"))  # rules/slip_numbers.py
    sheet = models.ForeignKey(SlipSheet, on_delete=models.PROTECT, related_name="slips")
    matter = models.OneToOneField("matters.Matter", null=True, on_delete=models.PROTECT, related_name="+")
    keyed_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("纸质登记单")
        indexes = [models.Index(fields=["sheet", "id"], name="matters_slip_sheet")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(matter__isnull=True, keyed_at__isnull=True)
                | models.Q(matter__isnull=False, keyed_at__isnull=False, lost_at__isnull=True),
                name="matters_slip_keyed_once",
            )
        ]
