"""Words of exchange: states of deliveries and of mails that were taken in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

PUBLIC_KINDS = ("snapshot",)
"""Kinds of matters that outsiders may see, masked; all others are between the reporter and the desk."""


class DeliveryState(models.TextChoices):
    """How far the telling of one event to one subscriber is."""

    WAITING = "waiting", _("等待送达")
    SENT = "sent", _("已送达")
    DEAD = "dead", _("放弃了")


class MailResult(models.TextChoices):
    """What became of one mail."""

    OPENED = "opened", _("新登记")
    ADDED = "added", _("补充到原事项")
    DUPLICATE = "duplicate", _("以前收过")
    REFUSED = "refused", _("没有收进")
