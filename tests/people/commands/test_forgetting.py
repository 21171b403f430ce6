"""What sign-ins leave behind goes when its time is over, and nothing else goes with it."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.test import Client
from tests import town

from linli.kernel import tally
from linli.kernel.scope import GUEST
from linli.people.commands import ask_code, forget_expired
from linli.people.models import Account, PhoneCode


def test_codes_counts_sessions_and_addresses(cast, now):
    ask_code(actor=GUEST, now=now, phone="12900007777")
    tally.take("x", "y", most=1, within=timedelta(minutes=1), now=now)
    old = Client()
    old.get("/sign-in/phone/")
    session = old.session
    session["x"] = 1
    session.save()
    UserSession.objects.create(
        user=Account.objects.first(), ip="192.0.2.1", session_key="gone", user_agent="x"
    )
    AccessAttempt.objects.create(username="x", ip_address="192.0.2.1", failures_since_start=1)
    AccessLog.objects.create(username="x", ip_address="192.0.2.1")
    assert forget_expired(now=now) >= 1, "only the dead session entry"
    assert not UserSession.objects.exists()
    assert (
        PhoneCode.objects.count(),
        Session.objects.count(),
        AccessAttempt.objects.count(),
        AccessLog.objects.count(),
    ) == (1, 1, 1, 1)
    much_later = town.moment() + timedelta(days=500)
    forget_expired(now=much_later)
    assert (
        PhoneCode.objects.count(),
        Session.objects.count(),
        AccessAttempt.objects.count(),
        AccessLog.objects.count(),
    ) == (0, 0, 0, 0)
    assert tally.spent("x", "y", most=1, within=timedelta(minutes=1), now=now) is None


def test_network_logs_stay_for_six_months_at_least(cast, now):
    AccessLog.objects.create(username="x", ip_address="192.0.2.1")
    forget_expired(now=town.moment() + timedelta(days=200))
    assert AccessLog.objects.count() == 1
