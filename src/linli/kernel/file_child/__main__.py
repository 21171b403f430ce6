"""The process: limits first, then the file."""

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from . import Found, Refused
from .document import document
from .films import matroska, mp4
from .sounds import amr, mp3, ogg, wav

MEMORY = 1_000_000_000
SECONDS = 15
LONGEST = 3600.0
OLE = bytes.fromhex("d0cf11e0a1b11ae1")

VOICES = {"wav", "mp3", "ogg", "oga", "opus", "amr", "awb", "m4a", "mp4", "3gp", "aac", "webm", "mka", "weba"}


def _kind(content: bytes) -> Callable[[bytes], Found] | None:
    """What reads a recording of these first bytes; None for what is no recording."""
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return wav
    if content[:3] == b"ID3" or (content[:1] == b"\xff" and content[1:2] >= b"\xe0"):
        return mp3
    starts = {b"OggS": ogg, b"#!AM": amr, b"\x1aE\xdf\xa3": matroska}
    return mp4 if content[4:8] == b"ftyp" else starts.get(content[:4])


def read(content: bytes, ending: str, path: Path) -> Found:
    """What it is by its bytes; its name may not say otherwise."""
    if content[:8] == OLE:
        raise Refused("file_old")
    sound = _kind(content)
    found = sound(content) if sound else document(content, path)
    if found.purpose == "voice":
        if ending not in VOICES:
            raise Refused("file_lies")
        if found.seconds is None or found.seconds > LONGEST:
            raise Refused("voice_too_long")
    elif ending != found.ending:
        raise Refused("file_lies")
    return found


def main() -> None:
    """The process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    upload, into, ending = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    answer: dict[str, object]
    try:
        found = read(upload.read_bytes(), ending, upload)
        into.write_bytes(found.content)
        answer = {**found._asdict(), "content": None}
    except Refused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "file_bomb"}
    except BaseException:  # noqa: BLE001  whatever a hostile file does to a reader
        answer = {"refused": "file_torn"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
