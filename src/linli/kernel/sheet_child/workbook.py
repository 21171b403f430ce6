"""A workbook: its first visible sheet with anything in it, row by row."""

import posixpath
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any

from . import CELL, COLUMNS, Refused, put
from .container import check_zip
from .counting import Counter, Element, counted, elements, shared_of


def workbook(path: Path, into: IO[str]) -> dict[str, Any]:
    """Write the rows of a workbook; gives what was found."""
    packed = check_zip(path)
    names = packed.namelist()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("sheet_macros")
    if "xl/workbook.xml" not in names:
        raise Refused("sheet_unknown")
    book = elements(packed, "xl/workbook.xml")
    filled = list(_filled(packed, book))
    if not filled:
        raise Refused("sheet_empty")
    name, count = filled[0]
    _values(path, name, count, into)
    base_1904 = any(tag == "workbookPr" and at.get("date1904") in ("1", "true") for tag, at in book)
    return {"rows": len(count.rows), "sheet": name, "others": len(filled) - 1, "base_1904": base_1904}


def _filled(packed: zipfile.ZipFile, book: list[Element]) -> Iterator[tuple[str, Counter]]:
    """Visible sheets that are not blank, with their rows counted."""
    names = packed.namelist()
    links = elements(packed, "xl/_rels/workbook.xml.rels")
    targets = {at["Id"]: at.get("Target", "") for _tag, at in links if "Id" in at}
    shared = shared_of(packed, names)
    for tag, at in book:
        target = targets.get(at.get("id", ""), "")
        part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        if tag == "sheet" and at.get("state", "visible") == "visible" and part in names:
            found = counted(packed, part, shared)
            if found.rows:
                yield at.get("name", ""), found


def _values(path: Path, name: str, count: Counter, into: IO[str]) -> None:
    """The values through the fast reader; its rows must be exactly the ones that were counted."""
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name)
    if sheet.width > COLUMNS or sheet.start is None:
        raise Refused("sheet_too_wide")
    expected = iter(count.rows)
    for at, row in enumerate(sheet.iter_rows(), 1):
        cells = [cell_text(cell) for cell in row]
        if any(cells):
            if next(expected, None) != at:
                raise Refused("sheet_rows_differ")
            put(into, at, cells, hollow=at in count.hollow)
    if next(expected, None) is not None:
        raise Refused("sheet_rows_differ")


def cell_text(value: Any) -> str:
    """A cell as text, the way a person would type it."""
    match value:
        case str():
            return value.strip()[:CELL]
        case bool():
            return "是" if value else "否"
        case float():
            return f"{value:.0f}" if value.is_integer() and abs(value) < 1e18 else repr(value)
        case datetime():
            return value.isoformat(" ", "seconds")
        case date() | time():
            return value.isoformat()
        case None:
            return ""
    return str(value)
