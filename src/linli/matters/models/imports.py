"""Imports of orders: a saved mapping, a run, and one row for each row of the sheet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped
from linli.kernel.terms import JobState


class ColumnMapping(models.Model):
    """Which column of a sheet means what, kept under a name for the next file of the same shape."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    name = models.TextField(verbose_name=_("名称"))
    columns = models.JSONField()  # {"number": "留言编号", ...}: what is meant, and the column's head
    heads = models.JSONField()  # the sheet's head row, to recognise it
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("列对应")
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="matters_mapping_name")]


class ImportRun(InArea):
    """One file on its way in: handed in, tried, taken in.

    total, done and what follows count rows of data that are not blank; done = applied + duplicate + refused.
    """

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    file_name = models.TextField()
    file_digest = models.BinaryField()
    upload = models.UUIDField(null=True)  # the lines of the table (kernel/sheets.py), for a week
    heads = models.JSONField(default=list)
    skip = models.IntegerField(default=0)  # lines before the first row of data, the head row being the last
    base_1904 = models.BooleanField(default=False)
    columns = models.JSONField()
    dry = models.BooleanField(default=False)
    state = models.TextField(choices=JobState.choices, default=JobState.DRAFT)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    applied = models.IntegerField(default=0)
    duplicate = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    fault = models.TextField(blank=True)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()
    owner_field = "made_by"
    owner_may = frozenset({"matters.import_orders"})

    class Meta:
        verbose_name = _("导入")


class ImportRow(InArea):
    """What became of one row: applied, duplicate, or refused with a reason."""

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="rows")
    row = models.IntegerField()  # as the sheet counts, head row included
    result = models.TextField()  # applied | duplicate | refused
    code = models.TextField(blank=True)
    sentence = models.TextField(blank=True)
    matter_id = models.BigIntegerField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("导入行")
        constraints = [models.UniqueConstraint(fields=["run", "row"], name="matters_import_row_once")]
