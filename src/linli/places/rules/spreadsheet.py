"""Rows for a spreadsheet program: no cell of ours is ever taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

_ACTS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(head: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with mark, as Chinese spreadsheet programs expect; cells that would act get an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_cell(one) for one in head])
    writer.writerows([_cell(one) for one in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    text = str(value)
    if isinstance(value, int) or not text.startswith(_ACTS):
        return value if isinstance(value, int) else text
    return f"'{text}"
