"""Photos of a matter are looked at by the worker: what is read, what the public copy covers, kept once a photo."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.assist.photos.box import Reading
from linli.assist.photos.cover import cover
from linli.assist.photos.reading import installed, read_photos
from linli.kernel import files
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.jobs import task
from linli.kernel.models import StoredFile
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, scope

from ..events import PhotoRead
from ..models import Matter, PhotoBox, PhotoCopy, Remark
from ..terms import PhotoState

LEFT_OVER = timedelta(minutes=10)
MOST = 50


@task("matters.read_photos")
def read_photos_job(matter_id: int, at: str) -> None:
    """Read what no copy was made of yet; where the extra is not installed nothing happens. Safe to be run twice."""
    if not installed():
        return
    with scope(SYSTEM):
        waiting = list(_unread(matter_id))
    readings = read_photos([files.path_of(one.uid) for one in waiting])
    for one, found in zip(waiting, readings, strict=True):
        try:
            keep_photo(actor=SYSTEM, now=datetime.fromisoformat(at), file_id=one.pk, reading=found)
        except Refusal:  # another run was faster
            continue


def photos_of(matter_id: int, *, only_photos: bool = True) -> QuerySet[StoredFile]:
    """The photos, or all files, of a matter and of its texts."""
    remarks = Remark.objects.filter(matter_id=matter_id).values("pk")
    mine = StoredFile.objects.filter(subject="matter", subject_id=matter_id) | StoredFile.objects.filter(
        subject="remark", subject_id__in=remarks
    )
    return mine.filter(purpose="photo") if only_photos else mine


def _unread(matter_id: int) -> Iterable[StoredFile]:
    """Photos without a copy, at most 50 at once."""
    known = PhotoCopy.objects.filter(matter_id=matter_id).values("file_id")
    return photos_of(matter_id).exclude(pk__in=known).order_by("pk")[:MOST]


@command
def keep_photo(*, actor: Actor, now: datetime, file_id: int, reading: Reading | None) -> PhotoRead:
    """Keep what was found on a photo and make its covered copy; without a reading nobody outside sees it.

    Refuses: photo_not_found, photo_read_already.
    """
    file = StoredFile.objects.select_for_update().filter(pk=file_id, purpose="photo").first()
    matter = matter_of(file) if file is not None else None
    if file is None or matter is None or actor.kind != "system":
        raise Refusal("photo_not_found", _("没有找到这张照片。"), status=404)
    if PhotoCopy.objects.filter(pk=file_id).exists():
        raise Refusal("photo_read_already", _("这张照片已经识别过了。"))
    boxes = reading.boxes if reading else []
    version = write_copy(file, [one[1:5] for one in boxes], 1) if reading else 0
    copy = PhotoCopy.objects.create(
        file=file,
        matter=matter,
        state=PhotoState.READY if version else PhotoState.UNREAD,
        version=version,
        words=[[line.text, line.sure] for line in reading.lines] if reading else [],
        made_at=now,
        area_path=matter.area_path,
    )
    PhotoBox.objects.bulk_create(
        PhotoBox(
            photo=copy, matter=matter, kind=kind, left=left, top=top, right=right, bottom=bottom, sure=sure, at=now,
            area_path=matter.area_path,
        )
        for kind, left, top, right, bottom, sure in boxes
    )  # fmt: skip
    return PhotoRead(
        subject_id=matter.pk,
        area_path=matter.area_path,
        file_id=file_id,
        state=Code(copy.state),
        covered=len(boxes),
    )


def matter_of(file: StoredFile) -> Matter | None:
    """The matter a stored file hangs on, by itself or by a text."""
    if file.subject == "remark":
        said = Remark.objects.filter(pk=file.subject_id or 0).select_related("matter").first()
        return said.matter if said else None
    return Matter.objects.filter(pk=file.subject_id or 0).first() if file.subject == "matter" else None


def write_copy(file: StoredFile, boxes: Sequence[tuple[int, int, int, int]], version: int) -> int:
    """The covered bytes on disk before any row names them; gives the version, 0 where the photo is gone or torn."""
    try:
        made = cover(files.path_of(file.uid).read_bytes(), boxes)
    except FileNotFoundError:
        made = None
    if made is None:
        return 0
    for content, small in zip(made, (False, True), strict=True):
        files.put(files.copy_of(file.uid, version, small=small), content)
    return version


def resume_photos(now: datetime) -> int:
    """Ask for photos whose reading was lost, or that came before the extra was there; gives how many matters."""
    if not installed():
        return 0
    with scope(SYSTEM):
        known = PhotoCopy.objects.values("file_id")
        old = StoredFile.objects.filter(purpose="photo", made_at__lt=now - LEFT_OVER).exclude(pk__in=known)
        hung = list(old.filter(subject__in=("matter", "remark")).order_by("-pk")[:MOST])
        found = {matter.pk for one in hung if (matter := matter_of(one)) is not None}
        for matter_id in found:
            if not read_photos_job.is_pending(matter_id=matter_id):
                read_photos_job.defer(matter_id=matter_id, at=now.isoformat())
    return len(found)
