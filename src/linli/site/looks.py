"""How a resident sees the product: standard or large type, the tabs below, what is unread."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from linli.kernel import browser
from linli.kernel.messages import unread
from linli.kernel.scope import GUEST, Actor
from linli.kernel.ui.parts import NavItem

COOKIE = "ui"
RESIDENT, ELDER = "resident", "elder"


class Looks:
    """Remembers the size of type that an address asks for (`?ui=elder`, as printed codes do)."""

    def __init__(self, go_on: Callable[[HttpRequest], HttpResponse]):
        self.go_on = go_on

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.go_on(request)
        asked = request.GET.get("ui")
        if asked in (RESIDENT, ELDER) and request.COOKIES.get(COOKIE) != asked:
            browser.keep(answer, COOKIE, asked)
        return answer


def ui_mode(request: HttpRequest) -> str:
    """What the address asks for, else what this browser keeps, else what the account says."""
    for wanted in (request.GET.get("ui"), request.COOKIES.get(COOKIE)):
        if wanted in (RESIDENT, ELDER):
            return wanted
    return ELDER if getattr(getattr(request, "user", None), "large_type", False) else RESIDENT


def frame(request: HttpRequest) -> dict[str, Any]:
    """The part of a page's context that belongs to a resident's look."""
    actor: Actor = getattr(request, "actor", GUEST)
    mode, waiting = ui_mode(request), unread(actor)
    return {"ui_mode": mode, "tabs": tabs(mode, request.path, waiting), "unread": waiting}


def tabs(mode: str, here: str, waiting: int) -> list[NavItem]:
    """Five tabs, three of them in large type; the last of these calls a person."""
    if mode == ELDER:
        call = f"tel:{settings.LINLI_HELP_PHONE}"
        known = [(_("首页"), "/", "home"), (_("我的事"), "/mine/", "task"), (_("找人工"), call, "phone")]
    else:
        known = [
            (_("首页"), "/", "home"),
            (_("我的事"), "/mine/", "task"),
            (_("报问题"), "/report/", "plus"),
            (_("消息"), "/messages/", "bell"),
            (_("我的"), "/me/", "person"),
        ]
    return [
        NavItem(label, url, icon, waiting if icon == "bell" and waiting else None, current=url == here)
        for label, url, icon in known
    ]
