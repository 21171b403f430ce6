"""Decodes one photo in a process of its own, with little memory and time: bytes in, facts and JPEGs out.

Run as a script: standard input is the upload, standard output a JSON line with the facts and the lengths of
the two pictures that follow (full size, small). Exit code 3 means the bytes are no photo we take.
"""

import io
import json
import resource
import sys
import warnings
from typing import Any

MEMORY, SECONDS = 900 * 2**20, 12
MOST_PIXELS = 50_000_000
FULL, SMALL = 1600, 320


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _degrees(parts: Any, side: str) -> float | None:
    try:
        value = float(parts[0]) + float(parts[1]) / 60 + float(parts[2]) / 3600
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    return -value if side in ("S", "W") else value


def _facts(picture: Any) -> dict[str, Any]:
    """Time and position from EXIF, read before everything of it is dropped."""
    exif = picture.getexif()
    taken = exif.get_ifd(0x8769).get(0x9003) or exif.get(0x0132)
    gps = exif.get_ifd(0x8825)
    lat = _degrees(gps.get(2), str(gps.get(1, "N"))) if gps else None
    lon = _degrees(gps.get(4), str(gps.get(3, "E"))) if gps else None
    placed = (
        lon is not None
        and lat is not None
        and -180 <= lon <= 180
        and -90 <= lat <= 90
        and (lon, lat) != (0, 0)
    )
    return {
        "taken": taken if isinstance(taken, str) else None,
        "lon": lon if placed else None,
        "lat": lat if placed else None,
    }


def _jpeg(picture: Any, side: int) -> bytes:
    copy = picture.copy()
    copy.thumbnail((side, side))
    out = io.BytesIO()
    copy.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def main() -> int:
    """Decode standard input; 0 or 3."""
    _limit()
    from PIL import Image, ImageOps, UnidentifiedImageError

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    upload = io.BytesIO(sys.stdin.buffer.read())
    formats = ["JPEG", "PNG", "WEBP"]
    if bytes(upload.getbuffer()[4:12]) in (
        b"ftypheic",
        b"ftypheix",
        b"ftypmif1",
        b"ftypmsf1",
        b"ftyphevc",
        b"ftypheis",
    ):
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
        formats = ["HEIF"]
    try:
        with Image.open(upload, formats=formats) as opened:
            facts = _facts(opened)
            turned = ImageOps.exif_transpose(opened)
            plain = Image.new("RGB", turned.size, "white")
            plain.paste(turned.convert("RGBA"), mask=turned.convert("RGBA").getchannel("A"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, MemoryError, EOFError,
            Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:  # fmt: skip
        sys.stderr.write(type(fault).__name__)
        return 3
    full, small = _jpeg(plain, FULL), _jpeg(plain, SMALL)
    scale = min(1.0, FULL / max(plain.size))
    facts |= {"width": round(plain.width * scale), "height": round(plain.height * scale)}
    head = json.dumps({**facts, "full": len(full), "small": len(small)}).encode()
    sys.stdout.buffer.write(head + b"\n" + full + small)
    return 0


if __name__ == "__main__":
    sys.exit(main())
