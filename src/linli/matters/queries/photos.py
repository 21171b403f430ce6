"""Which form of a photo somebody may see, what its public copy covers, and which photos look alike."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from linli.assist.photos.reading import installed
from linli.kernel.models import StoredFile
from linli.kernel.scope import SYSTEM, Actor, reaching, scope

from ..models import Matter, PhotoBox, PhotoCopy, Remark
from ..terms import PhotoState
from .finding import found_of
from .published import is_published

WHOLE = 0
"""The version that stands for the photo as it was sent."""
ALIKE = 10
"""Pictures whose marks differ in at most so many of 64 bits are almost the same (a crop or a mirror differs more)."""
LATELY = timedelta(days=30)

_HUNG = "select matter, area_path, shown from matter_of_photo(%s)"


def _hung(uid: UUID) -> tuple[int, str, bool] | None:
    with connection.cursor() as cursor:
        cursor.execute(_HUNG, (uid,))
        row = cursor.fetchone()
    return (row[0], row[1], bool(row[2])) if row else None


def photo_for(actor: Actor, uid: UUID) -> int | None:
    """The version of a photo for somebody: the covered copy for all; before there is one, staff see it whole.

    None where it is not for them, or not yet.
    """
    hung = _hung(uid)
    if hung is None:
        return None
    with reaching(hung[1]):
        matter = Matter.objects.filter(pk=hung[0]).first()
        version = covered_versions([uid]).get(uid)
    found = found_of(actor, matter) if matter is not None else None
    if found is None or not (found.as_staff or hung[2]):
        return None
    return version or (WHOLE if found.as_staff else None)


def photo_by_link(uid: UUID, matter: Matter) -> int | None:
    """The covered version of a photo that the reporter of this matter is shown; None where there is none yet."""
    hung = _hung(uid)
    if hung is None or hung[0] != matter.pk or not hung[2]:
        return None
    with reaching(hung[1]):
        return covered_versions([uid]).get(uid)


def photo_in_public(uid: UUID, kinds: Sequence[str]) -> int | None:
    """The covered version of a photo sent with a report of a public kind; None for every other photo."""
    with scope(SYSTEM):
        file = StoredFile.objects.filter(uid=uid, subject="matter", purpose="photo", public=True).first()
        if file is None or not is_published(kinds, file.subject_id or 0):
            return None
        return covered_versions([uid]).get(uid)


def public_photos(matter_ids: Sequence[int]) -> dict[int, UUID]:
    """The first covered photo of each of some public matters; one query."""
    with scope(SYSTEM):
        rows = PhotoCopy.objects.filter(
            matter_id__in=matter_ids, state=PhotoState.READY, file__subject="matter", file__public=True
        ).order_by("-file_id")
        return dict(rows.values_list("matter_id", "file__uid"))


def covered_versions(uids: Collection[UUID]) -> dict[UUID, int]:
    """The version of the covered copy of each photo that has one, in the scope of whoever asks; one query."""
    rows = PhotoCopy.objects.filter(file__uid__in=list(uids), state=PhotoState.READY)
    return dict(rows.values_list("file__uid", "version"))


def copy_now(file_id: int) -> tuple[UUID, int] | None:
    """The photo's name and the version of its covered copy that is shown; one query, in the scope of whoever asks."""
    rows = PhotoCopy.objects.filter(pk=file_id, state=PhotoState.READY)
    return rows.values_list("file__uid", "version").first()


def why_none() -> bool:
    """True where photos get no public copy by themselves: the extra is not installed."""
    return not installed()


@dataclass(frozen=True)
class Photographed:
    """One photo with its copy: version 0 while there is none; words: lines read on it, the surer ones."""

    uid: UUID
    width: int
    height: int
    state: str
    version: int
    words: list[str]
    boxes: list[PhotoBox]


def photos_of_matter(matter: Matter) -> list[Photographed]:
    """Every photo of a matter with what is covered of it, the newest first; four queries."""
    remarks = list(Remark.objects.filter(matter=matter).values_list("pk", flat=True))
    files = StoredFile.objects.filter(subject="matter", subject_id=matter.pk) | StoredFile.objects.filter(
        subject="remark", subject_id__in=remarks
    )
    copies = {one.pk: one for one in PhotoCopy.objects.filter(matter=matter)}
    boxes: dict[int, list[PhotoBox]] = {}
    for box in PhotoBox.objects.filter(matter=matter, undone_by=None).order_by("top", "left"):
        boxes.setdefault(box.photo_id, []).append(box)
    return [
        Photographed(
            file.uid, file.width or 0, file.height or 0, copy.state if copy else "", copy.version if copy else 0,
            [text for text, sure in copy.words if sure >= 0.8] if copy else [], boxes.get(file.pk, []),
        )
        for file in files.filter(purpose="photo").order_by("-pk")
        for copy in (copies.get(file.pk),)
    ]  # fmt: skip


def almost_same(before: Collection[UUID], after: Collection[UUID]) -> bool:
    """True where one of the later photos looks like one of the earlier ones; one query, none without both."""
    if not before or not after:
        return False
    rows = StoredFile.objects.filter(uid__in=[*before, *after], mark__isnull=False).values_list("uid", "mark")
    marks = {uid: mark for uid, mark in rows if mark is not None}
    return any(
        differs(marks[one], marks[other]) <= ALIKE
        for one in before
        for other in after
        if one in marks and other in marks
    )


def looks_as_reported(matter: Matter, marks: Sequence[int]) -> bool:
    """True where one of these pictures looks like one that came with the report; one query, none without marks."""
    if not marks or not matter.photos:
        return False
    sent = StoredFile.objects.filter(subject="matter", subject_id=matter.pk, mark__isnull=False)
    known = [mark for mark in sent.values_list("mark", flat=True) if mark is not None]
    return any(differs(one, other) <= ALIKE for one in known for other in marks)


def differs(one: int, other: int) -> int:
    """In how many of their 64 bits two marks differ."""
    return ((one ^ other) & (2**64 - 1)).bit_count()


_ALIKE = """
select distinct other.subject_id from kernel_storedfile own join kernel_storedfile other
    on other.area_path ^@ %(path)s and other.mark is not null and other.subject = 'matter'
    and other.made_at > %(since)s and other.subject_id <> %(matter)s
    and bit_count((other.mark # own.mark)::bit(64)) <= %(alike)s
where own.subject = 'matter' and own.subject_id = %(matter)s and own.mark is not null
order by 1 desc limit 3
"""


def sent_before(matter: Matter, path: str, now: datetime) -> list[str]:
    """Numbers of matters of the last 30 days below a path that carry almost the same photo; two queries at most."""
    if not matter.photos:
        return []
    asked: dict[str, Any] = {"path": path, "since": now - LATELY, "matter": matter.pk, "alike": ALIKE}
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, asked)
        found = [pk for (pk,) in cursor.fetchall()]
    return list(Matter.objects.filter(pk__in=found).values_list("number", flat=True)) if found else []
