"""Recordings and documents that hang on a matter, with the words that were written down of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from linli.kernel.models import EventRow, StoredFile
from linli.kernel.scope import SYSTEM, scope

from ..models import Remark

FIELDS = ("id", "uid", "purpose", "mime", "name", "size", "seconds", "pages")


@dataclass(frozen=True)
class Kept:
    """One stored file. words: what is said in a recording, as last written down; empty so far."""

    id: int
    uid: UUID
    purpose: str
    mime: str
    name: str
    size: int
    seconds: float | None
    pages: int | None
    words: str = ""


def attachment(uid: UUID) -> Kept | None:
    """A file by its random name; whether the one who asks may have it is for the caller to see first."""
    with scope(SYSTEM):
        row = StoredFile.objects.filter(uid=uid).values_list(*FIELDS).first()
    return Kept(*row) if row else None


def with_words(file: Kept, rows: Iterable[EventRow], remarks: Mapping[int, Remark], *, told: bool) -> Kept:
    """The file with the newest of its transcripts among a matter's events, newest first; told: public ones only."""
    for row in rows:
        if row.code == "matters.transcribed" and row.facts["file_id"] == file.id:
            said = remarks.get(row.facts["remark_id"])
            if said is not None and (said.public or not told):
                return replace(file, words=said.text)
    return file
