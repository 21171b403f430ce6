"""Words on a photo, and which of them tell who somebody is: plates of cars, telephones, numbers of papers and cards."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from linli.assist.masking.patterns import numbered, plates, written
from linli.assist.photos.box import Box, Line

LEAST = 0.5
"""Lines less sure than this are shapes, not words."""
MOST_LINES = 200

# GA 36-2018 as a reader of photos gives it: the character of the province may be misread or missing.
_PLATE = re.compile(
    r"(?<![A-Za-z0-9])[A-HJ-NP-Z][·•.\-: ]{0,2}(?=[A-Z0-9·•.\- ]*[0-9])(?:[A-Z0-9][ ]?){5,6}(?![A-Za-z0-9])"
)
_EARLIER_YEARS = re.compile(r"^(?:[A-Z]{1,4}[- ]?)?(?:GB|CJ|DB|JG)")


def reader() -> Any:
    """The library's reader with its models, which lie in the wheel; one thread, said to be quiet."""
    import logging

    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def lines(engine: Any, pixels: Any) -> list[Line]:
    """The lines that can be read, as they stand from above to below. pixels: rows of BGR."""
    found = engine(pixels)
    if found is None or found.txts is None:
        return []
    read = []
    for text, sure, corners in zip(found.txts, found.scores, found.boxes, strict=True):
        across, down = [point[0] for point in corners], [point[1] for point in corners]
        if sure >= LEAST and text.strip():
            read.append(
                Line(text.strip()[:200], round(float(sure), 3), max(0, int(min(across))), max(0, int(min(down))),
                     int(max(across)) + 1, int(max(down)) + 1)
            )  # fmt: skip
    return sorted(read, key=lambda line: (line.top, line.left))[:MOST_LINES]


def telling(found: Iterable[Line]) -> Iterator[Box]:
    """The parts of lines to cover: the stretch of a long line, the whole of a short one."""
    for line in found:
        for kind, begin, end in _stretches(line.text):
            yield _part(line, kind, begin, end)


def _stretches(text: str) -> list[tuple[str, int, int]]:
    known = [("plate", one.begin, one.end) for one in plates(text)]
    if not known and not _EARLIER_YEARS.match(text):
        known = [("plate", max(0, one.start() - 1), one.end()) for one in _PLATE.finditer(text)]
    numbers = [("number", one.begin, one.end) for one in (*numbered(text), *written(text))]
    return known + numbers


def _part(line: Line, kind: str, begin: int, end: int) -> Box:
    """Letters are half as wide as characters of Chinese."""
    widths = [1 if sign.isascii() else 2 for sign in line.text]
    whole = sum(widths) or 1
    wide = line.right - line.left
    left = line.left + wide * sum(widths[:begin]) / whole
    right = line.left + wide * sum(widths[:end]) / whole
    spare = (line.bottom - line.top) * 0.5 if wide > line.bottom - line.top else 0
    return Box(
        kind, max(0, int(max(line.left, left - spare))), line.top, int(min(line.right, right + spare)) + 1, line.bottom,
        line.sure,
    )  # fmt: skip
