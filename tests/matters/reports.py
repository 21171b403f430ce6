"""Reports for tests: made by the commands, with real pictures."""

import io
import re
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.town import Cast

from linli.assist.photos.box import Box, Reading
from linli.kernel.models import StoredFile
from linli.kernel.scope import SYSTEM, Actor, scope
from linli.matters.commands import keep_photo, move_matter, open_matter, understand_job
from linli.matters.kinds import kind_of
from linli.matters.models import Matter, PhotoCopy, Remark


def reported(cast: Cast, actor: Actor, now: datetime, **more) -> Matter:
    """A lamp at building 2, reported by somebody."""
    asked = {
        "kind": "snapshot",
        "text": "三楼到四楼的声控灯不亮了。晚上看不清。",
        "category": "light",
        **more,
    }
    asked.setdefault("area_id", cast.areas["building2"])
    return matter(open_matter(actor=actor, now=now, **asked).subject_id)


def met(kind: str, **why: str) -> dict[str, str]:
    """The closing checklist of a kind with every point met, but for those that say why not."""
    return {**{one.code: "" for one in kind_of(kind).points}, **why}


def answered(cast: Cast, one: Matter, now: datetime, text: str = "换了新的感应器。") -> Matter:
    """The same after the grid worker has dealt with it: somebody will ask the reporter now."""
    move_matter(actor=cast.actor("chen"), now=now, matter_id=one.pk, move="fix", text=text)
    return matter(one.pk)


def copied(one: Matter) -> Matter:
    """The same after the worker has made its public copy, by rules alone."""
    understand_job(matter_id=one.pk, at=one.received_at.isoformat())
    return one


def matter(pk: int) -> Matter:
    """The row, whoever may see it."""
    with scope(SYSTEM):
        return Matter.objects.get(pk=pk)


def newest() -> Matter:
    """The one reported last."""
    with scope(SYSTEM):
        return Matter.objects.latest("id")


def how_many() -> int:
    """All matters there are."""
    with scope(SYSTEM):
        return Matter.objects.count()


def covered(one: Matter, now: datetime, *boxes: Box) -> None:
    """Every photo of a matter was read: these parts are covered on each."""
    with scope(SYSTEM):
        remarks = Remark.objects.filter(matter=one).values("pk")
        mine = StoredFile.objects.filter(subject="matter", subject_id=one.pk) | StoredFile.objects.filter(
            subject="remark", subject_id__in=remarks
        )
        waiting = list(mine.filter(purpose="photo").exclude(pk__in=PhotoCopy.objects.values("pk")))
    for file in waiting:
        keep_photo(actor=SYSTEM, now=now, file_id=file.pk, reading=Reading([], list(boxes)))


def picture(
    name: str = "灯.jpg", size: tuple[int, int] = (640, 480), colour: str = "#888", **more
) -> SimpleUploadedFile:
    """A photo as a telephone sends it."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", **more)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def kept_in(page: str) -> list[UUID]:
    """The stored names a form sends back."""
    return [UUID(found) for found in re.findall(r'name="kept" value="([0-9a-f-]{36})"', page)]
