"""What every request gets before a page sees it: a moment, a number, who asks, the language."""

from collections.abc import Callable
from datetime import datetime
from typing import cast
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation

from linli.kernel.page import Asked
from linli.kernel.scope import GUEST
from linli.people.queries import actor_of, sample_town

Next = Callable[[HttpRequest], HttpResponse]

FREE_OF_MFA = ("/sign-in/", "/sign-out/", "/account/", "/static/", "/healthz", "/readyz", "/language/")


class Door:
    """The moment (the only reading of the clock on the way in) and the request's number for the log."""

    def __init__(self, go_on: Next):
        self.go_on = go_on

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = cast(Asked, request)
        asked.now = self.moment()
        request.number = uuid4().hex[:12]  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(number=request.number)  # type: ignore[attr-defined]
        answer = self.go_on(request)
        answer.headers.setdefault("X-Request-Number", request.number)  # type: ignore[attr-defined]
        answer.headers.setdefault(
            "Permissions-Policy", "camera=(self), geolocation=(self), microphone=(self)"
        )
        return answer

    def moment(self) -> datetime:
        """Now, in China's zone."""
        return timezone.now().astimezone(settings.LINLI_ZONE)


class WhoAsks:
    """The actor behind the session; staff outside a sample town must have a second factor."""

    def __init__(self, go_on: Next):
        self.go_on = go_on

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = cast(Asked, request)
        if request.path.startswith(("/api/", "/static/", "/healthz", "/readyz", "/metrics")):
            asked.actor = GUEST
            return self.go_on(request)
        account = request.user
        asked.actor = GUEST
        if account.is_authenticated:
            asked.actor = actor_of(account, asked.now)
            language = account.language
            if language:
                translation.activate(language)
                request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            if self._must_add_factor(request, asked):
                return redirect("/account/2fa/")
        return self.go_on(request)

    def _must_add_factor(self, request: HttpRequest, asked: Asked) -> bool:
        if not asked.actor.is_staff or request.path.startswith(FREE_OF_MFA) or sample_town():
            return False
        from allauth.mfa.utils import is_mfa_enabled  # noqa: PLC0415  loads models

        return not is_mfa_enabled(request.user)
