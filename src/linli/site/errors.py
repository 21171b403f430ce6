"""The error pages: what happened, what was kept, whom to call."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.kernel.refusal import Refusal


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _answer(request: HttpRequest, template: str, status: int, code: str, sentence: str) -> HttpResponse:
    if _is_api(request):
        return JsonResponse({"code": code, "message": sentence}, status=status)
    return render(request, template, {"help_phone": settings.LINLI_HELP_PHONE}, status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: inside the area, without the permission."""
    return _answer(request, "403.html", 403, "not_allowed", _("您的岗位不能做这件事。"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or outside the area; nobody can tell which."""
    return _answer(request, "404.html", 404, "not_found", _("没有找到。"))


def too_big(request: HttpRequest) -> HttpResponse:
    """413: more than any form may carry; nothing of it was read."""
    sentence = _("发来的东西太大了，没有接收。请把照片、文件分几次发。")
    if _is_api(request):
        return JsonResponse({"code": "body_too_big", "message": sentence}, status=413)
    refusal = Refusal("body_too_big", sentence, status=413)
    return HttpResponse(
        render_to_string("ui/refused.html", {"refusal": refusal, "LANGUAGE_CODE": get_language()}), status=413
    )


AWAY = (OperationalError, InterfaceError)
"""What the database says while it restarts, ends a connection, or takes too long: nothing was done."""


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault; the number finds the log line. 503 while the database is away."""
    if isinstance(sys.exc_info()[1], AWAY):
        return _away(request)
    number = getattr(request, "number", "")
    if _is_api(request):
        return JsonResponse(
            {"code": "our_fault", "message": _("我们这边出错了，已记下。"), "number": number}, status=500
        )
    return render(
        request, "500.html", {"help_phone": settings.LINLI_HELP_PHONE, "number": number}, status=500
    )


def _away(request: HttpRequest) -> HttpResponse:
    """Drawn without the request: who asks and what they are told stand in the database."""
    shown = {"help_phone": settings.LINLI_HELP_PHONE, "LANGUAGE_CODE": get_language()}
    if request.COOKIES.get("ui") == "elder":
        shown["ui_mode"] = "elder"
    return HttpResponse(render_to_string("503.html", shown), status=503, headers={"Retry-After": "5"})


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long or came from elsewhere."""
    return render(request, "403_csrf.html", {"help_phone": settings.LINLI_HELP_PHONE}, status=403)
