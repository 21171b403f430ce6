"""Photos inside documents: what a camera wrote about place, time and owner is blanked, the picture stays."""

import io
import re
import zipfile

_JPEG = re.compile(rb"\xff[\xe1\xed](?=..(?:Exif\0|http://ns\.adobe\.com/|Photoshop ))", re.DOTALL)
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_TELLS = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
_WEBP_TELLS, _WEBP_FLAGS = {b"EXIF", b"XMP "}, 0x0C
_PICTURES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp")


def blanked(content: bytes) -> bytes:
    """Every telling segment of JPEGs made an empty comment of the same length: nothing moves, not even inside a PDF."""
    clean = bytearray(content)
    for found in _JPEG.finditer(content):
        at = found.start()
        end = min(at + 2 + int.from_bytes(content[at + 2 : at + 4], "big"), len(content))
        clean[at + 1] = 0xFE
        clean[at + 4 : end] = bytes(max(end - at - 4, 0))
    return bytes(clean)


def _png(content: bytes) -> bytes:
    """Without the chunks that tell (PNG specification, 11.3); as it came where it is torn."""
    at, kept = 8, [_PNG]
    while at + 12 <= len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        if content[at + 4 : at + 8] not in _PNG_TELLS:
            kept.append(content[at:end])
        at = end
    return b"".join(kept)


def _webp(content: bytes) -> bytes:
    """Without the chunks that tell, and without the flags in its head that announce them."""
    at, kept = 12, b""
    while at + 8 <= len(content):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        end = at + 8 + size + (size & 1)
        chunk = content[at:end]
        if chunk[:4] == b"VP8X" and len(chunk) > 8:
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_FLAGS]) + chunk[9:]
        kept += chunk if chunk[:4] not in _WEBP_TELLS else b""
        at = end
    return b"RIFF" + (4 + len(kept)).to_bytes(4, "little") + b"WEBP" + kept


def plain(content: bytes) -> bytes:
    """One picture without what tells about it."""
    if content[:8] == _PNG:
        return _png(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp(content)
    return blanked(content)


def without_traces(content: bytes, packed: zipfile.ZipFile) -> bytes:
    """An office document with its pictures plain; the very bytes that came where there was nothing to blank."""
    fresh = {
        one.filename: clean
        for one in packed.infolist()
        if one.filename.lower().endswith(_PICTURES)
        for kept in (packed.read(one),)
        for clean in (plain(kept),)
        if clean != kept
    }
    if not fresh:
        return content
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for one in packed.infolist():
            made.writestr(one, fresh.get(one.filename) or packed.read(one))
    return out.getvalue()
