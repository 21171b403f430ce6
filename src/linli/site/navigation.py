"""What every page's frame needs: mode, menu, tabs, places, counts."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from linli.people.queries import sample_town

from . import looks


def context(request: HttpRequest) -> dict[str, Any]:
    """The template context of the frame (see kernel/ui/templates/ui/base.html)."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor if actor is not None and not actor.is_guest else None,
        "nav": [],
        "places": [],
        "now": getattr(request, "now", None),
        "help_phone": settings.LINLI_HELP_PHONE,
        "sample_town": sample_town(),
        **looks.frame(request),
    }
