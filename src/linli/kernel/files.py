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


def _refuse_photo() -> Refusal:
    return Refusal(
        "photo_unreadable", _("这张照片打不开，请换一张，或者不带照片提交。"), facts={"field": "photos"}
    )


def decode_photo(upload: bytes) -> Photo:
    """Decode and re-encode in a child with its own limits of memory, CPU and time.

    Refuses: photo_too_big (over 15 MB), photo_unreadable (no photo, torn, too many pixels, too slow).
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
        raise _refuse_photo()
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


def _put(path: Path, content: bytes) -> None:
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
    _put(path_of(uid), photo.full)
    _put(path_of(uid, small=True), photo.small)
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
        made_at=now,
        made_by=actor.person_id,
        claim=sha256(claim.encode()).digest() if claim else None,
        area_path=NOWHERE,
    )
    with scope(actor), reaching(NOWHERE):
        StoredFile.objects.bulk_create([file], ignore_conflicts=True)
    return uid


def waiting(uids: Iterable[UUID], *, actor: Actor, claim: str) -> list[StoredFile]:
    """Those of the photos that nothing has taken yet and that are this person's or this browser's, in order."""
    wanted = list(dict.fromkeys(uids))[: 2 * MOST_PHOTOS]
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
    """Give stored photos to a subject, inside the command that makes or changes it; gives how many.

    Refuses: too_many_photos, photo_gone (taken already, somebody else's, or cleaned up).
    """
    wanted = list(dict.fromkeys(uids))
    if len(wanted) > MOST_PHOTOS:
        raise Refusal("too_many_photos", _("最多放3张照片。"), facts={"field": "photos"})
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


def clean_up(*, now: datetime, after: timedelta = timedelta(days=1)) -> int:
    """Remove photos that nothing took within a day, and bytes without a row; gives how many rows went."""
    with scope(SYSTEM):
        old = list(
            StoredFile.objects.filter(subject="", made_at__lt=now - after).values_list("uid", flat=True)[:500]
        )
        StoredFile.objects.filter(uid__in=old, subject="").delete()
    for uid in old:
        path_of(uid).unlink(missing_ok=True)
        path_of(uid, small=True).unlink(missing_ok=True)
    return len(old)
