"""What a file of areas would do: which rows are new, changed or the same, and which cannot be taken."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at

from .. import access
from ..models import Area
from ..rules.area_rows import read_csv, read_geojson
from ..rules.area_values import AreaFile, AreaRow, Fault, KnownArea
from ..rules.codes import child_code
from ..rules.crs import Crs
from ..rules.geometry import bounding_box, centroid, from_lists, to_lists
from ..terms import Level

READERS = {"csv": read_csv, "geojson": read_geojson}


class Standing(NamedTuple):
    """An area in force as the file's rows are compared with it."""

    id: int
    path: str
    values: dict[str, Any]


@dataclass(frozen=True)
class AreaSheet:
    """A file against the tree as it is now.

    added: rows of new areas, parents first; changed: rows with the columns they change; same: rows that say
    nothing new. faults: why the others cannot be taken. standing: the areas in force, by code. units: how
    many units (单元) the rows of buildings ask for that are not there.
    """

    file: AreaFile
    faults: tuple[Fault, ...]
    added: tuple[AreaRow, ...]
    changed: tuple[tuple[AreaRow, dict[str, Any]], ...]
    same: int
    units: tuple[tuple[AreaRow, int], ...]
    standing: dict[str, Standing]

    @property
    def faulty(self) -> int:
        """How many rows have faults; one row may have several."""
        return len({fault.number for fault in self.faults})


def form_of(name: str, content: bytes) -> str:
    """ "geojson" or "csv", by the file's name, else by its first character."""
    if name.lower().endswith((".geojson", ".json")) or content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{":
        return "geojson"
    return "csv"


def area_sheet(
    actor: Actor, content: bytes, *, form: str, under: str = "", crs: str = "wgs84", official: bool = False
) -> AreaSheet:
    """Read a file and compare it with the tree. official: the statistics bureau's own list.

    Refuses what is wrong with the whole file, and form_unknown, crs_unknown.
    """
    if form not in READERS:
        raise Refusal("form_unknown", _("这里收CSV和GeoJSON两种文件。"))
    if crs not in set(Crs):
        raise Refusal("crs_unknown", _("没有这个坐标系，请重新选。"), facts={"field": "crs"})
    rows = list(Area.objects.order_by("-until", "code"))  # those in force last: they count
    codes = {row.pk: row.code for row in rows}
    known = {row.code: _known(row, codes) for row in _ended_first(rows)}
    standing = {row.code: Standing(row.pk, row.path, _values(row)) for row in rows if row.until is None}
    file = READERS[form](content, known, under=under, crs=Crs(crs))
    mine, foreign = _within(actor, file, standing)
    changes = [(row, _changes(row, standing[row.code], official)) for row in mine if row.code in standing]
    return AreaSheet(
        file=file,
        faults=tuple(sorted((*file.faults, *foreign), key=lambda fault: fault.number)),
        added=tuple(row for row in mine if row.code not in standing),
        changed=tuple((row, values) for row, values in changes if values),
        same=sum(not values for _row, values in changes),
        units=tuple((row, number) for row in mine for number in _new_units(row, known)),
        standing=standing,
    )


def _ended_first(rows: list[Area]) -> Iterator[Area]:
    yield from (row for row in rows if row.until is not None)
    yield from (row for row in rows if row.until is None)


def _known(row: Area, codes: dict[int, str]) -> KnownArea:
    shape = from_lists(row.polygon) if row.polygon else None
    parent = codes.get(row.parent_id, "") if row.parent_id is not None else ""
    return KnownArea(parent, row.name, shape, ended=row.until is not None)


_COMPARED = ("name", "kind", "lon", "lat", "source_crs", "floors", "homes", "polygon", "local")


def _values(row: Area) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _COMPARED}


def columns_of(row: AreaRow) -> dict[str, Any]:
    """The columns a row states, as they are stored; what it leaves out is not among them."""
    found: dict[str, Any] = {"name": row.name}
    if row.kind:
        found["kind"] = row.kind
    if row.shape:
        box = bounding_box(row.shape)
        lon, lat = centroid(row.shape)
        found |= {"polygon": to_lists(row.shape), "lon": lon, "lat": lat, "source_crs": row.source_crs.value}
        found |= {"west": box.west, "south": box.south, "east": box.east, "north": box.north}
    if row.lon is not None:
        found |= {"lon": row.lon, "lat": row.lat, "source_crs": row.source_crs.value}
    return found | {key: value for key in ("floors", "homes") if (value := getattr(row, key)) is not None}


def _changes(row: AreaRow, standing: Standing, official: bool) -> dict[str, Any]:
    asked = columns_of(row) | ({"local": False} if official else {})
    changed = {
        key: value for key, value in asked.items() if key in _COMPARED and standing.values[key] != value
    }
    if "polygon" in changed:
        changed |= {key: asked[key] for key in ("west", "south", "east", "north")}
    if set(changed) == {"source_crs"}:
        return {}  # the same place, written down in another system
    if "name" in changed:
        changed["short"] = row.short
    return changed


def _new_units(row: AreaRow, known: dict[str, KnownArea]) -> Iterator[int]:
    if row.level is Level.BUILDING and row.units:
        yield from (n for n in range(1, row.units + 1) if child_code(row.code, n) not in known)


def _within(actor: Actor, file: AreaFile, standing: dict[str, Standing]) -> tuple[list[AreaRow], list[Fault]]:
    """The rows whose place the actor may edit, and a fault for each of the others."""
    taken: set[str] = set()
    mine: list[AreaRow] = []
    foreign: list[Fault] = []
    for row in file.rows:
        at = standing.get(row.code) or standing.get(row.parent)
        allowed = may_at(actor, access.EDIT_AREAS, at.path if at else "/") or (
            at is None and row.parent in taken
        )
        if allowed:
            taken.add(row.code)
            mine.append(row)
        else:
            foreign.append(Fault(row.number, "code", "area_not_yours", _("这里不归您维护。")))
    return mine, foreign
