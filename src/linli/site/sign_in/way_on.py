"""Where to go after sign-in: a path of this site that was asked for, else home. And which door somebody uses."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from linli.kernel import browser
from linli.people.terms import SignInHow

HOW = "how"
"""The session's word for how it began; absent means by password."""
DOOR = "door"
"""The cookie that remembers which sign-in page this browser used last."""


def is_own(url: str | None) -> bool:
    """True for a path of this site: not another host, not //elsewhere, not /\\elsewhere."""
    return bool(url) and str(url).startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)


def way_on(request: HttpRequest, default: str = "/") -> str:
    """The `next` of the address or form when it is our own, else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next")
    return str(wanted) if is_own(wanted) else default


def remember_door(answer: HttpResponse, how: str) -> None:
    """Next time the same sign-in page comes first."""
    browser.keep(answer, DOOR, how)


def last_door(request: HttpRequest) -> str:
    """How this browser signed in last; the telephone for one that never did."""
    known = request.COOKIES.get(DOOR, "")
    return known if known in SignInHow.values else SignInHow.PHONE
