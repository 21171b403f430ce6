"""Every named read about matters."""

from .finding import Found, matter_by_follow_up_link, matter_by_token, matter_for
from .limits import limit_of, promise_of
from .nearby import Nearby, nearby
from .offers import Offer, offers
from .timeline import Entry, timeline

__all__ = [
    "Entry",
    "Found",
    "Nearby",
    "Offer",
    "limit_of",
    "matter_by_follow_up_link",
    "matter_by_token",
    "matter_for",
    "nearby",
    "offers",
    "promise_of",
    "timeline",
]
