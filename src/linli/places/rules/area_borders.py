"""Borders in a file: from GeoJSON geometry to a sound shape, and how shapes must lie to each other."""

from itertools import combinations
from typing import TYPE_CHECKING, TypeGuard, cast

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal

from .area_fields import in_china
from .area_tables import decoded_json
from .area_values import AreaRow, RawRow, RowFault
from .codes import short_name
from .crossing import first_contact, stray_hole
from .crs import Crs, from_wgs84, to_wgs84
from .geometry import (
    MultiPolygon,
    Point,
    Polygon,
    Ring,
    area_m2,
    border_distance_m,
    contains,
    inner_point,
    is_closed,
    tidy,
)
from .overlap import excess, overlap

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_CORNERS = 20_000  # of one ring
MOST_RINGS = 200  # of one area: enough for any grid, few enough to compare each with each
TOLERANCE_M = 0.5  # borders of neighbours drawn by hand may differ by this
POINT_TOLERANCE_M = 50.0  # a building's point may stand this far outside its grid
_LEAST_M2 = 1.0


def border(raw: RawRow, crs: Crs) -> MultiPolygon | None:
    """The border of a row in WGS-84, from its geometry or its polygon cell; None without one."""
    found = raw.shape
    text = raw.cells.get("polygon", "").strip()
    if found is None and text:
        try:
            found = decoded_json(text)
        except Refusal as refused:
            raise RowFault("polygon", refused.code, refused.sentence) from refused
    if found is None:
        return None
    return sound_shape(found, crs)


def sound_shape(geometry: object, crs: Crs) -> MultiPolygon:
    """A GeoJSON Polygon or MultiPolygon as a tidy shape in WGS-84, after every check on a shape alone.

    Raises RowFault: polygon_wanted, polygon_unreadable, rings_too_many, ring_too_long, ring_open,
    ring_too_short, coordinate_not_number, coordinates_swapped, coordinates_projected, outside_china,
    border_meets_itself, hole_outside, parts_overlap, polygon_too_small.
    """
    given = _given_rings(geometry)
    if sum(map(len, given)) > MOST_RINGS:
        raise _fault(
            "rings_too_many",
            _("边界有{count}圈，最多{most}圈。"),
            count=sum(map(len, given)),
            most=MOST_RINGS,
        )
    shape = tidy(tuple(tuple(_converted(_ring(ring), crs) for ring in polygon) for polygon in given))
    for polygon in shape:
        _check_rings(polygon)
    if area_m2(shape) < _LEAST_M2:
        raise _fault("polygon_too_small", _("边界围起来不到1平方米，请核对。"))
    for one, other in combinations(shape, 2):
        if overlap((one,), (other,)).beyond(TOLERANCE_M):
            raise _fault("parts_overlap", _("同一区域的两块边界互相重叠。"))
    return shape


def check_within(row: AreaRow, parent_name: str, parent: MultiPolygon) -> None:
    """The row's border, or its point, lies in its parent. Raises RowFault: outside_parent, point_outside_parent."""
    parent_name = short_name(parent_name)
    if row.shape:
        out = excess(row.shape, parent)
        if out.beyond(TOLERANCE_M):
            said = _("有{area}平方米（{share}%）在“{parent}”之外，最远出去{reach}米。{hint}")
            raise _fault(
                "outside_parent",
                said,
                area=f"{out.area_m2:,.0f}",
                share=f"{out.share * 100:.1f}",
                reach=f"{out.reach_m:,.1f}",
                parent=parent_name,
                hint=_hint(inner_point(row.shape), parent, row.source_crs),
            )
    elif row.lon is not None and row.lat is not None and not contains(parent, row.lon, row.lat):
        distance = border_distance_m(parent, row.lon, row.lat)
        if distance > POINT_TOLERANCE_M:
            said = _("位置在“{parent}”之外{distance}米。{hint}")
            hint = _hint((row.lon, row.lat), parent, row.source_crs)
            fault = _fault(
                "point_outside_parent", said, parent=parent_name, distance=f"{distance:,.0f}", hint=hint
            )
            fault.column = "lon"
            raise fault


def check_apart(shape: MultiPolygon, other_name: str, other: MultiPolygon) -> None:
    """Two siblings do not overlap. Raises RowFault: overlaps_sibling."""
    both = overlap(shape, other)
    if both.beyond(TOLERANCE_M):
        said = _("与“{other}”重叠{area}平方米。")
        raise _fault("overlaps_sibling", said, other=short_name(other_name), area=f"{both.area_m2:,.0f}")


def check_holds(shape: MultiPolygon, child_name: str, child: MultiPolygon) -> None:
    """A changed border still holds an area below it. Raises RowFault: leaves_child_outside."""
    out = excess(child, shape)
    if out.beyond(TOLERANCE_M):
        said = _("新边界把下级的“{child}”漏出去{area}平方米。请一起更新它的边界。")
        raise _fault("leaves_child_outside", said, child=short_name(child_name), area=f"{out.area_m2:,.0f}")


def _fault(code: str, said: "StrOrPromise", **values: object) -> RowFault:
    return RowFault("polygon", code, format_lazy(said, **values))


def _given_rings(geometry: object) -> list[list[list[object]]]:
    """Polygons of rings of whatever the file has for points."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in ("Polygon", "MultiPolygon"):
        raise _fault("polygon_wanted", _("边界要是GeoJSON的Polygon或MultiPolygon。"))
    found: object = geometry.get("coordinates")
    polygons: object = [found] if kind == "Polygon" else found
    if not _lists(polygons) or not all(_lists(polygon) and all(map(_lists, polygon)) for polygon in polygons):
        raise _fault("polygon_unreadable", _("边界的坐标缺了一层或多了一层括号。"))
    return cast("list[list[list[object]]]", polygons)


def _lists(value: object) -> TypeGuard[list[list[object]]]:
    return isinstance(value, list) and bool(value) and all(isinstance(item, list) for item in value)


def _ring(points: list[object]) -> Ring:
    if len(points) > MOST_CORNERS:
        raise _fault(
            "ring_too_long",
            _("一圈边界有{count}个点，最多{most}个。请先简化。"),
            count=f"{len(points):,}",
            most=f"{MOST_CORNERS:,}",
        )
    ring = tuple(_point(point) for point in points)
    for lon, lat in ring:
        in_china(lon, lat, "polygon")
    if ring[0] != ring[-1]:
        said = _("边界没有闭合：起点{begin}，终点{end}。请让最后一点与第一点相同。")
        raise _fault("ring_open", said, begin=_shown(ring[0]), end=_shown(ring[-1]))
    if not is_closed(ring) or len(set(ring)) < 3:
        raise _fault("ring_too_short", _("一圈边界至少要有三个不同的点。"))
    return ring


def _point(value: object) -> Point:
    """Longitude and latitude; a height after them is dropped."""
    if isinstance(value, list) and 2 <= len(value) <= 4:
        lon, lat = value[0], value[1]
        if type(lon) in (int, float) and type(lat) in (int, float) and abs(lon) < 1e300 and abs(lat) < 1e300:
            return float(lon), float(lat)
        if type(lon) in (int, float) and type(lat) in (int, float):
            raise _fault("coordinate_not_number", _("坐标里有不是数字的值（NaN或无穷大）。"))
    raise _fault("polygon_unreadable", _("边界里有一点不是“[经度, 纬度]”。"))


def _converted(ring: Ring, crs: Crs) -> Ring:
    return tuple(to_wgs84(lon, lat, crs) for lon, lat in ring)


def _check_rings(polygon: Polygon) -> None:
    contact = first_contact(polygon)
    if contact:
        raise _fault("border_meets_itself", _("边界在{place}处碰到或穿过自己。"), place=_shown(contact))
    stray = stray_hole(polygon)
    if stray:
        raise _fault("hole_outside", _("{place}处的洞不在边界里面，或在另一个洞里面。"), place=_shown(stray))


def _shown(point: Point) -> str:
    return f"{point[0]:.6f},{point[1]:.6f}"


def _hint(place: Point, parent: MultiPolygon, crs: Crs) -> object:
    """A sentence when the place fits under another coordinate system than the one it was read in."""
    if contains(parent, *place):
        return ""
    written = from_wgs84(*place, crs)
    for other in (Crs.WGS84, Crs.GCJ02, Crs.BD09):
        if contains(parent, *to_wgs84(*written, other)):
            return format_lazy(_("坐标系写成{crs}就对得上，请核对来源。"), crs=other.value)
    return ""
