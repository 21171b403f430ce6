"""Tables people hand in (XLSX, CSV): read once in a bounded child, kept as plain lines until they are used."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import file_digest
from itertools import islice
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, NamedTuple
from uuid import UUID, uuid4, uuid5

import msgspec
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .refusal import Refusal

MOST_BYTES = 50 * 2**20
PATIENCE = 27
"""Seconds: shorter than the database lets a page's transaction wait."""
KEPT = timedelta(days=7)
_SOURCE = str(Path(__file__).resolve().parents[2])
_CHILD = f"import runpy, sys; sys.path.insert(0, {_SOURCE!r}); runpy.run_module('linli.kernel.sheet_child', run_name='__main__')"
_at_once = BoundedSemaphore(1)

SENTENCES = {
    "sheet_too_big": _("文件太大了，请用50MB以内的表格，或者分成几份。"),
    "sheet_bomb": _("这个文件解开以后大得不正常，不能接收。请用Excel另存为.xlsx再试。"),
    "sheet_slow": _("读这份表用的时间太长，请分成几份再试。"),
    "sheet_too_long": _("最多20万行，请分成几份导入。"),
    "sheet_too_wide": _("最多200列，请去掉用不到的列再试。"),
    "sheet_macros": _("文件里带有宏，不能接收。请另存为普通的.xlsx再试。"),
    "sheet_encrypted": _("文件设了密码，打不开。请去掉密码再试。"),
    "sheet_old": _("这是旧格式（.xls）的表格。请用Excel另存为.xlsx再试。"),
    "sheet_unknown": _("这不像Excel或CSV表格。如果是从网页导出的，请用Excel打开，另存为.xlsx再试。"),
    "sheet_torn": _("文件不完整或已损坏，请重新导出一份。"),
    "sheet_rows_differ": _("两次数出来的行数对不上，文件可能已损坏，没有导入。请用Excel另存一份再试。"),
    "sheet_empty": _("表里没有内容，请检查是不是选错了文件。"),
}


@dataclass(frozen=True)
class Sheet:
    """A table that was read. rows: those that are not blank, the head included; others: sheets left unread.

    base_1904: bare day numbers count from 1904 (a setting of old Mac workbooks).
    """

    uid: UUID
    rows: int
    sheet: str
    others: int
    base_1904: bool
    digest: bytes


class Line(NamedTuple):
    """One row as it stands in the sheet. hollow: a formula without a value stands in it."""

    row: int
    cells: list[str]
    hollow: bool


def _refusal(code: str) -> Refusal:
    return Refusal(code, SENTENCES[code], facts={"field": "file"})


def _folder() -> Path:
    folder = Path(settings.LINLI_FILES) / "sheets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def path_of(uid: UUID) -> Path:
    """Where the lines of a table lie."""
    return _folder() / f"{uid.hex}.lines"


def unpack(upload: Path, form_id: UUID | None = None) -> Sheet:
    """Read a table into lines of our own; everything hostile about the file ends here.

    With `form_id`, the random id of a form, the same table sent twice through it is kept once under one name.
    Refuses: the codes of SENTENCES.
    """
    if upload.stat().st_size > MOST_BYTES:
        raise _refusal("sheet_too_big")
    fresh = path_of(uuid4()).with_suffix(".new")
    try:
        found = _ask(upload, fresh)
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        digest = _digest(fresh)
        uid = uuid5(form_id or uuid4(), digest.hex())
        fresh.replace(path_of(uid))
    finally:
        fresh.unlink(missing_ok=True)
    return Sheet(uid, found["rows"], found["sheet"], found["others"], found["base_1904"], digest)


def _ask(upload: Path, into: Path) -> dict[str, Any]:
    with _at_once:
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-c", _CHILD, str(upload), str(into)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _refusal("sheet_slow") from None
    found = json.loads(done.stdout) if done.returncode == 0 and done.stdout else {"refused": "sheet_bomb"}
    if "refused" in found:
        raise _refusal(found["refused"])
    return found


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return file_digest(file, "sha256").digest()


def lines(uid: UUID, start: int = 0) -> Iterator[Line]:
    """The rows of a table from the `start`-th on. Refuses sheet_gone when they were cleaned up."""
    try:
        file = path_of(uid).open("rb")
    except FileNotFoundError:
        raise Refusal("sheet_gone", _("这个文件已经清理掉了，请重新上传。")) from None
    with file:
        for raw in islice(file, start, None):
            yield _line.decode(raw)


_line = msgspec.json.Decoder(Line)


def kept(uid: UUID) -> bool:
    """True while the lines of a table are there."""
    return path_of(uid).exists()


def remove(uid: UUID) -> None:
    """Forget a table."""
    path_of(uid).unlink(missing_ok=True)


def clean_up(*, now: datetime, after: timedelta = KEPT) -> int:
    """Forget tables older than a week, and what a cut reading left; gives how many went."""
    gone = 0
    for path in _folder().iterdir():
        if path.stat().st_mtime < (now - after).timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone
