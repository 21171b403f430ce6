"""Files of divisions, grids and buildings: every row either sound and ready to write, or with its faults.

One bad row never spoils the others; which rows to write is the caller's choice. All rows of a file are read
before any is judged, so a file may name children before their parents.
"""

from collections.abc import Mapping

from .area_borders import border
from .area_fields import Reading, standing
from .area_tables import csv_rows, geojson_rows
from .area_tree import Tree
from .area_values import AreaFile, AreaRow, Fault, KnownArea, RawRow, RowFault
from .codes import lies_in
from .crs import Crs


def read_csv(
    content: bytes, known: Mapping[str, KnownArea], *, under: str = "", crs: Crs = Crs.WGS84
) -> AreaFile:
    """Rows of a CSV file of areas.

    Columns: code, name, level, parent, kind, lon, lat, crs, floors, units, homes, polygon (GeoJSON geometry);
    Chinese column names work too; name and one of code and parent are needed. A row whose code is known
    changes that area; a grid, building, unit or home without code is found by its name or gets the next code.

    known: areas that exist or existed, by code. under: read only this area and what lies below
    it. crs: of rows that name none. Refuses what is wrong with the whole file: see `area_tables.csv_rows`.
    """
    raws, unread = csv_rows(content)
    return _judged(raws, unread, known, under, crs)


def read_geojson(
    content: bytes, known: Mapping[str, KnownArea], *, under: str = "", crs: Crs = Crs.WGS84
) -> AreaFile:
    """The features of a GeoJSON file of areas; their properties are the columns of `read_csv`.

    Refuses what is wrong with the whole file: see `area_tables.geojson_rows`.
    """
    raws, unread = geojson_rows(content)
    return _judged(raws, unread, known, under, crs)


def _judged(
    raws: list[RawRow], unread: tuple[str, ...], known: Mapping[str, KnownArea], under: str, crs: Crs
) -> AreaFile:
    faults: list[Fault] = []
    skipped: list[int] = []
    sound: list[AreaRow] = []
    spoilt: list[AreaRow] = []
    for raw in raws:
        row, found = _row(raw, under, crs)
        faults += [fault.of(raw.number) for fault in found]
        if row is not None:
            (spoilt if found else sound).append(row)
        elif not found:
            skipped.append(raw.number)
    tree = Tree(known, sound, spoilt)
    faults += tree.grown()
    return AreaFile(
        rows=tuple(tree.taken.values()),
        faults=tuple(sorted(faults, key=lambda fault: fault.number)),
        counted=len(raws),
        skipped=tuple(skipped),
        unread=unread,
    )


def _row(raw: RawRow, under: str, crs: Crs) -> tuple[AreaRow | None, list[RowFault]]:
    """A row by itself with its faults; neither when it is above the tree or not asked for."""
    try:
        where = standing(raw)
    except RowFault as fault:
        return None, [fault]
    if where.level is None or (under and not lies_in(where.code or where.parent, under)):
        return None, []
    reading = Reading(raw, crs)
    row = reading.row(where, where.level)
    shape = reading.value(lambda raw: border(raw, row.source_crs), None)
    return row.with_shape(shape), reading.faults
