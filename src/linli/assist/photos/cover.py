"""Makes the copy of a photo that everybody may see: every box becomes a coarse mosaic, nothing else changes.

Needs only the library that decodes photos. Run as a script, in bounds of memory and time: standard input is a JSON
line with the boxes, then the picture; standard output a line with the lengths of the two pictures that follow.
"""

import io
import json
import resource
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

MEMORY, SECONDS, PATIENCE = 700 * 2**20, 10, 20
SMALL, QUALITY = 320, 82
BLOCKS = 4
"""A covered part keeps so many blocks along its longer side: too few to be anybody."""
MOST_PIXELS = 4_000_000


def cover(photo: bytes, boxes: Iterable[tuple[int, int, int, int]]) -> tuple[bytes, bytes] | None:
    """The covered picture and its small form, without any metadata; None where the bytes are no such picture."""
    asked = json.dumps([list(box) for box in boxes]).encode() + b"\n" + photo
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(__file__))],
            input=asked, capture_output=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        return None
    head, _line, rest = done.stdout.partition(b"\n")
    return rest[: int(head)], rest[int(head) :]


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _mosaic(image: Any, box: list[int]) -> None:
    from PIL import Image

    left, top = max(0, box[0]), max(0, box[1])
    right, bottom = min(image.width, box[2]), min(image.height, box[3])
    if left >= right or top >= bottom:
        return
    wide, high = right - left, bottom - top
    scale = BLOCKS / max(wide, high)
    small = image.crop((left, top, right, bottom)).resize(
        (max(1, round(wide * scale)), max(1, round(high * scale))), Image.Resampling.BOX
    )
    image.paste(small.resize((wide, high), Image.Resampling.NEAREST), (left, top))


def _jpeg(image: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def main() -> int:
    """0, or 3 for no picture of ours."""
    _limit()
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    head, _line, photo = sys.stdin.buffer.read().partition(b"\n")
    try:
        with Image.open(io.BytesIO(photo), formats=["JPEG"]) as opened:
            image = Image.new("RGB", opened.size)
            image.paste(opened.convert("RGB"))
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError):
        return 3
    for box in json.loads(head):
        _mosaic(image, box)
    full = _jpeg(image)
    image.thumbnail((SMALL, SMALL))
    small = _jpeg(image)
    sys.stdout.buffer.write(f"{len(full)}\n".encode() + full + small)
    return 0


if __name__ == "__main__":
    sys.exit(main())
