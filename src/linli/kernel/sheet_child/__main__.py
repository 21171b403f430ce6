"""The process: limits first, then the file."""

import json
import resource
import sys
from pathlib import Path
from typing import IO, Any

from . import Refused
from .plain import text_table
from .workbook import workbook

MEMORY = 1_500_000_000
SECONDS = 25
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def read(path: Path, into: IO[str]) -> dict[str, Any]:
    """What kind of file it is, by its first bytes, and its lines."""
    with path.open("rb") as file:
        first = file.read(8)
    if first.startswith(b"PK"):
        return workbook(path, into)
    if first == OLE:
        raise Refused(
            "sheet_encrypted" if "EncryptedPackage".encode("utf-16-le") in path.read_bytes() else "sheet_old"
        )
    return text_table(path, into)


def main() -> None:
    """The process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    upload, lines = Path(sys.argv[1]), Path(sys.argv[2])
    try:
        with lines.open("w", encoding="ascii") as into:
            answer = read(upload, into)
    except Refused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "sheet_bomb"}
    except BaseException:  # noqa: BLE001  whatever a hostile file does to a reader, including its own kind of panic
        answer = {"refused": "sheet_torn"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
