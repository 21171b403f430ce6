"""Progress lines: what is being done, and how long it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from linli.site.words import _


@contextmanager
def step(what: str) -> Iterator[list[str]]:
    """One line for one step; what the block appends to the list is said at the end of the line."""
    began = time.monotonic()
    sys.stdout.write(f"· {what} … ")
    sys.stdout.flush()
    more: list[str] = []
    try:
        yield more
    except BaseException:
        sys.stdout.write("\n")
        raise
    seconds = _("{seconds:.1f} 秒").format(seconds=time.monotonic() - began)
    sys.stdout.write(_("，").join([seconds, *more]) + "\n")
    sys.stdout.flush()


def say(line: str) -> None:
    """A line of its own, seen at once even through a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
