"""The area a staff page looks at: said by the address, kept in the session, else that of the first posting."""

from django.http import Http404, HttpRequest

from linli.kernel.scope import GUEST, Actor

from ..queries import Outlook, outlook

AREA = "area"


def seen_from(request: HttpRequest) -> Outlook | None:
    """What the frame shows; an area out of reach is passed over."""
    actor: Actor = getattr(request, "actor", GUEST)
    kept = request.session.get(AREA) if hasattr(request, "session") else None
    for asked in (request.GET.get(AREA, ""), str(kept or "")):
        if asked.isascii() and asked.isdigit() and (found := outlook(actor, int(asked[:18]))) is not None:
            return found
    return outlook(actor)


def choose(request: HttpRequest) -> Outlook:
    """What a list shows; an area out of reach is not found. The choice holds for the session."""
    asked = request.GET.get(AREA, "")
    found = seen_from(request)
    if found is None or (asked and str(found.area_id) != asked):
        raise Http404
    if asked and request.session.get(AREA) != found.area_id:
        request.session[AREA] = found.area_id
    return found
