"""People change what the public copy of a photo covers, let a copy out that could not be read, open a photo whole."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.models import StoredFile
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may
from linli.people.commands import write_sight
from linli.people.terms import MaskedField

from .. import access
from ..events import PhotoCovered, PhotoSeen
from ..models import Matter, PhotoBox, PhotoCopy
from ..terms import PhotoPart, PhotoState
from .photo_reading import matter_of, write_copy
from .settling import lock

MOST_BOXES = 100
Corners = tuple[int, int, int, int]


@command
def cover_photo(
    *,
    actor: Actor,
    now: datetime,
    matter_id: int,
    photo: UUID,
    box: Corners | None = None,
    show: int | None = None,
) -> PhotoCovered:
    """Cover a part of a photo in its public copy (box: left, top, right, bottom in pixels), or show a covered one.

    With neither, somebody has looked at a photo that could not be read, and lets it out as it is.
    Refuses: matter_not_found, not_allowed, photo_not_found, box_outside, box_unknown, photo_full, photo_gone.
    """
    case = lock(actor, matter_id, now)
    if not may(actor, access.EDIT_MASK, case.matter):
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    file = _photo(photo, case.matter)
    copy, _new = PhotoCopy.objects.select_for_update().get_or_create(
        file=file,
        defaults={
            "matter": case.matter,
            "state": PhotoState.UNREAD,
            "made_at": now,
            "area_path": case.matter.area_path,
        },
    )
    changed = (
        _covered(copy, file, box, actor, now) if box else _shown(copy, show, actor, now) if show else None
    )
    kept = PhotoBox.objects.filter(photo=copy, undone_by=None).order_by("pk")
    corners = list(kept.values_list("left", "top", "right", "bottom"))
    version = write_copy(file, corners, copy.version + 1)
    if not version:
        raise Refusal("photo_gone", _("照片的文件已经不在了。"))
    copy.version, copy.state, copy.made_at = version, PhotoState.READY, now
    copy.save(update_fields=["version", "state", "made_at"])
    return PhotoCovered(
        subject_id=matter_id, area_path=case.matter.area_path, file_id=file.pk, box_id=changed,
        covered=box is not None, version=version,
    )  # fmt: skip


def _photo(uid: UUID, matter: Matter) -> StoredFile:
    file = StoredFile.objects.filter(uid=uid, purpose="photo").first()
    if file is None or (found := matter_of(file)) is None or found.pk != matter.pk:
        raise Refusal("photo_not_found", _("没有找到这张照片。"), status=404)
    return file


def _covered(copy: PhotoCopy, file: StoredFile, box: Corners, actor: Actor, now: datetime) -> int:
    left, top, right, bottom = box
    if not (0 <= left < right <= (file.width or 0) and 0 <= top < bottom <= (file.height or 0)):
        raise Refusal("box_outside", _("框不在照片里，请重新画。"), facts={"field": "left"})
    if PhotoBox.objects.filter(photo=copy, undone_by=None).count() >= MOST_BOXES:
        raise Refusal("photo_full", _("一张照片最多遮100处。"), facts={"field": "left"})
    return PhotoBox.objects.create(
        photo=copy, matter=copy.matter, kind=PhotoPart.OTHER, left=left, top=top, right=right, bottom=bottom,
        sure=1.0, at=now, by_person_id=actor.person_id, area_path=copy.area_path,
    ).pk  # fmt: skip


def _shown(copy: PhotoCopy, box_id: int, actor: Actor, now: datetime) -> int:
    kept = PhotoBox.objects.filter(photo=copy, pk=box_id, undone_by=None)
    if not kept.update(undone_by=actor.person_id, undone_at=now):
        raise Refusal("box_unknown", _("这个框已经不在了。"))
    return box_id


@command
def see_photo(
    *, actor: Actor, now: datetime, matter_id: int, photo: UUID, reason: str, words: str
) -> PhotoSeen:
    """Write down who opens a photo without its covers, and why; the bytes are shown after that, once.

    Refuses: matter_not_found, photo_not_found, reason_missing, sights_used_up.
    """
    case = lock(actor, matter_id, now, access.UNMASK_REPORTER)
    file = _photo(photo, case.matter)
    sight_id = write_sight(
        actor=actor, now=now, area_path=case.matter.area_path, field=MaskedField.PHOTO, reason=reason, words=words,
        matter_id=matter_id,
    )  # fmt: skip
    return PhotoSeen(
        subject_id=matter_id, area_path=case.matter.area_path, file_id=file.pk, sight_id=sight_id, reason=Code(reason)
    )  # fmt: skip
