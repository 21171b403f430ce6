"""A table to take away: every cell is text, so that nothing in it can turn into a formula or a link."""

from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767
"""What a cell of a workbook can hold."""


def workbook(heads: Sequence[str], rows: Iterable[Sequence[object]], widths: Sequence[int] = ()) -> bytes:
    """An XLSX with one sheet: heads in bold, numbers as numbers, everything else as plain text."""
    out = BytesIO()
    made = xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": False})
    sheet = made.add_worksheet()
    bold = made.add_format({"bold": True})
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(1, 0)
    for at, head in enumerate(heads):
        sheet.write_string(0, at, head, bold)
    for line, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(line, at, value)
            elif value:
                sheet.write_string(line, at, str(value)[:LONGEST])
    made.close()
    return out.getvalue()


def as_download(content: bytes, name: str) -> HttpResponse:
    """An answer that is kept as a file and never shown."""
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=name))
    return answer
