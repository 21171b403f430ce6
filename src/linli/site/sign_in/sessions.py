"""What must hold between sign-in and a page: not idle too long, own password, second factor, right way in."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.kernel.page import Asked
from linli.kernel.scope import GUEST
from linli.kernel.ui import notes
from linli.people.queries import sample_town
from linli.people.terms import SignInHow

from .records import FACTOR, new_key
from .way_on import HOW

Next = Callable[[HttpRequest], HttpResponse]

SEEN, STANDS = "seen", "stands"
"""The session's words: when it was last used (epoch seconds), and with which postings."""
DAY = 86400
COARSE = 60
"""Seconds between two notes of use, so that not every page writes a row."""
QUIET = "HX-Quiet"
"""Header of requests a page makes by itself; they are no use of the desk."""
ALWAYS = ("/account/logout/", "/static/", "/language/", "/healthz", "/readyz")
BEFORE_FACTOR = (*ALWAYS, "/account/")
BEFORE_PASSWORD = (*ALWAYS, "/account/password/change/", "/account/reauthenticate/")


class Sessions:
    """Runs after the actor is known, for those who are signed in."""

    def __init__(self, go_on: Next):
        self.go_on = go_on

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = cast("Asked", request)
        if asked.actor.is_guest:
            return self.go_on(request)
        ended = self._ended(asked)
        if ended:
            logout(request)
            asked.actor = GUEST
            notes.say(request, "info", ended)
            return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")
        self._note_use(asked)
        return self._still_to_do(asked) or self.go_on(request)

    def _ended(self, request: Asked) -> str:
        """Why this session is over, in words, or nothing."""
        if request.actor.is_staff and request.session.get(HOW) == SignInHow.PHONE:
            return _("您现在有工作岗位，请用登录名和密码登录。")
        seen = request.session.get(SEEN)
        if seen is not None and request.now.timestamp() - seen > settings.LINLI_IDLE.total_seconds():
            return _("有一会儿没有操作，已经退出登录。")
        return ""

    def _note_use(self, request: Asked) -> None:
        now = int(request.now.timestamp())
        if request.headers.get(QUIET) is None and now - request.session.get(SEEN, 0) >= COARSE:
            request.session[SEEN] = now
            UserSession.objects.filter(session_key=request.session.session_key).update(
                last_seen_at=request.now
            )
        stands = sorted(f"{one.role}@{one.area_id}" for one in request.actor.standings)
        if stands != request.session.setdefault(STANDS, stands):
            request.session[STANDS] = stands
            new_key(request)

    def _still_to_do(self, request: Asked) -> HttpResponse | None:
        """Where somebody is sent before any other page."""
        if request.user.is_authenticated and self._password_is_due(request):
            if not request.path.startswith(BEFORE_PASSWORD):
                return redirect("account_change_password")
            return None
        if (
            request.actor.is_staff
            and not request.path.startswith(BEFORE_FACTOR)
            and not self._has_factor(request)
        ):
            return redirect("mfa_index")
        return None

    def _password_is_due(self, request: Asked) -> bool:
        """A first password, or one older than the profile allows."""
        account = request.user
        assert account.is_authenticated  # noqa: S101
        if account.must_change:
            return True
        age, since = settings.LINLI_PASSWORD_AGE, account.password_at
        return bool(age and since and request.now - since > age and account.has_usable_password())

    def _has_factor(self, request: Asked) -> bool:
        """Whether the second factor stands, asked once a session; a sample town does without."""
        if request.session.get(FACTOR) or sample_town():
            return True
        found = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists()
        if found:
            request.session[FACTOR] = True
        return found


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of a page needs to know of the session: when it ends without use, and the wish for no keys."""
    account = getattr(request, "user", None)
    if account is None or not account.is_authenticated:
        return {}
    idle = int(settings.LINLI_IDLE.total_seconds())
    return {"idle_seconds": idle if idle < DAY else None, "keys_off": not account.shortcuts}
