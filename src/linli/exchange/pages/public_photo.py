"""The covered copy of a photo sent with a public report, as Open311's media_url names it."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse

from linli.kernel import files
from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor
from linli.matters.queries.photos import photo_in_public

from ..terms import PUBLIC_KINDS


@page("open311/photos/<uuid:uid>/", needs=PUBLIC, methods=("GET",))
def public_photo(request: Asked, *, actor: Actor, now: datetime, uid: UUID) -> HttpResponse:
    """The copy with faces, plates and numbers covered; 404 for every other photo, and while there is no copy."""
    version = photo_in_public(uid, PUBLIC_KINDS)
    if not version:
        raise Http404
    try:
        content = files.copy_of(uid, version, small="s" in request.GET).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    answer = HttpResponse(content, content_type="image/jpeg")
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "no-cache"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
