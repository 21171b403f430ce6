"""`@page`: the only way to a URL. Who may, when, inside which scope; refusals become sentences."""

import functools
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from .refusal import Refusal
from .scope import Actor, scope

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed_in"


class Asked(HttpRequest):
    """A request after the middleware: who asks, and when."""

    actor: Actor
    now: datetime


View = TypeVar("View", bound=Callable[..., HttpResponseBase])
"""A page's function: takes the request, then by name `actor`, `now` and what the address captured."""


@dataclass(frozen=True)
class Route:
    """One address: its pattern, its name, what it needs, the function behind it."""

    pattern: str
    name: str
    needs: str
    methods: tuple[str, ...]
    view: Callable[..., HttpResponseBase]


routes: dict[str, Route] = {}


def page(pattern: str, *, needs: str, methods: tuple[str, ...] = ("GET", "POST")) -> Callable[[View], View]:
    """Give a function an address.

    needs: a permission that must be held somewhere, or PUBLIC, or SIGNED_IN. Without it a guest is sent to
    sign in and everybody else gets 403. Whether this very object is in reach is the query's affair: 404.
    The function runs in one transaction inside the actor's scope; a `Refusal` that reaches this point is
    shown as a page of its own with its sentence.
    """

    def name_it(view: View) -> View:
        name = f"{view.__module__.split('.')[1]}.{view.__name__}"
        if name in routes:
            raise TypeError(f"two pages named {name}")

        @functools.wraps(view)
        def door(request: HttpRequest, **captured: Any) -> HttpResponseBase:
            asked = cast("Asked", request)
            turned_away = _turn_away(asked, needs)
            if turned_away is not None:
                return turned_away
            try:
                with scope(asked.actor):
                    answer = view(asked, actor=asked.actor, now=asked.now, **captured)
                    if hasattr(answer, "render") and callable(answer.render):
                        answer.render()
            except Refusal as refusal:
                answer = refused(asked, refusal)
            if not asked.actor.is_guest and not answer.has_header("Cache-Control"):
                answer["Cache-Control"] = "no-store"
            return answer

        guarded = require_http_methods(["HEAD", *methods])(door)
        routes[name] = Route(pattern, name, needs, methods, guarded)
        return cast("View", guarded)

    return name_it


def _turn_away(request: Asked, needs: str) -> HttpResponse | None:
    actor = request.actor
    if needs == PUBLIC:
        return None
    if actor.is_guest:
        if request.headers.get("HX-Request"):
            answer = HttpResponse(status=401)
            answer["HX-Redirect"] = str(settings.LOGIN_URL)
            return answer
        return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")
    if needs != SIGNED_IN and not actor.holds(needs):
        raise PermissionDenied
    return None


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal nobody caught, as a page (404 and 403 look like all other ones)."""
    if refusal.status == 404:
        raise Http404
    if refusal.status == 403:
        raise PermissionDenied
    return render(request, "ui/refused.html", {"refusal": refusal}, status=refusal.status)


def patterns(*packages: str) -> list[URLPattern]:
    """Import every page module below the packages and give their URL patterns, literal words before captured ones."""
    for package in packages:
        root = importlib.import_module(package)
        for found in pkgutil.walk_packages(root.__path__, f"{package}."):
            importlib.import_module(found.name)
    found_routes = sorted(
        routes.values(), key=lambda route: ["<" in part for part in route.pattern.split("/")]
    )
    return [path(route.pattern, route.view, name=route.name) for route in found_routes]
