"""The only writers of exchange."""

from .delivering import deliver_events
from .mail import record_mail
from .moving import move_doors, tell_of_new_place
from .subscriptions import (
    change_subscription,
    end_subscription,
    make_subscription,
    new_signing_secret,
    pause_subscription,
    replay_deliveries,
    resume_subscription,
    test_subscription,
)

__all__ = [
    "change_subscription",
    "deliver_events",
    "end_subscription",
    "make_subscription",
    "move_doors",
    "new_signing_secret",
    "pause_subscription",
    "record_mail",
    "replay_deliveries",
    "resume_subscription",
    "tell_of_new_place",
    "test_subscription",
]
