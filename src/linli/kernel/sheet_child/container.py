"""The ZIP around a workbook: every entry unpacked once and counted, whatever its directory says of itself."""

import io
import zipfile
import zlib
from pathlib import Path
from typing import IO

from . import Refused

UNPACKED = 100 * 2**20
RATIO = 100
RATIO_MATTERS = 2**20
ENTRIES = 1000


def check_zip(path: Path) -> zipfile.ZipFile:
    """Every entry unpacked once and counted: what the directory says of itself is not believed."""
    try:
        packed = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as fault:
        raise Refused("sheet_torn") from fault
    entries = packed.infolist()
    if len(entries) > ENTRIES or sum(one.file_size for one in entries) > UNPACKED:
        raise Refused("sheet_bomb")
    if len({one.filename for one in entries}) != len(entries):
        raise Refused("sheet_torn")
    left = UNPACKED
    with path.open("rb") as file:
        for entry in entries:
            left -= _counted(file, entry, left)
    return packed


def _counted(file: IO[bytes], entry: zipfile.ZipInfo, left: int) -> int:
    """The bytes an entry really unpacks to; they must be as many as it says."""
    if entry.flag_bits & 1:
        raise Refused("sheet_encrypted")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("sheet_unknown")
    file.seek(entry.header_offset)
    head = file.read(30)
    if len(head) < 30 or head[:4] != b"PK\x03\x04":
        raise Refused("sheet_torn")
    file.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), io.SEEK_CUR)
    found = entry.compress_size
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        found = _inflated(file, entry.compress_size, left)
    if found > left or (found > RATIO_MATTERS and found > RATIO * max(entry.compress_size, 1)):
        raise Refused("sheet_bomb")
    if found != entry.file_size:
        raise Refused("sheet_torn")
    return found


def _inflated(file: IO[bytes], size: int, left: int) -> int:
    inflate, found = zlib.decompressobj(-15), 0
    while size > 0 and not inflate.eof:
        piece = file.read(min(size, 65536))
        if not piece:
            raise Refused("sheet_torn")
        size -= len(piece)
        while piece:
            try:
                found += len(inflate.decompress(piece, 2**20))
            except zlib.error as fault:
                raise Refused("sheet_torn") from fault
            if found > left:
                raise Refused("sheet_bomb")
            piece = inflate.unconsumed_tail
    return found
