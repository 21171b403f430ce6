"""Documents: PDF with its pages counted, Word and Excel without macros, plain text."""

import re
import zipfile
import zlib
from pathlib import Path

from linli.kernel.sheet_child import Refused as SheetRefused
from linli.kernel.sheet_child.container import check_zip

from . import Found, Refused
from .pictures import blanked, without_traces

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_TEXT = 2 * 2**20
MOST_PAGES = 3000
UNPACKED = 50 * 2**20
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_LOCK = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R")
_PACKED = re.compile(rb"/ObjStm\b[^>]{0,400}>>\s{0,4}stream\r?\n")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def document(content: bytes, path: Path) -> Found:
    """By its first bytes."""
    if content[:5] == b"%PDF-":
        return _pdf(content)
    if content[:4] == b"PK\x03\x04":
        return _office(content, path)
    return _text(content)


def _pdf(content: bytes) -> Found:
    """Whole from head to end mark, not locked; pages counted, also those that lie packed (ISO 32000-1, 7.5)."""
    end = content.rfind(b"%%EOF", -4096)
    if end < 0 or content.rfind(b"startxref", 0, end) < 0:
        raise Refused("file_torn")
    if b"PK\x05\x06" in content[end:]:
        raise Refused("file_lies")  # a packed archive hangs behind it: it would open as either
    if _LOCK.search(content):
        raise Refused("file_locked")
    pages, room, view = len(_PAGE.findall(content)), UNPACKED, memoryview(content)
    for found in _PACKED.finditer(content):
        unpacked = _inflated(view[found.end() :], room)
        pages, room = pages + len(_PAGE.findall(unpacked)), room - len(unpacked)
    if not 0 < pages <= MOST_PAGES:
        raise Refused("file_torn")
    return Found("document", "application/pdf", "pdf", blanked(content), pages=pages)


def _inflated(stream: memoryview, room: int) -> bytes:
    try:
        out = zlib.decompressobj().decompress(stream, room + 1)
    except zlib.error:
        return b""
    if len(out) > room:
        raise Refused("file_bomb")
    return out


def _office(content: bytes, path: Path) -> Found:
    try:
        packed = check_zip(path)
    except SheetRefused as fault:
        codes = {"sheet_bomb": "file_bomb", "sheet_encrypted": "file_locked", "sheet_unknown": "file_unknown"}
        raise Refused(codes.get(str(fault), "file_torn")) from fault
    names = {one.filename for one in packed.infolist()}
    if "[Content_Types].xml" not in names:
        raise Refused("file_unknown")
    types = packed.read("[Content_Types].xml").decode("utf-8", "replace")
    lowered = {name.lower() for name in names}
    if "macroenabled" in types.lower() or any(
        "vbaproject" in name or "macrosheets/" in name for name in lowered
    ):
        raise Refused("file_macros")
    if any("/embeddings/" in name or "/activex/" in name for name in lowered) or _from_outside(packed, names):
        raise Refused("file_carries")
    if f"{WORD}.main+xml" in types and "word/document.xml" in names:
        return Found("document", WORD, "docx", without_traces(content, packed))
    if f"{EXCEL}.main+xml" in types and "xl/workbook.xml" in names:
        return Found("document", EXCEL, "xlsx", without_traces(content, packed))
    raise Refused("file_unknown")


def _from_outside(packed: zipfile.ZipFile, names: set[str]) -> bool:
    """A template or part that would be fetched from elsewhere when it is opened; plain links are fine."""
    fetched = ("attachedTemplate", "oleObject", "frame", "subDocument", "externalLinkPath")
    for name in names:
        if name.endswith(".rels"):
            said = packed.read(name).decode("utf-8", "replace")
            for one in re.findall(r"<Relationship\b[^>]*>", said):
                if "External" in one and any(f'/{kind}"' in one or f"/{kind}'" in one for kind in fetched):
                    return True
    return False


def _text(content: bytes) -> Found:
    if not content or len(content) > MOST_TEXT:
        raise Refused("file_unknown")
    for code in ("utf-8-sig", "gb18030"):
        try:
            words = content.decode(code)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(words):
            raise Refused("file_unknown")
        return Found("document", "text/plain; charset=utf-8", "txt", words.encode())
    raise Refused("file_unknown")
