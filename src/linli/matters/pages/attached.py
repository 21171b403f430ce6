"""Recordings and documents of a matter as pages show them: name, length, the way to hear or to take them away."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.kernel import attachments
from linli.kernel.attachments import UNPLAYED, VOICE
from linli.kernel.models import StoredFile
from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.parts import Attachment

from ..queries import Kept, attachment, sees_photo


def told_length(file: StoredFile | Kept) -> str:
    """2分05秒, 3页, 120KB."""
    if file.seconds is not None:
        minutes, seconds = divmod(round(file.seconds), 60)
        return _("%(minutes)d分%(seconds)02d秒") % {"minutes": minutes, "seconds": seconds}
    if file.pages is not None:
        return ngettext("%(n)d页", "%(n)d页", file.pages) % {"n": file.pages}
    return _("%(n)dKB") % {"n": max(file.size // 1024, 1)}


def attachment_part(file: Kept, base: str = "/files") -> Attachment:
    """One file for the shared part; base: below which address the caller finds it."""
    return Attachment(
        url=f"{base}/{file.uid}/",
        name=file.name,
        told=told_length(file),
        voice=file.purpose == VOICE,
        played=file.purpose == VOICE and file.mime not in UNPLAYED,
        words=file.words,
        key=str(file.uid),
    )


@page("files/<uuid:file>/", needs=PUBLIC, methods=("GET",))
def take_file(request: Asked, *, actor: Actor, now: datetime, file: UUID) -> HttpResponseBase:
    """A recording or a document, for whoever may see its matter; 404 for everybody else."""
    if not sees_photo(actor, file):
        raise Http404
    return send_file(request, file)


def send_file(request: Asked, uid: UUID) -> HttpResponseBase:
    """The bytes: documents are taken away and never shown; a recording plays in place with `?play`."""
    kept = attachment(uid)
    if kept is None or kept.purpose == "photo":
        raise Http404
    play = "play" in request.GET and kept.purpose == VOICE
    try:
        content = attachments.path_of(uid).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    answer = _part(request, content) if play else HttpResponse(content)
    answer["Content-Type"] = kept.mime
    answer["Content-Disposition"] = str(
        content_disposition_header(as_attachment=not play, filename=kept.name)
    )
    answer["Cache-Control"] = "private, max-age=3600" if play else "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; media-src 'self'"
    return answer


def _part(request: Asked, content: bytes) -> HttpResponse:
    """All of it, or the one range a player asks for (RFC 9110, 14.2)."""
    asked = request.headers.get("Range", "")
    first, dash, last = asked.removeprefix("bytes=").partition("-")
    size = len(content)
    if not asked.startswith("bytes=") or not dash or not (first or last).isdigit() or "," in asked:
        answer = HttpResponse(content)
    else:
        start = int(first) if first else max(size - int(last), 0)
        end = min(int(last) if first and last.isdigit() else size - 1, size - 1)
        if start > end:
            answer = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        else:
            answer = HttpResponse(content[start : end + 1], status=206)
            answer["Content-Range"] = f"bytes {start}-{end}/{size}"
    answer["Accept-Ranges"] = "bytes"
    return answer
