"""Files that came through a door: photos decoded in a bounded child, re-encoded, kept under random names."""

import hmac
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .models import StoredFile
from .refusal import Refusal
from .scope import SYSTEM, Actor, reaching, scope

MOST_BYTES = 15 * 2**20
MOST_PHOTOS = 3
MOST_FILES = 3
SECONDS = 20
NOWHERE = "/0/"
"""Where a file lies until a matter takes it: an area nobody has."""

_CHILD = Path(__file__).with_name("photo_child.py")
_at_once = BoundedSemaphore(2)


@dataclass(frozen=True)
class Photo:
    """A decoded photo: two JPEGs without any metadata, and what its EXIF said."""

    full: bytes
    small: bytes
    width: int
    height: int
    taken_at: datetime | None
    lon: float | None
    lat: float | None
    mark: int


_SENTENCES = {
    "photo_unreadable": _("这张照片打不开，请换一张，或者不带照片提交。"),
    "photo_too_large": _("照片太大了，请用4000万像素以内的照片。"),
    "photo_moves": _("这是动图，请发一张普通照片。"),
}
_CODES = {4: "photo_too_large", 5: "photo_moves"}


def _refuse_photo(exit_code: int = 3) -> Refusal:
    code = _CODES.get(exit_code, "photo_unreadable")
    return Refusal(code, _SENTENCES[code], facts={"field": "photos"})


def decode_photo(upload: bytes) -> Photo:
    """Decode and re-encode in a child with its own limits of memory, CPU and time.

    Refuses: photo_too_big (over 15 MB), photo_too_large (40 megapixels or more), photo_moves (an animation),
    photo_unreadable (no photo, torn, too slow).
    """
    if len(upload) > MOST_BYTES:
        raise Refusal("photo_too_big", _("照片太大了，请用15MB以内的照片。"), facts={"field": "photos"})
    with _at_once:
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(_CHILD)],
                input=upload,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _refuse_photo() from None
    if done.returncode != 0:
        raise _refuse_photo(done.returncode)
    head, _line, rest = done.stdout.partition(b"\n")
    facts: dict[str, Any] = json.loads(head)
    return Photo(
        rest[: facts["full"]],
        rest[facts["full"] :],
        facts["width"],
        facts["height"],
        _moment(facts["taken"]),
        facts["lon"],
        facts["lat"],
        facts["mark"],
    )


def _moment(text: str | None) -> datetime | None:
    """EXIF's local time as China time; None when a camera wrote nonsense."""
    try:
        return datetime.strptime(text or "", "%Y:%m:%d %H:%M:%S").replace(tzinfo=settings.LINLI_ZONE)
    except ValueError:
        return None


def path_of(uid: UUID, *, small: bool = False) -> Path:
    """Where a stored photo's bytes lie."""
    return Path(settings.LINLI_FILES) / uid.hex[:2] / f"{uid.hex}{'.s' if small else ''}.jpg"


def copy_of(uid: UUID, version: int, *, small: bool = False) -> Path:
    """Where one version of a photo's covered copy lies; versions never change, so a row never names other bytes."""
    return path_of(uid).with_name(f"{uid.hex}.p{version}{'s' if small else ''}.jpg")


def drop_copies(uid: UUID, *, before: int) -> int:
    """Remove covered copies older than a version, which no row names any more; gives how many files went."""
    gone = 0
    for path in path_of(uid).parent.glob(f"{uid.hex}.p*.jpg"):
        version = path.name.removeprefix(f"{uid.hex}.p").removesuffix(".jpg").removesuffix("s")
        if version.isdecimal() and int(version) < before:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def put(path: Path, content: bytes) -> None:
    """Bytes on disk before the row: a row never names a file that is not whole."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def store_photo(
    upload: bytes, *, actor: Actor, now: datetime, claim: str = "", form_id: UUID | None = None
) -> UUID:
    """Keep a photo until something takes it; gives its random name.

    `claim` is a secret of the form for somebody not signed in. With `form_id`, the random id of a form, the
    same photo sent twice through it is kept once and has one name. Refuses as `decode_photo`.
    """
    uid = uuid5(form_id, sha256(upload).hexdigest()) if form_id else uuid4()
    if form_id and path_of(uid).exists() and waiting([uid], actor=actor, claim=claim):
        return uid
    photo = decode_photo(upload)
    put(path_of(uid), photo.full)
    put(path_of(uid, small=True), photo.small)
    file = StoredFile(
        uid=uid,
        subject="",
        purpose="photo",
        mime="image/jpeg",
        size=len(photo.full),
        width=photo.width,
        height=photo.height,
        sha256=sha256(photo.full).digest(),
        taken_at=photo.taken_at,
        lon=photo.lon,
        lat=photo.lat,
        mark=photo.mark,
        made_at=now,
        made_by=actor.person_id,
        claim=sha256(claim.encode()).digest() if claim else None,
        area_path=NOWHERE,
    )
    with scope(actor), reaching(NOWHERE):
        StoredFile.objects.bulk_create([file], ignore_conflicts=True)
    return uid


def waiting(uids: Iterable[UUID], *, actor: Actor, claim: str) -> list[StoredFile]:
    """Those of the files that nothing has taken yet and that are this person's or this browser's, in order."""
    wanted = list(dict.fromkeys(uids))[: 2 * (MOST_PHOTOS + MOST_FILES)]
    with scope(actor), reaching(NOWHERE):
        found = {file.uid: file for file in StoredFile.objects.filter(uid__in=wanted, subject="")}
    return [found[uid] for uid in wanted if uid in found and _is_own(found[uid], actor, claim)]


def _is_own(file: StoredFile, actor: Actor, claim: str) -> bool:
    if actor.person_id is not None and file.made_by == actor.person_id:
        return True
    return bool(
        claim
        and file.claim is not None
        and hmac.compare_digest(bytes(file.claim), sha256(claim.encode()).digest())
    )


def attach(
    uids: Iterable[UUID],
    *,
    claim: str,
    actor: Actor,
    subject: str,
    subject_id: int,
    area_path: str,
    public: bool,
) -> int:
    """Give stored files to a subject, inside the command that makes or changes it; gives how many.

    Refuses: too_many_photos, too_many_files, photo_gone (taken already, somebody else's, or cleaned up).
    """
    wanted = list(dict.fromkeys(uids))
    with reaching(NOWHERE):
        papers = StoredFile.objects.filter(uid__in=wanted).exclude(purpose="photo").count() if wanted else 0
    if len(wanted) - papers > MOST_PHOTOS:
        raise Refusal("too_many_photos", _("最多放3张照片。"), facts={"field": "photos"})
    if papers > MOST_FILES:
        raise Refusal("too_many_files", _("最多放3个录音或文件。"), facts={"field": "files"})
    with reaching(NOWHERE, area_path):
        for uid in wanted:
            file = StoredFile.objects.select_for_update().filter(uid=uid, subject="").first()
            if file is None or not _is_own(file, actor, claim):
                raise Refusal("photo_gone", _("照片没有传上来，请再选一次。"), facts={"field": "photos"})
            file.subject, file.subject_id, file.area_path, file.public = (
                subject,
                subject_id,
                area_path,
                public,
            )
            file.save(update_fields=["subject", "subject_id", "area_path", "public"])
    return len(wanted)


def repeat(subject: str, subject_id: int, *, to: str, to_id: int, area_path: str, now: datetime) -> int:
    """Give another subject the same public photos, each under a name of its own; gives how many. Covers are made anew.

    The bytes are shared on disk where the file system can; each name stays its own to remove.
    """
    again = 0
    for file in StoredFile.objects.filter(subject=subject, subject_id=subject_id).order_by("pk"):
        old, fresh = file.uid, uuid4()
        for kept in (path_of(old), path_of(old, small=True), path_of(old).with_suffix(".bin")):
            if not kept.exists():
                continue
            _same_bytes(kept, path_of(fresh).with_name(kept.name.replace(old.hex, fresh.hex)))
        file.pk, file.uid, file.subject, file.subject_id = None, fresh, to, to_id
        file.area_path, file.made_at = area_path, now
        file.save(force_insert=True)
        again += 1
    return again


def _same_bytes(old: Path, fresh: Path) -> None:
    fresh.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.link(old, fresh)
    except OSError:
        put(fresh, old.read_bytes())


def clean_up(*, now: datetime, after: timedelta = timedelta(days=1)) -> int:
    """Remove files that nothing took within a day, and bytes without a row; gives how many rows went."""
    with scope(SYSTEM):
        old = list(
            StoredFile.objects.filter(subject="", made_at__lt=now - after).values_list("uid", flat=True)[:500]
        )
        StoredFile.objects.filter(uid__in=old, subject="").delete()
    for uid in old:
        path_of(uid).unlink(missing_ok=True)
        path_of(uid, small=True).unlink(missing_ok=True)
        path_of(uid).with_suffix(".bin").unlink(missing_ok=True)
    return len(old)
