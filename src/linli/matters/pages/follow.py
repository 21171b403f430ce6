"""查进度: a matter by its follow link, without signing in."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase

from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor

from ..models import Matter
from ..queries import followed, is_photo_of
from ..queries.photos import photo_by_link
from .attached import send_file
from .photo import send_photo
from .show_mine import Seen, shown


@page("f/<str:token>/", needs=PUBLIC, methods=("GET",))
def follow(request: Asked, *, actor: Actor, now: datetime, token: str) -> HttpResponse:
    """The reporter's view, without the buttons that need a person."""
    seen = Seen(by_token(token), own=False, by_link=True, photos=f"/f/{token}/photos")
    return kept_private(shown(request, seen, now))


@page("f/<str:token>/photos/<uuid:uid>/", needs=PUBLIC, methods=("GET",))
def follow_photo(request: Asked, *, actor: Actor, now: datetime, token: str, uid: UUID) -> HttpResponse:
    """The covered copy of a photo of the matter the link opens; 404 as long as there is none."""
    return send_photo(request, uid, photo_by_link(uid, by_token(token)))


@page("f/<str:token>/files/<uuid:file>/", needs=PUBLIC, methods=("GET",))
def follow_file(request: Asked, *, actor: Actor, now: datetime, token: str, file: UUID) -> HttpResponseBase:
    """A recording or a document of the matter the link opens."""
    if not is_photo_of(file, by_token(token)):
        raise Http404
    return send_file(request, file)


def by_token(token: str) -> Matter:
    """The matter of a follow link; 404 for a wrong one."""
    found = followed(token) if token.isascii() else None
    if found is None:
        raise Http404
    return found.matter


def kept_private(answer: HttpResponse) -> HttpResponse:
    """A page whose address is a secret: stored nowhere, told to nobody, listed by no search engine."""
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
