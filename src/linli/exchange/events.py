"""What happens in exchange: frozen facts, ids and codes only."""

from typing import ClassVar

from linli.kernel.event import Code, Event


class SubscriptionEvent(Event, frozen=True, kw_only=True):
    """Anything about one subscription of another system."""

    subject: ClassVar[str] = "subscription"


class SubscriptionMade(SubscriptionEvent, frozen=True, kw_only=True):
    """Another system is told of events from now on."""

    code: ClassVar[str] = "exchange.subscription_made"


class SubscriptionChanged(SubscriptionEvent, frozen=True, kw_only=True):
    """Address, types, or secret are others now."""

    code: ClassVar[str] = "exchange.subscription_changed"
    what: Code


class SubscriptionPaused(SubscriptionEvent, frozen=True, kw_only=True):
    """Nothing is sent any more: somebody paused it, or the far side failed for long."""

    code: ClassVar[str] = "exchange.subscription_paused"
    by_failing: bool = False


class SubscriptionResumed(SubscriptionEvent, frozen=True, kw_only=True):
    """Sent again, what was left undelivered first."""

    code: ClassVar[str] = "exchange.subscription_resumed"


class DeliveriesReplayed(SubscriptionEvent, frozen=True, kw_only=True):
    """Events are sent once more, under the same ids."""

    code: ClassVar[str] = "exchange.deliveries_replayed"
    deliveries: int


class TestAsked(SubscriptionEvent, frozen=True, kw_only=True):
    """A test event is sent."""

    code: ClassVar[str] = "exchange.test_asked"


class MailTaken(Event, frozen=True, kw_only=True):
    """Mails were handed in; what became of each stands in its row."""

    code: ClassVar[str] = "exchange.mail_taken"
    subject: ClassVar[str] = "mail_run"
    opened: int
    added: int
    duplicate: int
    refused: int
