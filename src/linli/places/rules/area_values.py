"""What a file of areas turns into: rows that can be written, and what is wrong with the others."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from linli.places.terms import Level

from .crs import Crs
from .geometry import MultiPolygon

Cells = dict[str, str]


class KnownArea(NamedTuple):
    """An area that exists already. parent: its code, empty at the top; ended: its code stays taken."""

    parent: str
    name: str = ""
    shape: MultiPolygon | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it stands in the file.

    number: as a spreadsheet shows it, the header being 1; for GeoJSON the feature's place from 1.
    shape: the geometry as decoded JSON, None without one. spare: cells beyond the header, or missing ones below 0.
    """

    number: int
    cells: Cells
    shape: object = None
    spare: int = 0


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One sound row. lon, lat and shape in WGS-84; source_crs says what the file had.

    None, or an empty kind, where the file says nothing: a known area keeps what it has.
    """

    number: int
    level: Level
    code: str
    name: str
    short: str
    parent: str
    kind: str = ""  # of a grid: base or dedicated
    lon: float | None = None
    lat: float | None = None
    source_crs: Crs = Crs.WGS84
    floors: int | None = None
    units: int | None = None
    homes: int | None = None
    shape: MultiPolygon | None = None

    def with_code(self, code: str) -> "AreaRow":
        """The same row under the code it was given."""
        return replace(self, code=code)

    def with_shape(self, shape: MultiPolygon | None) -> "AreaRow":
        """The same row with its border."""
        return replace(self, shape=shape)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be written.

    column: the English column name, empty for the row as a whole. said: the sentence, lazily translated.
    """

    number: int
    column: str
    code: str
    said: object

    @property
    def sentence(self) -> str:
        """The sentence in the language of the moment."""
        return str(self.said)


class RowFault(Exception):  # noqa: N818  caught where rows are read, never leaves the rules
    """Stops the reading of one row."""

    def __init__(self, column: str, code: str, said: object) -> None:
        super().__init__(code)
        self.column, self.code, self.said = column, code, said

    def of(self, number: int) -> Fault:
        """The fault with its row."""
        return Fault(number, self.column, self.code, self.said)


@dataclass(frozen=True, slots=True)
class AreaFile:
    """A file read to the end: counted = rows written + rows with faults + rows skipped.

    rows: the sound ones, parents before children; each finds its parent known or earlier in the tuple.
    skipped: numbers of rows above the tree (provinces, cities) or outside the part asked for.
    unread: column names nobody knows.
    """

    rows: tuple[AreaRow, ...]
    faults: tuple[Fault, ...]
    counted: int
    skipped: tuple[int, ...] = ()
    unread: tuple[str, ...] = ()
