"""Recordings in the boxes that films come in, MPEG-4 and Matroska/WebM: sound only, and without where it was made."""

import struct
from collections.abc import Iterator

from . import Found, Refused

_INSIDE = {b"moov", b"trak", b"mdia", b"moof", b"traf", b"mvex"}
_TELLING = {b"udta", b"meta", b"uuid", b"loci"}
"""Boxes that hold names, places and models; they are blanked, since positions in the file must not shift."""
DEEP = 8

EBML, SEGMENT, INFO, TRACKS, CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
TRACK, TRACK_TYPE, SCALE, DURATION, TIME, BLOCK, GROUP, GROUP_BLOCK, DOCTYPE = (
    0xAE, 0x83, 0x2AD7B1, 0x4489, 0xE7, 0xA3, 0xA0, 0xA1, 0x4282,
)  # fmt: skip
TOP = {SEGMENT, INFO, TRACKS, CLUSTER, 0x114D9B74, 0x1C53BB6B, 0x1254C367, 0x1043A770, 0x1941A469}
SOUND = 2


def mp4(content: bytes) -> Found:
    """M4A and 3GP (ISO/IEC 14496-12): every track is sound."""
    clean = bytearray(content)
    kinds, spans, end = list[bytes](), list[float](), 0
    for name, at, size, head in _boxes(content, 0, len(content)):
        if name not in (
            b"ftyp",
            b"moov",
            b"mdat",
            b"free",
            b"skip",
            b"wide",
            b"moof",
            b"mfra",
            b"sidx",
            b"styp",
            *_TELLING,
        ):
            break
        end = at + size
        if name in _INSIDE:
            _walk(content, clean, at + head, end, kinds, spans, DEEP)
        elif name in _TELLING:
            _blank(clean, at, size)
    if not kinds or not spans or any(kind != b"soun" for kind in kinds):
        raise Refused("voice_film" if b"vide" in kinds else "file_torn")
    if b"mdat" not in content[:end]:
        raise Refused("file_torn")
    return Found("voice", "audio/mp4", "m4a", bytes(clean[:end]), seconds=max(spans))


def _boxes(content: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Name, place, size and head size of each box; a box that is cut off ends the file in refusal."""
    while at + 8 <= end:
        size, name, head = struct.unpack_from(">I", content, at)[0], content[at + 4 : at + 8], 8
        if size == 1 and at + 16 <= end:
            size, head = struct.unpack_from(">Q", content, at + 8)[0], 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            raise Refused("file_torn")
        yield name, at, size, head
        at += size


def _blank(clean: bytearray, at: int, size: int) -> None:
    clean[at + 4 : at + size] = b"free" + bytes(size - 8)


def _walk(
    content: bytes, clean: bytearray, at: int, end: int, kinds: list[bytes], spans: list[float], deep: int
) -> None:
    """Gather the kinds of the tracks and how long it lasts; blank what tells."""
    if deep == 0:
        raise Refused("file_torn")
    for name, here, size, head in _boxes(content, at, end):
        body = here + head
        if name in _TELLING:
            _blank(clean, here, size)
        elif name == b"hdlr" and deep < DEEP - 1:
            kinds.append(content[body + 8 : body + 12])
        elif name == b"mvhd":
            long = content[body] == 1
            scale, length = struct.unpack_from(">IQ" if long else ">II", content, body + (20 if long else 12))
            spans.append(length / max(scale, 1))
        elif name in _INSIDE:
            _walk(content, clean, body, here + size, kinds, spans, deep - 1)


def matroska(content: bytes) -> Found:
    """WebM as browsers record it: sound only; how long is told by its last block, since recorders do not say."""
    length, at = _number(content, 4, keep=False)
    if b"webm" not in content[at : at + length] and b"matroska" not in content[at : at + length]:
        raise Refused("file_unknown")
    seen = _Seen()
    _elements(content, at + length, len(content), seen)
    if not seen.types or set(seen.types) != {SOUND}:
        raise Refused("voice_film" if 1 in seen.types else "file_torn")
    last = max(seen.duration, seen.last) * seen.scale / 1e9
    if last <= 0:
        raise Refused("file_torn")
    return Found("voice", "audio/webm", "webm", content[: seen.end], seconds=last)


class _Seen:
    """What was gathered on the way."""

    def __init__(self) -> None:
        self.types: list[int] = []
        self.scale, self.duration, self.cluster, self.last, self.end = 1_000_000, 0.0, 0, 0.0, 0


def _number(content: bytes, at: int, *, keep: bool) -> tuple[int, int]:
    """A number of variable length (RFC 8794): its value, and where it ends. keep: with its length mark, an id."""
    if at >= len(content) or not content[at]:
        raise Refused("file_torn")
    length = 9 - content[at].bit_length()
    raw = content[at : at + length]
    if len(raw) < length:
        raise Refused("file_torn")
    value = int.from_bytes(raw, "big")
    if not keep:
        value &= (1 << 7 * length) - 1
        if value == (1 << 7 * length) - 1:
            value = -1  # unknown: until something of a higher level begins
    return value, at + length


def _elements(content: bytes, at: int, end: int, seen: _Seen) -> None:
    """Walk one level; segments and clusters are entered in place, so that unknown lengths need no guess."""
    while at < end:
        code, body = _number(content, at, keep=True)
        size, body = _number(content, body, keep=False)
        if code in (SEGMENT, TRACKS, TRACK, INFO, CLUSTER, GROUP):
            seen.end = at = body
            continue
        if size < 0 or body + size > end:
            raise Refused("file_torn")
        _take(code, content[body : body + size], seen)
        seen.end = at = body + size


def _take(code: int, body: bytes, seen: _Seen) -> None:
    if code == TRACK_TYPE:
        seen.types.append(int.from_bytes(body, "big"))
    elif code == SCALE:
        seen.scale = max(int.from_bytes(body, "big"), 1)
    elif code == DURATION and len(body) in (4, 8):
        seen.duration = struct.unpack(">f" if len(body) == 4 else ">d", body)[0]
    elif code == TIME:
        seen.cluster = int.from_bytes(body, "big")
    elif code in (BLOCK, GROUP_BLOCK) and len(body) > 4:
        _track, after = _number(body, 0, keep=False)
        seen.last = max(seen.last, seen.cluster + struct.unpack_from(">h", body, after)[0])
