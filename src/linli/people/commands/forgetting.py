"""What sign-ins leave behind is forgotten when its time is over; the worker asks for it each hour."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session

from linli.kernel import tally

from ..models import PhoneCode

CODES = timedelta(days=1)
ATTEMPTS = timedelta(days=30)
LOGS = timedelta(days=400)
"""Network logs are kept for six months at least (Cybersecurity Law, on keeping logs); we keep thirteen."""


def forget_expired(*, now: datetime) -> int:
    """Drop used and expired codes, windows of counts, dead sessions, old addresses; gives how many rows."""
    gone = tally.sweep(now)
    for rows in (
        PhoneCode.objects.filter(expires_at__lt=now - CODES),
        Session.objects.filter(expire_date__lt=now),
        AccessAttempt.objects.filter(attempt_time__lt=now - ATTEMPTS),
        AccessLog.objects.filter(attempt_time__lt=now - LOGS),
    ):
        gone += rows.delete()[0]
    alive = Session.objects.values("session_key")
    return gone + int(UserSession.objects.exclude(session_key__in=alive).delete()[0])
