"""Files over the API, in two steps: sent in and judged as at the pages, then named in a command by their uid."""

from io import BytesIO
from typing import Any, Literal
from uuid import UUID

import msgspec
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from linli.kernel import attachments, files
from linli.kernel.page import Asked
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.matters import access
from linli.matters.queries import attachment, sees_photo
from linli.matters.queries.photos import photo_for

from .describing import asked_in, operation
from .wire import answer, command_id

ENVELOPE = 64 * 1024
"""Bytes that a form with one file may have around it."""


class Photo(msgspec.Struct):
    """A photo that waits a day for the matter it belongs to."""

    uid: UUID


class SentFile(msgspec.Struct):
    """A file that waits a day for the matter it belongs to. purpose: photo, voice or document."""

    uid: UUID
    purpose: str


BYTES = {"schema": {"type": "string", "format": "binary"}}
PHOTO = {"content": {"image/jpeg": BYTES}, "required": True}
FORM = {
    "schema": {"type": "object", "required": ["file"], "properties": {"file": BYTES["schema"]}, "additionalProperties": False},
}  # fmt: skip
FILE = {"content": {"application/octet-stream": BYTES, "multipart/form-data": FORM}, "required": True}


def _may_send(actor: Actor) -> None:
    wanted = (access.REGISTER, access.ACT, access.OBSERVE, access.SPEAK)
    if not any(actor.allows(one) for one in wanted):
        raise Refusal("not_allowed", _("这个令牌不能登记事项。"), status=403)


@operation("POST", "/photos", gives=Photo, status=201, scoped=False, body=PHOTO,
           refuses="photo_too_big, photo_too_large, photo_moves, photo_unreadable, not_a_photo (415), not_allowed (403)")  # fmt: skip
def keep_photo(request: Asked) -> HttpResponse:
    """Send a photo in (the body is the picture, at most 15 MB); name its uid in `photos` of a command after that."""
    if not (request.content_type or "").startswith("image/"):
        raise Refusal("not_a_photo", _("请用 Content-Type: image/jpeg 直接发送图片。"), status=415)
    _may_send(request.actor)
    return answer(Photo(_photo(request, request.read(files.MOST_BYTES + 1))), 201)


def _photo(request: Asked, content: bytes) -> UUID:
    return files.store_photo(content, actor=request.actor, now=request.now, form_id=command_id(request))


class NameAsked(msgspec.Struct, forbid_unknown_fields=True):
    """name: what the file is called, with its ending; not needed in a form, which says it itself."""

    name: str = ""


@operation("POST", "/files", asks=NameAsked, gives=SentFile, status=201, scoped=False, body=FILE,
           refuses="file_* and photo_* as the pages say, file_missing, not_a_file (415), not_allowed (403)")  # fmt: skip
def keep_file(request: Asked) -> HttpResponse:
    """Send a photo, a recording or a document in: the body is the file, or a form with one field `file`.

    What it is is judged by its content. Name its uid in `photos` of a command within a day. Photos to 15 MB, the others
    to 20 MB.
    """
    _may_send(request.actor)
    asked: NameAsked = asked_in(request, NameAsked)
    content, name, kind = _sent(request, asked.name)
    if not content:
        raise Refusal("file_missing", _("没有收到文件。"), facts={"field": "file"})
    if kind.startswith("image/"):
        return answer(SentFile(_photo(request, content), "photo"), 201)
    uid = attachments.store_file(
        BytesIO(content), name, actor=request.actor, now=request.now, form_id=command_id(request)
    )
    kept = attachment(uid)
    return answer(SentFile(uid, kept.purpose if kept else attachments.DOCUMENT), 201)


class Held(FileUploadHandler):
    """Holds what a form brings in memory, which the length of the request has bounded: nothing is left on the disk."""

    def new_file(self, *args: Any, **more: Any) -> None:
        """Begin one."""
        super().new_file(*args, **more)
        self.held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Hold one piece; nobody else gets it."""
        self.held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The whole."""
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )


def _sent(request: HttpRequest, name: str) -> tuple[bytes, str, str]:
    """The bytes, the name and the type of what was sent. Refuses: not_a_file (415), body_unreadable (400)."""
    most = attachments.MOST_BYTES + 1
    if request.content_type != "multipart/form-data":
        if request.content_type in ("", "application/json", "application/x-www-form-urlencoded"):
            raise Refusal("not_a_file", _("请直接发送文件，或者用multipart/form-data的file项。"), status=415)
        return request.read(most), name, request.content_type or ""
    if int(request.META.get("CONTENT_LENGTH") or 0) > most + ENVELOPE:
        raise Refusal("file_too_big", attachments.SENTENCES["file_too_big"], facts={"field": "file"})
    request.upload_handlers = [Held(request)]
    try:
        found = request.FILES.getlist("file")
    except (MultiPartParserError, ValueError, OSError):
        raise Refusal("body_unreadable", _("没有收到文件。"), status=400) from None
    if len(found) != 1:
        return b"", "", ""
    return found[0].read(most), name or found[0].name or "", found[0].content_type or ""


class Sized(msgspec.Struct, forbid_unknown_fields=True):
    """s: anything, for the small one."""

    s: str | None = None


@operation("GET", "/photos/{uid}", asks=Sized, gives=bytes, refuses="photo_not_found (404)")
def show_photo(request: Asked, uid: str) -> HttpResponse:
    """A photo of a matter in reach, faces and plates covered, always a JPEG; `?s` gives the small one."""
    name, asked = _uid(uid, "photo_not_found"), asked_in(request, Sized)
    version, small = photo_for(request.actor, name), asked.s is not None
    path = files.copy_of(name, version, small=small) if version else files.path_of(name, small=small)
    if version is None or not path.exists():
        raise _gone("photo_not_found")
    made = HttpResponse(path.read_bytes(), content_type="image/jpeg")
    return _kept_by(request, made, path.name)


@operation(
    "GET", "/files/{uid}", gives=bytes, kind="application/octet-stream", refuses="file_not_found (404)"
)
def take_one_file(request: Asked, uid: str) -> HttpResponse:
    """A recording or a document of a matter in reach, to be taken away; Content-Type is what it was judged to be."""
    name = _uid(uid, "file_not_found")
    kept = attachment(name) if sees_photo(request.actor, name) else None
    path = attachments.path_of(name)
    if kept is None or kept.purpose == "photo" or not path.exists():
        raise _gone("file_not_found")
    made = HttpResponse(path.read_bytes(), content_type="application/octet-stream")
    made["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=kept.name))
    return _kept_by(request, made, path.name)


def _kept_by(request: HttpRequest, made: HttpResponse, called: str) -> HttpResponse:
    """What lies under a random name never changes: its name is its ETag."""
    tag = f'"{called}"'
    if tag in {
        word.strip().removeprefix("W/") for word in request.headers.get("If-None-Match", "").split(",")
    }:
        made = HttpResponse(status=304)
    made["ETag"] = tag
    made["Cache-Control"] = "private, max-age=86400"
    return made


Missing = Literal["photo_not_found", "file_not_found"]


def _uid(word: str, code: Missing) -> UUID:
    try:
        return UUID(word)
    except ValueError:
        raise _gone(code) from None


def _gone(code: Missing) -> Refusal:
    return Refusal(
        code, _("没有找到这张照片。") if code == "photo_not_found" else _("没有找到这个文件。"), status=404
    )
