"""Reads photos in a process of its own, with little memory and time: paths in, one JSON line for each out.

The pictures are those the house keeps (decoded and made anew already). Usage: SECONDS PATH...
"""

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

from linli.assist.photos.box import Box, Line, Reading, distinct, within
from linli.assist.photos.faces import faces, finder
from linli.assist.photos.words import lines, reader, telling

MEMORY = 2 << 30
MARGINS = {"face": 0.2, "plate": 0.1, "number": 0.05}
"""So much of its own size is covered around a find: ears and hair, the rim of a plate."""


def limit(seconds: int) -> None:
    """Bounds of this process; no file can be written by it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(engines: tuple[Any, Any], path: Path) -> Reading:
    """Words and the parts to cover."""
    import numpy as np
    from PIL import Image

    with Image.open(path, formats=["JPEG"]) as opened:
        pixels = np.asarray(opened.convert("RGB"))
    height, width = pixels.shape[:2]
    found: list[Line] = lines(engines[0], np.ascontiguousarray(pixels[:, :, ::-1]))
    parts: list[Box] = [*faces(engines[1], pixels), *telling(found)]
    cut = (within(one, width, height, MARGINS[one.kind]) for one in distinct(parts))
    return Reading(found, [one for one in cut if one is not None])


def main(seconds: str, *paths: str) -> int:
    """0 done. What cannot be read is answered with null; a killed process leaves the rest unanswered."""
    limit(int(seconds))
    out = sys.stdout
    sys.stdout = sys.stderr  # libraries print
    engines = (reader(), finder())
    for path in paths:
        try:
            told: Any = read(engines, Path(path))
        except (OSError, ValueError, MemoryError, SyntaxError) as fault:
            sys.stderr.write(f"{type(fault).__name__}\n")
            told = None
        out.write(json.dumps(told, ensure_ascii=True) + "\n")
        out.flush()
    return 0


if __name__ == "__main__":
    os.nice(5)
    sys.exit(main(*sys.argv[1:]))
