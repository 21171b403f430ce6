"""Messages from files: csv, csv.gz, xlsx; columns tokens or title and text, and label."""

import csv
import gzip
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from linli.assist.reading import Message, message, readable
from linli.assist.sorting.fit import Labelled
from linli.kernel.refusal import Refusal

NAMES = {
    "tokens": ("tokens", "words", "分词"),
    "title": ("title", "标题", "留言主题", "主题"),
    "text": ("text", "内容", "留言详情", "主要内容", "诉求内容"),
    "label": ("label", "类别", "一级标签", "分类"),
    "number": ("number", "id", "留言编号", "编号"),
    "who": ("who", "user", "留言用户", "用户"),
    "at": ("at", "time", "留言时间", "时间"),
    "likes": ("likes", "点赞数"),
    "dislikes": ("dislikes", "反对数"),
}
"""What heads of columns mean."""
MOST_BYTES = 400_000_000
OLD_SHEET = bytes.fromhex("d0cf11e0a1b11ae1")


class Row(NamedTuple):
    """One line of a table, by what its columns mean; missing ones are empty."""

    tokens: str
    title: str
    text: str
    label: str
    number: str
    who: str
    at: str
    likes: str
    dislikes: str

    @property
    def said(self) -> Message:
        """The message: as it was cut, or as it was written."""
        if self.tokens.strip():
            return Message("", readable(self.tokens, 16_000), is_cut=True)
        return message(self.title, self.text)


def rows(file: Path) -> list[Row]:
    """Every row with words. Refuses: assist_bad_file, assist_no_words."""
    lines = _lines(file)
    heads = [str(head).strip().lower() for head in next(lines, [])]
    place = {what: next((heads.index(n) for n in names if n in heads), None) for what, names in NAMES.items()}
    if place["tokens"] is None and place["text"] is None and place["title"] is None:
        there = "、".join(head[:20] for head in heads[:8] if head) or "没有"
        raise Refusal(
            "assist_no_words",
            f"{file.name} 里没有 tokens 列，也没有 title、text 列。第一行的列名：{readable(there, 200)}。",
        )

    def value(line: list[str], what: str) -> str:
        at = place[what]
        return line[at] if at is not None and at < len(line) else ""

    found = [Row(*(value(line, what) for what in Row._fields)) for line in lines]
    return [row for row in found if (row.tokens + row.title + row.text).strip()]


def labelled(file: Path) -> list[Labelled]:
    """Messages with what they are. Refuses: assist_no_labels besides."""
    found = [
        Labelled(row.said, row.label.strip(), row.who.strip()) for row in rows(file) if row.label.strip()
    ]
    if not found:
        raise Refusal("assist_no_labels", f"{file.name} 里没有带 label 的行。")
    return found


def _lines(file: Path) -> Iterator[list[str]]:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Refusal("assist_bad_file", f"{file.name} 太大，最多 {MOST_BYTES // 1_000_000} MB。")
        raw = file.read_bytes()
        if raw[:2] == b"PK" or raw[:8] == OLD_SHEET:
            yield from _sheet(raw)
            return
        if raw[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
                raw = packed.read(MOST_BYTES + 1)
            if len(raw) > MOST_BYTES:
                raise Refusal("assist_bad_file", f"{file.name} 解开后太大。")
    except (OSError, EOFError) as fault:
        raise Refusal("assist_bad_file", f"{file.name} 读不出来。") from fault
    lines = _decoded(raw).replace("\x00", " ")
    csv.field_size_limit(sys.maxsize)
    yield from csv.reader(io.StringIO(lines, newline=""), delimiter=_between(lines))


def _decoded(raw: bytes) -> str:
    """UTF-8, with a mark or without, UTF-16 with its mark, else GB 18030; a few torn characters do not change it."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    text = raw.decode("utf-8-sig", errors="replace")
    torn = text.count("\ufffd")
    whole = sum(sign > "\u07ff" for sign in text) - torn
    return text if torn * 2 <= whole or not torn else raw.decode("gb18030", errors="replace")


def _between(lines: str) -> str:
    """What stands between the columns: a comma, else a tab or semicolon where the first line has only such."""
    head = lines.partition("\n")[0]
    return next((sign for sign in ",\t;" if sign in head), ",")


def _sheet(raw: bytes) -> Iterator[list[str]]:
    from python_calamine import CalamineError, load_workbook

    try:
        book = load_workbook(io.BytesIO(raw))
        lines = book.get_sheet_by_index(0).to_python()
    except (CalamineError, IndexError, OSError) as fault:
        raise Refusal("assist_bad_file", "表格读不出来。") from fault
    for line in lines:
        yield [_cell(cell) for cell in line]


def _cell(cell: object) -> str:
    """A cell as it is shown: whole numbers without a point, so that they are the same in any kind of file."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
