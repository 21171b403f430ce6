"""What sign-ins leave in the event log, and what follows from them: one row for each act."""

from typing import Any

from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.usersessions.models import UserSession
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver

from linli.kernel.refusal import Refusal
from linli.kernel.scope import GUEST, Actor
from linli.people import commands
from linli.people.models import Account
from linli.people.queries import actor_of
from linli.people.terms import SignInHow

from .way_on import HOW, remember_door

FACTOR = "factor"
"""The session's word for a second factor that is known to stand."""


def _actor(request: Any, account: Account) -> Actor:
    return actor_of(account, request.now)


@receiver(user_logged_in)
def signed_in(request: Any, user: Account, response: Any = None, **_more: Any) -> None:
    """A completed sign-in; where the profile says so it is the only one of this account."""
    how = request.session.get(HOW, SignInHow.PASSWORD)
    if response is not None:
        remember_door(response, how)
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    commands.sign_in(actor=_actor(request, user), now=request.now, how=how, factor=factor)
    if settings.LINLI_ONE_SESSION:
        for other in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
            other.end()


@receiver(user_logged_out)
def signed_out(request: Any, user: Account | None, **_more: Any) -> None:
    """Somebody left; sessions that end outside a request of ours leave no row."""
    if user is not None and getattr(request, "now", None) is not None:
        commands.sign_out(actor=_actor(request, user), now=request.now)


@receiver(password_changed)
def changed_password(request: Any, user: Account, **_more: Any) -> None:
    """The library has set it; all sessions ended with it."""
    commands.change_password(actor=_actor(request, user), now=request.now)


@receiver(authenticator_added)
def added_factor(request: Any, user: Account, authenticator: Any, **_more: Any) -> None:
    """A second factor: the code that turned it on is used up, and the session gets a new key."""
    if authenticator.type != Authenticator.Type.TOTP:
        return
    authenticator.data["last_step"] = request.factor_step
    authenticator.save(update_fields=["data"])
    new_key(request)
    commands.add_factor(actor=_actor(request, user), now=request.now)


@receiver(authenticator_removed)
def removed_factor(request: Any, user: Account, authenticator: Any, **_more: Any) -> None:
    """The second factor is gone."""
    if authenticator.type == Authenticator.Type.TOTP:
        request.session.pop(FACTOR, None)
        commands.remove_factor(actor=_actor(request, user), now=request.now)


@receiver(user_locked_out)
def locked(request: Any, username: str | None, **_more: Any) -> None:
    """Too many tries: one row when the lock falls, none for each try while it holds or for names of nobody."""
    if request.axes_failures_since_start is None:
        return
    try:
        commands.lock_out(actor=GUEST, now=request.now, login=username or "")
    except Refusal:
        return


def new_key(request: Any) -> None:
    """Give the session a new key where the rights behind it have changed; its entry in the list follows."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
