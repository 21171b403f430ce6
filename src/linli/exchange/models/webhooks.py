"""Subscriptions of other systems to events, and one delivery for each event and subscriber."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.kernel import secret
from linli.kernel.scope import InArea, Scoped

from ..terms import DeliveryState


class Subscription(InArea):
    """Who is told of what: an https address, types of events, an area. The secret signs what is sent."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.TextField(verbose_name=_("用途"))
    address = models.TextField(verbose_name=_("接收地址"))
    types = models.JSONField(default=list)  # codes of events, or "matters.*"
    secret = models.BinaryField()
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    paused_by_failing = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    failures = models.IntegerField(default=0)  # in a row
    next_try_at = models.DateTimeField(null=True)  # while it fails: one delivery at a time, not before
    last_sent_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("事件订阅")

    def seal(self, text: str) -> bytes:
        """The secret as it is kept."""
        return secret.seal(text, compartment="webhook", place="exchange_subscription.secret", row=self.uid)

    def open(self) -> str:
        """The secret, to sign with it."""
        return secret.unseal(
            bytes(self.secret), compartment="webhook", place="exchange_subscription.secret", row=self.uid
        )


class Delivery(InArea):
    """One event for one subscriber. Until it is sent or given up, later ones of the same subject wait."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="deliveries")
    event_id = models.BigIntegerField()
    type = models.TextField()
    subject = models.TextField()
    subject_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    state = models.TextField(choices=DeliveryState.choices, default=DeliveryState.WAITING)
    tries = models.SmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    status = models.SmallIntegerField(null=True)  # what the far side answered last
    fault = models.TextField(blank=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("事件送达")
        constraints = [
            models.UniqueConstraint(fields=["subscription", "event_id"], name="exchange_delivery_once")
        ]
        indexes = [
            models.Index(
                fields=["subscription", "subject", "subject_id", "event_id"],
                name="exchange_delivery_order",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=["next_try_at"], name="exchange_delivery_due", condition=Q(state="waiting")),
            models.Index(fields=["subscription", "state", "-event_id"], name="exchange_delivery_list"),
            models.Index(
                fields=["sent_at"], name="exchange_delivery_sent", condition=Q(sent_at__isnull=False)
            ),
        ]
