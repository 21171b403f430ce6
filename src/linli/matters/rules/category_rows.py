"""A table of categories from a file: each row a way from the top of the tree down."""

import csv
import io
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal
from linli.kernel.text import line

MOST_BYTES = 1_000_000
MOST_ROWS = 5_000
DEEPEST = 12
LONGEST = 20
_HEADS = ("分类", "类别", "级", "category", "level")


@dataclass(frozen=True)
class CategoryFault:
    """Why a row was not taken; number as a spreadsheet shows it."""

    number: int
    sentence: object


@dataclass(frozen=True)
class CategoryFile:
    """Ways from the top down, in order, each once; and the rows that were not taken."""

    rows: tuple[tuple[str, ...], ...]
    faults: tuple[CategoryFault, ...]


def read_categories(content: bytes) -> CategoryFile:
    """Read a CSV file of one to twelve columns, top first; a head row is recognised and passed over.

    UTF-8 or GB18030. Empty cells at the end of a row end its way; one in between is a fault.
    Refuses: file_too_large, file_unreadable, file_empty, too_many_rows.
    """
    if len(content) > MOST_BYTES:
        raise Refusal("file_too_large", _("文件最大1MB。"), facts={"field": "file"})
    table = _table(_text(content))
    rows: dict[tuple[str, ...], None] = {}
    faults: list[CategoryFault] = []
    for number, cells in table:
        way = _way(cells)
        if isinstance(way, tuple):
            rows.setdefault(way, None)
        else:
            faults.append(CategoryFault(number, way))
    if not rows and not faults:
        raise Refusal("file_empty", _("文件里没有类别。"), facts={"field": "file"})
    return CategoryFile(tuple(rows), tuple(faults))


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _unreadable()


def _unreadable() -> Refusal:
    return Refusal(
        "file_unreadable", _("文件读不出来，请另存为UTF-8编码的CSV再传一次。"), facts={"field": "file"}
    )


def _table(text: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if len(found) > MOST_ROWS:
                raise Refusal("too_many_rows", _("最多5000行，请分成几份。"), facts={"field": "file"})
            if any(cell.strip() for cell in cells):
                found.append((reader.line_num, [cell.strip() for cell in cells]))
    except csv.Error:
        raise _unreadable() from None
    if found and any(word in found[0][1][0].lower() for word in _HEADS):
        found = found[1:]
    return found


def _way(cells: list[str]) -> tuple[str, ...] | object:
    """The names of a row, or what is wrong with it."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > DEEPEST:
        return format_lazy(_("最多{most}级。"), most=DEEPEST)
    if not all(cells):
        return _("中间有一级空着。")
    try:
        return tuple(line(cell, most=LONGEST, what=_("名称")) for cell in cells)
    except Refusal as refused:
        return refused.sentence
