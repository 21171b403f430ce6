"""A report's values as a PDF: by a template of typst that reads them as data, with the fonts that are installed."""

from importlib.resources import files
from typing import Any

import msgspec

TEMPLATE = "templates/board/report.typ"


def printed(values: dict[str, Any]) -> bytes:
    """The PDF of a report. The library is loaded when the first one is asked for: workers only."""
    import pylopdf_fonts_zh_cn
    import typst

    source = files("linli.board").joinpath(TEMPLATE).read_bytes()
    fonts = str(files(pylopdf_fonts_zh_cn))
    how: dict[str, Any] = {
        "format": "pdf",
        "font_paths": [fonts],
        "ignore_system_fonts": True,
        "sys_inputs": {"data": msgspec.json.encode(values).decode()},
    }
    made: bytes = typst.compile(source, **how)
    return made
