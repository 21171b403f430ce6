"""Recordings and documents that came through a door: judged by their bytes in a bounded child, kept under random names.

Photos go another way (files.py): they are decoded and made anew.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import IO, Any
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from . import files
from .models import StoredFile
from .refusal import Refusal
from .scope import Actor, reaching, scope
from .text import storable, unmarked

MOST_BYTES = 20 * 2**20
PATIENCE = 20
NAME = 80
VOICE, DOCUMENT = "voice", "document"
ENDINGS = "audio/*,.amr,.m4a,.webm,.ogg,.pdf,.docx,.xlsx,.txt"
"""What a file input offers; what comes is judged by its content."""
UNPLAYED = ("audio/amr", "audio/amr-wb")
"""Recordings of older telephones, which browsers do not play."""

_SOURCE = str(Path(__file__).resolve().parents[2])
_CHILD = f"import runpy, sys; sys.path.insert(0, {_SOURCE!r}); runpy.run_module('linli.kernel.file_child', run_name='__main__')"
_at_once = BoundedSemaphore(2)

SENTENCES = {
    "file_too_big": _("文件太大了，请用20MB以内的。"),
    "file_slow": _("读这个文件用的时间太长，请换一个再试。"),
    "file_bomb": _("这个文件解开以后大得不正常，不能接收。"),
    "file_torn": _("文件不完整或已损坏，请换一个再试。"),
    "file_unknown": _("这种文件不能接收。可以发录音，或者PDF、Word、Excel、纯文本文件。"),
    "file_lies": _("文件名和里面的内容对不上，不能接收。请用原来的文件再试。"),
    "file_old": _("这是旧格式的文件。请另存为.docx、.xlsx或者PDF再试。"),
    "file_macros": _("文件里带有宏，不能接收。请另存为普通的.docx、.xlsx再试。"),
    "file_carries": _("文件里夹带着别的文件，不能接收。请另存为PDF再试。"),
    "file_locked": _("文件设了密码，打不开。请去掉密码再试。"),
    "voice_too_long": _("录音最长1小时，请分成几段。"),
    "voice_film": _("这是录像，不能接收。请拍照，或者只录音。"),
}


@dataclass(frozen=True)
class Judged:
    """What a file turned out to be, with the bytes to keep."""

    purpose: str
    mime: str
    ending: str
    content: bytes
    seconds: float | None
    pages: int | None


def _refusal(code: str) -> Refusal:
    return Refusal(code, SENTENCES[code], facts={"field": "files"})


def judge(upload: bytes, name: str) -> Judged:
    """Say what a file is, in a child with its own limits of memory, CPU and time. Refuses: the codes of SENTENCES."""
    if len(upload) > MOST_BYTES:
        raise _refusal("file_too_big")
    with TemporaryDirectory(dir=_folder()) as folder, _at_once:
        source, into = Path(folder, "in"), Path(folder, "out")
        source.write_bytes(upload)
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-c", _CHILD, str(source), str(into), _ending(name)],
                stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise _refusal("file_slow") from None
        found: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 and done.stdout else {}
        if "purpose" not in found:
            raise _refusal(found.get("refused", "file_bomb"))
        return Judged(**{**found, "content": into.read_bytes()})


def _folder() -> Path:
    folder = Path(settings.LINLI_FILES) / "judged"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _ending(name: str) -> str:
    """The letters after the last point, as a word of ours."""
    ending = name.rpartition(".")[2].lower()
    return ending if ending.isascii() and ending.isalnum() and len(ending) <= 5 else ""


def _called(name: str, ending: str) -> str:
    """A name to take a file away under: no folders, no hidden marks, the ending that it deserves."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    plain = (
        "".join(ch for ch in unmarked(stem) if ch.isprintable() and ch not in '<>:"|?*')
        if storable(stem)
        else ""
    )
    return f"{plain.strip(' .')[: NAME - 6] or 'file'}.{ending}"


def path_of(uid: UUID) -> Path:
    """Where the bytes of a recording or a document lie."""
    return Path(settings.LINLI_FILES) / uid.hex[:2] / f"{uid.hex}.bin"


def store_file(
    upload: IO[bytes], name: str, *, actor: Actor, now: datetime, claim: str = "", form_id: UUID | None = None
) -> UUID:
    """Keep a recording or a document until something takes it; gives its random name.

    claim, form_id: as for `files.store_photo`. Refuses as `judge`.
    """
    content = upload.read(MOST_BYTES + 1)
    uid = uuid5(form_id, sha256(content).hexdigest()) if form_id else uuid4()
    if form_id and path_of(uid).exists() and files.waiting([uid], actor=actor, claim=claim):
        return uid
    judged = judge(content, name)
    files.put(path_of(uid), judged.content)
    file = StoredFile(
        uid=uid, subject="", purpose=judged.purpose, mime=judged.mime, size=len(judged.content),
        sha256=sha256(judged.content).digest(), name=_called(name, judged.ending), seconds=judged.seconds,
        pages=judged.pages, made_at=now, made_by=actor.person_id, area_path=files.NOWHERE,
        claim=sha256(claim.encode()).digest() if claim else None,
    )  # fmt: skip
    with scope(actor), reaching(files.NOWHERE):
        StoredFile.objects.bulk_create([file], ignore_conflicts=True)
    return uid
