"""A stored photo, for whoever may see its matter, or for the browser it still waits in."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse

from linli.kernel import browser, files
from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor

from ..queries import sees_photo
from .reporting import photo_owner


@page("photos/<uuid:uid>/", needs=PUBLIC, methods=("GET",))
def photo(request: Asked, *, actor: Actor, now: datetime, uid: UUID) -> HttpResponse:
    """The picture; `?s` gives the small one. 404 where there is none or it is not for the one who asks."""
    claim = browser.photo_claim(request)
    if not files.waiting([uid], actor=photo_owner(actor), claim=claim) and not sees_photo(actor, uid):
        raise Http404
    return send_photo(request, uid)


def send_photo(request: Asked, uid: UUID) -> HttpResponse:
    """The bytes of a photo that may be seen: never anything but a JPEG, kept by the own browser only."""
    path = files.path_of(uid, small="s" in request.GET)
    try:
        answer = HttpResponse(path.read_bytes(), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404 from None
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "private, max-age=86400"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
