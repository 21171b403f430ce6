"""What every request gets before a page sees it: a moment, a number, who asks, the language."""

from collections.abc import Callable
from datetime import datetime
from typing import cast
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from linli.kernel.page import Asked
from linli.kernel.scope import GUEST
from linli.people.queries import actor_of

from .errors import not_found, too_big

Next = Callable[[HttpRequest], HttpResponse]

MOST_BODY = 128 * 2**20
"""Bytes: three photos and three files, each at its most."""


class Door:
    """The moment (the only reading of the clock on the way in) and the request's number for the log."""

    def __init__(self, go_on: Next):
        self.go_on = go_on

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = cast("Asked", request)
        asked.now = self.moment()
        request.number = uuid4().hex[:12]  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(number=request.number)  # type: ignore[attr-defined]
        answer = self._answer(request)
        answer.headers.setdefault("X-Request-Number", request.number)  # type: ignore[attr-defined]
        answer.headers.setdefault(
            "Permissions-Policy", "camera=(self), geolocation=(self), microphone=(self)"
        )
        return answer

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if not _readable(request):
            return not_found(request)
        length = request.headers.get("Content-Length", "")
        return too_big(request) if length.isdigit() and int(length) > MOST_BODY else self.go_on(request)

    def moment(self) -> datetime:
        """Now, in China's zone."""
        return timezone.now().astimezone(settings.LINLI_ZONE)


def _readable(request: HttpRequest) -> bool:
    """False for an address with a NUL in it: no name, number or word has one, and the database takes none.

    The API answers such addresses in its own shape.
    """
    nul = "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", "")
    return not nul or request.path_info.startswith(("/api/", "/open311/"))


class WhoAsks:
    """The actor behind the session, and the language of the account."""

    def __init__(self, go_on: Next):
        self.go_on = go_on

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = cast("Asked", request)
        if request.path.startswith(("/api/", "/open311/", "/static/", "/healthz", "/readyz", "/metrics")):
            asked.actor = GUEST
            return self.go_on(request)
        account = request.user
        asked.actor = GUEST
        if account.is_authenticated:
            asked.actor = actor_of(account, asked.now)
            language = account.language
            if language:
                translation.activate(language)
                request.LANGUAGE_CODE = language
        return self.go_on(request)
