"""Recordings without a box around: WAV, MP3, AMR, and Ogg pages. Each is walked to its end and copied without tags."""

import struct

from . import Found, Refused

# MPEG 1 and 2(.5), layer III: kilobits a second by index (ISO/IEC 11172-3 table 3-B.1; 13818-3).
_RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
_SAMPLES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}

# Bytes of a frame by its mode, the head included (3GPP TS 26.101 annex A, TS 26.201 annex A); 20 ms each.
_AMR = (13, 14, 16, 18, 20, 21, 27, 32, 6)
_AMR_WB = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6)
MOSTLY = 0.9


def wav(content: bytes) -> Found:
    """The format and the sound; every other chunk is left out."""
    at, kept, rate, sound = 12, b"", 0, -1
    while at + 8 <= len(content):
        name, size = content[at : at + 4], struct.unpack_from("<I", content, at + 4)[0]
        body = content[at + 8 : at + 8 + size]
        if len(body) < size:
            raise Refused("file_torn")
        if name == b"fmt " and size >= 16:
            rate = struct.unpack_from("<I", body, 8)[0]
        if name in (b"fmt ", b"fact", b"data"):
            kept += name + struct.pack("<I", size) + body + b"\0" * (size & 1)
        at += 8 + size + (size & 1)
        if name == b"data":
            sound = size
            break
    if sound < 0 or rate < 100:
        raise Refused("file_torn")
    whole = b"RIFF" + struct.pack("<I", 4 + len(kept)) + b"WAVE" + kept
    return Found("voice", "audio/wav", "wav", whole, seconds=sound / rate)


def mp3(content: bytes) -> Found:
    """Frame after frame, without the tags before and behind."""
    start = 0
    if content[:3] == b"ID3" and len(content) > 10:
        parts = content[6:10]
        start = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(parts, (21, 14, 7, 0), strict=True))
    at, frames, seconds = start, 0, 0.0
    while at + 4 <= len(content):
        length, lasts = _mp3_frame(content, at)
        if not length or at + length > len(content):
            break
        at, frames, seconds = at + length, frames + 1, seconds + lasts
    behind = content[at:]
    tagged = behind[:3] == b"TAG" or behind[:8] == b"APETAGEX" or len(behind) < 2000
    if frames < 3 or (not tagged and at - start < MOSTLY * (len(content) - start)):
        raise Refused("file_torn" if frames else "file_unknown")
    return Found("voice", "audio/mpeg", "mp3", content[start:at], seconds=seconds)


def _mp3_frame(content: bytes, at: int) -> tuple[int, float]:
    """Bytes and seconds of the frame there; zeros where there is none."""
    head = int.from_bytes(content[at : at + 4], "big")
    version, layer = head >> 19 & 3, head >> 17 & 3
    if head >> 21 != 0x7FF or version == 1 or layer != 1:
        return 0, 0.0
    rate = (_RATES_1 if version == 3 else _RATES_2)[head >> 12 & 15] * 1000
    index = head >> 10 & 3
    if not rate or index == 3:
        return 0, 0.0
    hertz = _SAMPLES[version][index]
    samples = 1152 if version == 3 else 576
    return samples // 8 * rate // hertz + (head >> 9 & 1), samples / hertz


def amr(content: bytes) -> Found:
    """The recordings of older telephones; browsers do not play them."""
    wide = content[:9] == b"#!AMR-WB\n"
    if not wide and content[:6] != b"#!AMR\n":
        raise Refused("file_unknown")
    sizes = _AMR_WB if wide else _AMR
    at, frames = (9 if wide else 6), 0
    while at < len(content):
        mode = content[at] >> 3 & 15
        size = sizes[mode] if mode < len(sizes) else 1 if mode >= 14 else 0
        if not size or content[at] & 0x83:
            break
        if at + size > len(content):
            break
        at, frames = at + size, frames + 1
    if frames < 5 or at < MOSTLY * len(content):
        raise Refused("file_torn")
    return Found("voice", "audio/amr-wb" if wide else "audio/amr", "amr", content[:at], seconds=frames * 0.02)


def ogg(content: bytes) -> Found:
    """Opus or Vorbis in Ogg pages (RFC 3533), one stream; what hangs behind the last page is left out."""
    at, granule, serial, first = 0, 0, b"", b""
    while content[at : at + 4] == b"OggS":
        count = content[at + 26] if len(content) > at + 27 else 0
        table = content[at + 27 : at + 27 + count]
        size = 27 + count + sum(table)
        if len(table) < count or at + size > len(content):
            raise Refused("file_torn")
        if not first:
            first, serial = content[at + 27 + count : at + size], content[at + 14 : at + 18]
        elif content[at + 14 : at + 18] != serial:
            raise Refused("file_unknown")
        position = struct.unpack_from("<q", content, at + 6)[0]
        granule = max(granule, position)
        at += size
    if first[:8] == b"OpusHead" and len(first) >= 12:
        rate, skip = 48000, struct.unpack_from("<H", first, 10)[0]
    elif first[:7] == b"\x01vorbis" and len(first) >= 16:
        rate, skip = struct.unpack_from("<I", first, 12)[0], 0
    else:
        raise Refused("file_unknown")
    if rate < 1000 or granule <= skip:
        raise Refused("file_torn")
    return Found("voice", "audio/ogg", "ogg", content[:at], seconds=(granule - skip) / rate)
