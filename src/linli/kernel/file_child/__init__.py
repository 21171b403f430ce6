"""A process of its own with hard limits: it says what a recording or a document really is, and writes it clean.

Nothing here knows the framework. Usage: UPLOAD INTO ENDING as arguments; standard output is one JSON object,
{"refused": code} or what was found. INTO gets the bytes to keep: recordings without tags, places and whatever hangs
before or behind them; documents as they came, but for what cameras wrote into the photos inside them.
"""

from typing import NamedTuple


class Refused(Exception):  # noqa: N818
    """The file is not taken; the only argument is a code."""


class Found(NamedTuple):
    """What a file is. content: the bytes to keep; seconds of a recording, pages of a document where known."""

    purpose: str
    mime: str
    ending: str
    content: bytes
    seconds: float | None = None
    pages: int | None = None
