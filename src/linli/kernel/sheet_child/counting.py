"""The XML of a workbook read on our own, beside the reader of values: which rows have anything in them."""

import zipfile
import zlib
from collections.abc import Iterable
from xml.parsers import expat

from . import HEADS, ROWS, Refused

MOST_ELEMENTS = 20_000

Element = tuple[str, dict[str, str]]
"""Local name, attributes by local name."""


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def no_entities(*_what: object) -> None:
        raise Refused("sheet_torn")

    parser.StartDoctypeDeclHandler = no_entities
    return parser


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _feed(parser: expat.XMLParserType, packed: zipfile.ZipFile, name: str) -> None:
    try:
        with packed.open(name) as part:
            parser.ParseFile(part)
    except (KeyError, expat.ExpatError, zipfile.BadZipFile, EOFError, zlib.error) as fault:
        raise Refused("sheet_torn") from fault


def elements(packed: zipfile.ZipFile, name: str) -> list[Element]:
    """All elements of a small part: local name and attributes by local name."""
    found: list[Element] = []
    parser = _parser()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(found) > MOST_ELEMENTS:
            raise Refused("sheet_bomb")
        found.append((_local(tag), {_local(key): value for key, value in attributes.items()}))

    parser.StartElementHandler = start
    _feed(parser, packed, name)
    return found


class Shared:
    """Which of the shared texts are blank."""

    def __init__(self) -> None:
        self.filled = bytearray()
        self._phonetic = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "si":
            self.filled.append(0)
        elif name == "rPh":
            self._phonetic += 1

    def end(self, tag: str) -> None:
        if _local(tag) == "rPh":
            self._phonetic -= 1

    def text(self, text: str) -> None:
        if self.filled and not self._phonetic and text.strip():
            self.filled[-1] = 1


def shared_of(packed: zipfile.ZipFile, names: Iterable[str]) -> bytearray:
    """A flag for each shared text: not blank."""
    found = Shared()
    name = next((one for one in names if one.lower().endswith("sharedstrings.xml")), None)
    if name is not None:
        parser = _parser()
        parser.StartElementHandler, parser.EndElementHandler = found.start, found.end
        parser.CharacterDataHandler = found.text
        _feed(parser, packed, name)
    return found.filled


class Counter:
    """Rows with a value in them and rows with a formula that has none, by the sheet's own numbers."""

    def __init__(self, shared: bytearray) -> None:
        self.shared = shared
        self.rows: list[int] = []
        self.hollow: set[int] = set()
        self._row = 0
        self._kind = ""
        self._formula = self._value = False
        self._inside = ""
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name in ("v", "t"):
            self._inside, self._text = name, []
        elif name == "c":
            self._kind, self._formula, self._value = attributes.get("t", ""), False, False
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            if self._row > 2**21:
                raise Refused("sheet_torn")

    def text(self, text: str) -> None:
        if self._inside:
            self._text.append(text)

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name == self._inside:
            self._value = self._value or self._filled("".join(self._text))
            self._inside = ""
        elif name == "c":
            if self._kind == "e" or (self._formula and not self._value):
                self.hollow.add(self._row)
            elif self._value:
                self._found()

    def _filled(self, text: str) -> bool:
        if self._kind != "s" or self._inside != "v":
            return bool(text.strip())
        try:
            return bool(self.shared[int(text)])
        except (ValueError, IndexError) as fault:
            raise Refused("sheet_torn") from fault

    def _found(self) -> None:
        if not self.rows or self.rows[-1] != self._row:
            self.rows.append(self._row)
            if len(self.rows) > ROWS + HEADS:
                raise Refused("sheet_too_long")


def counted(packed: zipfile.ZipFile, name: str, shared: bytearray) -> Counter:
    """Count the rows of one sheet."""
    found = Counter(shared)
    parser = _parser()
    parser.StartElementHandler, parser.EndElementHandler = found.start, found.end
    parser.CharacterDataHandler = found.text
    _feed(parser, packed, name)
    return found
