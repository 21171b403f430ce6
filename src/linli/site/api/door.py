"""The API's door: who asks (by token), how often, in which language; every fault in the one shape."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any, cast

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer

from linli.kernel.page import Asked
from linli.kernel.refusal import Refusal
from linli.kernel.tally import count
from linli.people.queries import bearer_of

from ..sign_in.address import client_address
from .wire import refused

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Rate:
    """How often a token was used in its minute, and in how many seconds the next one begins."""

    used: int
    reset: int

    @property
    def over(self) -> bool:
        """True when it was used more often than it may."""
        return self.used > settings.LINLI_API_RATE

    def heads(self) -> dict[str, str]:
        """As headers of the answer."""
        most = settings.LINLI_API_RATE
        return {
            "RateLimit-Limit": str(most),
            "RateLimit-Remaining": str(max(0, most - self.used)),
            "RateLimit-Reset": str(self.reset),
        }


def rate_of(token_id: int, now: datetime) -> Rate:
    """Count one more use of a token."""
    used, since = count("api", str(token_id), within=MINUTE, now=now)
    return Rate(used, max(1, ceil((since + MINUTE - now).total_seconds())))


class Token(HttpBearer):
    """Authorization: Bearer …; the token's person asks, within what the token may do."""

    def authenticate(self, request: HttpRequest, token: str) -> object:
        """The token's number; sets the actor. Refuses: token_unknown (401), too_many (429)."""
        asked = cast("Asked", request)
        bearer = bearer_of(token, asked.now) if token.isascii() else None
        if bearer is None:
            raise Refusal("token_unknown", _("令牌不对、已到期或已停用。"), status=401)
        asked.rate = rate_of(bearer.token_id, asked.now)  # type: ignore[attr-defined]
        if asked.rate.over:  # type: ignore[attr-defined]
            wait = asked.rate.reset  # type: ignore[attr-defined]
            raise Refusal("too_many", _("这个令牌用得太密，请过一会儿再试。"), status=429, facts={"retry_after": wait})  # fmt: skip
        asked.actor = bearer.actor
        return bearer.token_id


class ApiHandler(WSGIHandler):
    """The framework's way in with the few layers that the API needs: no session, no cookies, no templates."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Build the short chain."""
        whole = settings.MIDDLEWARE
        settings.MIDDLEWARE = settings.LINLI_API_MIDDLEWARE
        try:
            super().load_middleware(is_async)
        finally:
            settings.MIDDLEWARE = whole


class Manners:
    """Around every API request: the language asked for, a readable address, JSON whatever happens."""

    def __init__(self, go_on: Callable[[HttpRequest], HttpResponse]):
        self.go_on = go_on

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = request.headers.get("Accept-Language", "")
        with translation.override("en" if wanted.lower().startswith("en") else settings.LANGUAGE_CODE):
            if request.path_info.startswith("/open311/"):
                request.address = client_address(request)  # type: ignore[attr-defined]
                return self.go_on(request)
            if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
                answer = refused(Refusal("address_unreadable", _("地址里有认不出的字符。"), status=400))
            else:
                answer = self.go_on(request)
            if answer.status_code == 405:
                answer = _not_this_way(answer)
        answer["X-Content-Type-Options"] = "nosniff"
        rate: Rate | None = getattr(request, "rate", None)
        for name, value in rate.heads().items() if rate is not None else ():
            answer[name] = value
        answer.headers.setdefault("Content-Length", str(len(answer.content)))
        return answer


def _not_this_way(answer: HttpResponse) -> HttpResponse:
    made = refused(Refusal("method_not_allowed", _("这个地址不接受这种请求。"), status=405))
    made["Allow"] = answer.headers.get("Allow", "")
    return made


def on_refusal(_request: HttpRequest, refusal: Any) -> HttpResponse:
    """An expected no."""
    made = refused(refusal)
    if refusal.status == 401:
        made["WWW-Authenticate"] = "Bearer"
    return made


def on_no_token(request: HttpRequest, _fault: Exception | type[Exception]) -> HttpResponse:
    """No Authorization header, or another scheme."""
    return on_refusal(request, Refusal("token_missing", _("请带上令牌：Authorization: Bearer …"), status=401))


def on_wrong_address(_request: HttpRequest, fault: Any) -> HttpResponse:
    """A parameter of the address is not of its kind."""
    fields = [".".join(map(str, one["loc"])) for one in fault.errors]
    return refused(Refusal("address_wrong", _("地址里有一项不对。"), status=422, facts={"fields": fields}))


def on_database_away(_request: HttpRequest, _fault: Exception | type[Exception]) -> HttpResponse:
    """The database restarts: nothing was done; the same key may be sent again."""
    away = Refusal("database_away", _("数据库正在重启，请稍后用同一个编号再发。"), status=503, facts={"retry_after": 5})  # fmt: skip
    return refused(away)


def on_value_out_of_range(_request: HttpRequest, _fault: Exception | type[Exception]) -> HttpResponse:
    """A number or a text that no column holds: nothing was done."""
    return refused(Refusal("body_wrong", _("内容里有一个值太大或太长。"), status=422))


def on_clash(_request: HttpRequest, _fault: Exception | type[Exception]) -> HttpResponse:
    """Somebody else wrote the same at the same time, or an id names nothing: nothing was done."""
    return refused(Refusal("values_clash", _("和已有的内容冲突，或者引用的编号不存在。"), status=409))


HANDLERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Refusal: on_refusal,
    AuthenticationError: on_no_token,
    ValidationError: on_wrong_address,
    DataError: on_value_out_of_range,
    IntegrityError: on_clash,
    OperationalError: on_database_away,
    InterfaceError: on_database_away,
}
