"""A table of separated values."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from . import CELL, COLUMNS, HEADS, ROWS, Refused, put

MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"%pdf", b"{\\rtf")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(raw: bytes) -> str:
    """UTF-8 or UTF-16 with or by their mark, else GB18030; anything else is no text."""
    for mark, name in MARKS:
        if raw.startswith(mark):
            return _decode(raw, name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(raw, "gb18030")


def _decode(raw: bytes, name: str) -> str:
    try:
        return raw.decode(name)
    except UnicodeDecodeError as fault:
        raise Refused("sheet_unknown") from fault


def text_table(path: Path, into: IO[str]) -> dict[str, Any]:
    """A table of separated values."""
    raw = path.read_bytes()
    if not raw.strip():
        raise Refused("sheet_empty")
    if raw.lstrip(b"\xef\xbb\xbf \r\n\t")[:9].lower().startswith(MARKUP):
        raise Refused("sheet_unknown")
    text = decoded(raw)
    head = text[:4096]
    if sum(ch < " " and ch not in "\t\r\n" for ch in head) > len(head) // 50:
        raise Refused("sheet_unknown")
    first = text.lstrip("\r\n").partition("\n")[0]
    rows = 0
    for at, cells in _records(text, max(",\t;", key=first.count)):
        rows += 1
        if rows > ROWS + HEADS:
            raise Refused("sheet_too_long")
        if len(cells) > COLUMNS:
            raise Refused("sheet_too_wide")
        put(into, at, cells)
    if not rows:
        raise Refused("sheet_empty")
    return {"rows": rows, "sheet": "", "others": 0, "base_1904": False}


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Records that are not blank, numbered as a spreadsheet would show them."""
    csv.field_size_limit(2**20)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    try:
        for at, record in enumerate(reader, 1):
            cells = [cell.strip()[:CELL] for cell in record]
            if any(cells):
                yield at, cells
    except csv.Error as fault:
        raise Refused("sheet_torn") from fault
