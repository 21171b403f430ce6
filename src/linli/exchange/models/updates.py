"""Updates that outsiders may see: a projection of events of public matters, kept by reactions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped


class PublicUpdate(InArea):
    """Something happened in a public matter; `remark_id` names the text shown to the reporter, masked when read."""

    event_id = models.BigIntegerField(primary_key=True)
    matter_id = models.BigIntegerField()
    remark_id = models.BigIntegerField(null=True)
    closed = models.BooleanField()  # the state after it
    at = models.DateTimeField()

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("公开进展")
        indexes = [models.Index(fields=["at", "event_id"], name="exchange_update_at")]
