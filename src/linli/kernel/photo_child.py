"""Decodes one photo in a process of its own, with little memory and time: bytes in, facts and JPEGs out.

Run as a script: standard input is the upload, standard output a JSON line with the facts and the lengths of
the two pictures that follow (full size, small). Exit code 3 means the bytes are no photo we take, 4 that it has too
many pixels, 5 that it moves.
"""

import io
import json
import resource
import sys
import warnings
from typing import Any

MEMORY, SECONDS = 900 * 2**20, 12
MOST_PIXELS = 39_999_999
UNREADABLE, TOO_LARGE, MOVES = 3, 4, 5
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


def _mark(picture: Any) -> int:
    """How it looks, in 64 bits (difference hash: in which of 9x8 grey fields it gets lighter), as a signed number."""
    grey = picture.convert("L").resize((9, 8), 1)  # Lanczos
    fields = grey.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (fields[row * 9 + column] < fields[row * 9 + column + 1])
    return bits - (1 << 64) if bits >> 63 else bits


def main() -> int:
    """Decode standard input; 0, 3, 4 or 5."""
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
    if bytes(upload.getbuffer()[:6]) in (b"GIF87a", b"GIF89a"):
        return MOVES
    try:
        with Image.open(upload, formats=formats) as opened:
            if opened.format in ("PNG", "WEBP") and getattr(opened, "is_animated", False):
                return MOVES
            facts = _facts(opened)
            turned = ImageOps.exif_transpose(opened)
            plain = Image.new("RGB", turned.size, "white")
            plain.paste(turned.convert("RGBA"), mask=turned.convert("RGBA").getchannel("A"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return TOO_LARGE
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as fault:
        sys.stderr.write(type(fault).__name__)
        return UNREADABLE
    full, small = _jpeg(plain, FULL), _jpeg(plain, SMALL)
    scale = min(1.0, FULL / max(plain.size))
    facts |= {
        "width": round(plain.width * scale),
        "height": round(plain.height * scale),
        "mark": _mark(plain),
    }
    head = json.dumps({**facts, "full": len(full), "small": len(small)}).encode()
    sys.stdout.buffer.write(head + b"\n" + full + small)
    return 0


if __name__ == "__main__":
    sys.exit(main())
