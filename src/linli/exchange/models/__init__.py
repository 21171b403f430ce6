"""Tables of exchange."""

from .mail import MailRow, MailRun
from .updates import PublicUpdate
from .webhooks import Delivery, Subscription

__all__ = ["Delivery", "MailRow", "MailRun", "PublicUpdate", "Subscription"]
