"""Mails that were handed in: a run, and one row for each file."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped

from ..terms import MailResult


class MailRun(InArea):
    """Some files handed in together."""

    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    objects = Scoped.as_manager()
    owner_field = "made_by"
    owner_may = frozenset({"exchange.take_mail"})

    class Meta:
        verbose_name = _("收件")


class MailRow(InArea):
    """What became of one file."""

    run = models.ForeignKey(MailRun, on_delete=models.PROTECT, related_name="rows")
    row = models.IntegerField()
    file_name = models.TextField()
    result = models.TextField(choices=MailResult.choices)
    code = models.TextField(blank=True)
    sentence = models.TextField(blank=True)
    matter_id = models.BigIntegerField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("收件行")
        constraints = [models.UniqueConstraint(fields=["run", "row"], name="exchange_mailrow_once")]
