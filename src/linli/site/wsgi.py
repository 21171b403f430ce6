"""The web application for the server: pages through the whole chain, the API through a short one."""

import os
from collections.abc import Callable, Iterable
from threading import local
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.translation import trans_real

# A page looks up its language a thousand times. Here a request never leaves its thread, so the place where the
# framework keeps the language needs not be one that follows coroutines: ten times quicker, the same answers.
trans_real._active = local()  # type: ignore[attr-defined]  # noqa: SLF001

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
_pages = get_wsgi_application()

from linli.site.api.door import ApiHandler  # noqa: E402  the framework is set up first

_api = ApiHandler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """One request."""
    way_in = _api if environ["PATH_INFO"].startswith(("/api/", "/open311/")) else _pages
    return way_in(environ, start_response)
