"""A table to take away: every cell is text, so that nothing in it can turn into a formula or a link."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any, NamedTuple

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767
"""What a cell of a workbook can hold."""
FOOT = 100
"""What is kept of a title at the foot of a printed page, which holds 255 characters, signs doubled."""


STARTS = (*"=+-@\t\r\n|%", *map(chr, (0xFF1D, 0xFF0B, 0xFF0D, 0xFF20)))
"""How a cell begins that a spreadsheet might run (OWASP, CSV injection); full-width signs are folded by some."""


def csv_table(heads: Sequence[str], rows: Iterable[Sequence[object]], top: str = "") -> bytes:
    """A CSV as Excel opens it in China: UTF-8 with its mark, every cell quoted, none that could run as a formula."""
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    if top:
        writer.writerow([harmless(top)])
    writer.writerow([harmless(head) for head in heads])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def harmless(value: object) -> str:
    """A cell's text; one that begins like a formula gets an apostrophe in front. Numbers stay as they are."""
    if isinstance(value, int):
        return str(value)
    text = "" if value is None else str(value)
    return (
        f"'{text}"
        if text.lstrip(" \u3000\u200b\ufeff").startswith(STARTS) or text.startswith(STARTS)
        else text
    )


def workbook(
    heads: Sequence[str], rows: Iterable[Sequence[object]], widths: Sequence[int] = (), top: str = ""
) -> bytes:
    """An XLSX with one sheet: heads in bold, numbers as numbers, everything else as plain text.

    `top` stands above, and at the foot of each printed page.
    """
    out = BytesIO()
    made = xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": False})
    sheet = made.add_worksheet()
    bold = made.add_format({"bold": True})
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    first = 1 if top else 0
    if top:
        sheet.write_string(0, 0, top)
    sheet.freeze_panes(first + 1, 0)
    _as_printed(sheet, first, top)
    for at, head in enumerate(heads):
        sheet.write_string(first, at, head, bold)
    for line, row in enumerate(rows, first + 1):
        for at, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(line, at, value)
            elif value:
                sheet.write_string(line, at, str(value)[:LONGEST])
    made.close()
    return out.getvalue()


class Share(float):
    """A part of a whole, 0 to 1, shown in per cent and still a number to reckon with."""


class Sheet(NamedTuple):
    """One sheet of a workbook: its name, lines above the table, heads, rows, widths of the columns."""

    name: str
    above: Sequence[str]
    heads: Sequence[str]
    rows: Iterable[Sequence[object]]
    widths: Sequence[int] = ()


def workbook_of(sheets: Iterable[Sheet]) -> bytes:
    """An XLSX with several sheets; numbers as numbers, everything else as plain text, never a formula.

    Printed, each sheet is as wide as a page across, its heads on every page.
    """
    out = BytesIO()
    made = xlsxwriter.Workbook(
        out, {"in_memory": False, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold, large = made.add_format({"bold": True}), made.add_format({"bold": True, "font_size": 14})
    share = made.add_format({"num_format": "0.0%"})
    for one in sheets:
        sheet = made.add_worksheet(one.name[:31])
        for at, width in enumerate(one.widths):
            sheet.set_column(at, at, width)
        for at, above in enumerate(one.above):
            sheet.write_string(at, 0, above[:LONGEST], large if at == 0 else None)
        start = len(one.above)
        for at, head in enumerate(one.heads):
            sheet.write_string(start, at, head, bold)
        sheet.freeze_panes(start + 1, 1)
        _as_printed(sheet, start, one.above[0] if one.above else one.name)
        for line, row in enumerate(one.rows, start + 1):
            for at, value in enumerate(row):
                if isinstance(value, int | float):
                    sheet.write_number(line, at, value, share if isinstance(value, Share) else None)
                elif value:
                    sheet.write_string(line, at, str(value)[:LONGEST])
    made.close()
    return out.getvalue()


def _as_printed(sheet: Any, heads: int, title: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, heads)
    sheet.set_footer(f"&L{title[:FOOT].replace('&', '&&')}&R&P / &N")


def as_download(content: bytes, name: str, mime: str = XLSX) -> HttpResponse:
    """An answer that is kept as a file and never shown."""
    answer = HttpResponse(content, content_type=mime)
    answer["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=name))
    return answer
