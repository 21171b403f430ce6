"""The log file of a program we start: opened by us, turned over when it is big."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def log_file(path: Path, biggest: int) -> Iterator[int]:
    """A descriptor that appends, closed at the end; a file of more than `biggest` bytes becomes the .log.1 first."""
    if path.exists() and path.stat().st_size > biggest:
        path.replace(path.with_suffix(".log.1"))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
