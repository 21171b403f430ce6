"""A stored photo, for whoever may see its matter, or for the browser it still waits in."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse

from linli.kernel import browser, files
from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor

from ..queries.photos import WHOLE, photo_for
from .reporting import photo_owner


@page("photos/<uuid:uid>/", needs=PUBLIC, methods=("GET",))
def photo(request: Asked, *, actor: Actor, now: datetime, uid: UUID) -> HttpResponse:
    """The picture; `?s` gives the small one. 404 where there is none, not for the one who asks, or not yet.

    A waiting photo is its browser's own. Once it hangs on a matter the covered copy is shown, to staff the photo
    itself as long as there is no copy.
    """
    claim = browser.photo_claim(request)
    if files.waiting([uid], actor=photo_owner(actor), claim=claim):
        return send_photo(request, uid, WHOLE)
    return send_photo(request, uid, photo_for(actor, uid))


def send_photo(request: Asked, uid: UUID, version: int | None) -> HttpResponse:
    """The bytes of one version of a photo: never anything but a JPEG, kept by the own browser only; 404 for None."""
    if version is None:
        raise Http404
    small = "s" in request.GET
    path = files.copy_of(uid, version, small=small) if version else files.path_of(uid, small=small)
    try:
        answer = HttpResponse(path.read_bytes(), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404 from None
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "private, max-age=300"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
