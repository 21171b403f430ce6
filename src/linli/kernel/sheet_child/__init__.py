"""A process of its own with hard limits: it turns an uploaded table into plain lines, or says why not.

Nothing here knows the framework. Usage: UPLOAD LINES as arguments; standard output is one JSON object,
{"refused": code} or what was found. LINES gets one JSON array for each row that is not blank: [row as the sheet
counts, cells as text, hollow]. Hollow: a formula without a value, or an error value, stands in the row; its text
would be missing silently.
"""

import json
from typing import IO

ROWS = 200_000
HEADS = 10
COLUMNS = 200
CELL = 100_000


class Refused(Exception):  # noqa: N818
    """The file is not taken; the only argument is a code."""


def put(into: IO[str], row: int, cells: list[str], *, hollow: bool = False) -> None:
    """One line."""
    json.dump([row, cells, hollow], into, separators=(",", ":"))
    into.write("\n")
