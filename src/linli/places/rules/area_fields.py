"""From the cells of one row to values, or to the first thing wrong with it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import TypeVar

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal
from linli.kernel.text import line
from linli.places.terms import GridKind, Level

from .area_values import AreaRow, RawRow, RowFault
from .codes import checked_code, level_of, parent_of, short_name, shown
from .crs import Crs, to_wgs84
from .geometry import Point

Value = TypeVar("Value")

_LEVELS: dict[str, Level | None] = {
    **dict.fromkeys(("province", "city", "省", "自治区", "直辖市", "市"), None),
    **dict.fromkeys(("county", "district", "区县", "县", "区", "旗"), Level.DISTRICT),
    **dict.fromkeys(("street", "town", "township", "街道", "街道（镇）", "镇", "乡", "苏木"), Level.STREET),
    **dict.fromkeys(("community", "village", "社区", "村", "嘎查"), Level.COMMUNITY),
    **dict.fromkeys(("grid", "网格"), Level.GRID),
    **dict.fromkeys(("building", "楼栋", "楼"), Level.BUILDING),
    **dict.fromkeys(("unit", "单元"), Level.UNIT),
    **dict.fromkeys(("home", "户"), Level.HOME),
}
_KINDS = {
    **dict.fromkeys(("base", "基础", "基础网格", "普通网格"), GridKind.BASE),
    **dict.fromkeys(("dedicated", "专属", "专属网格"), GridKind.DEDICATED),
}
_CRS = {
    **dict.fromkeys(("wgs84", "epsg4326", "crs84", "gps"), Crs.WGS84),
    **dict.fromkeys(("cgcs2000", "epsg4490", "国家2000", "天地图"), Crs.CGCS2000),
    **dict.fromkeys(("gcj02", "gcj", "火星坐标", "高德", "腾讯"), Crs.GCJ02),
    **dict.fromkeys(("bd09", "bd09ll", "百度"), Crs.BD09),
}
_MOST = {"floors": 200, "units": 99, "homes": 9_999}
_FULL_WIDTH = {ord("！") + place: chr(ord("!") + place) for place in range(94)}
WEST, EAST, SOUTH, NORTH = 73.0, 136.0, 3.0, 54.0  # China with its waters, whole degrees


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a row stands in the tree; code is empty when it is still to be given."""

    code: str
    parent: str
    level: Level | None


def standing(raw: RawRow) -> Standing:
    """Code, parent and level of a row, in agreement with each other; level None above the tree."""
    if raw.spare:
        raise RowFault("", "cells_count", _("这一行的列数与第1行的列名对不上。"))
    code, parent = (_code(raw, column) for column in ("code", "parent"))
    if not code and not parent:
        raise RowFault("code", "code_missing", _("缺少代码，也没有上级代码。"))
    level = level_of(code) if code else _level_below(parent)
    stated = raw.cells.get("level", "").strip().casefold()
    if stated and stated not in _LEVELS:
        raise RowFault("level", "level_unknown", format_lazy(_("不认识层级“{level}”。"), level=shown(stated)))
    if stated and _LEVELS[stated] is not level:
        raise RowFault(
            "level", "level_differs", format_lazy(_("层级写的是{level}，与代码不符。"), level=shown(stated))
        )
    return Standing(code, parent or parent_of(code), level)


class Reading:
    """Reads the cells of one row to the end and keeps every fault on the way."""

    def __init__(self, raw: RawRow, usual: Crs) -> None:
        self._raw, self._usual = raw, usual
        self.faults: list[RowFault] = []

    def row(self, where: Standing, level: Level) -> AreaRow:
        """All cells but the border. Worth nothing while there are faults."""
        name = self.value(_name, "")
        source = self.value(self._crs, self._usual)
        lon, lat = self.value(lambda raw: _place(raw, source), None) or (None, None)
        return AreaRow(
            number=self._raw.number,
            level=level,
            code=where.code,
            name=name,
            short=short_name(name),
            parent="" if level is Level.DISTRICT else where.parent,
            kind=self.value(_kind, "") if level is Level.GRID else "",
            lon=lon,
            lat=lat,
            source_crs=source,
            floors=self.value(lambda raw: _count(raw, "floors"), None),
            units=self.value(lambda raw: _count(raw, "units"), None),
            homes=self.value(lambda raw: _count(raw, "homes"), None),
        )

    def value(self, read: Callable[[RawRow], Value], otherwise: Value) -> Value:
        """What `read` makes of the row; its fault is kept."""
        try:
            return read(self._raw)
        except RowFault as fault:
            self.faults.append(fault)
            return otherwise

    def _crs(self, raw: RawRow) -> Crs:
        return _crs(raw, self._usual)


def in_china(lon: float, lat: float, column: str) -> None:
    """Passes a point of China in any of the coordinate systems; says when the two numbers are swapped."""
    if not (isfinite(lon) and isfinite(lat)):
        raise RowFault(column, "coordinate_not_number", _("坐标里有不是数字的值（NaN或无穷大）。"))
    if WEST <= lon <= EAST and SOUTH <= lat <= NORTH:
        return
    shown = {"lon": f"{lon:g}", "lat": f"{lat:g}"}
    if WEST <= lat <= EAST and SOUTH <= lon <= NORTH:
        said = _("经度和纬度写反了：经度应是{lat}，纬度应是{lon}。")
        raise RowFault(column, "coordinates_swapped", format_lazy(said, **shown))
    if abs(lon) > 180 or abs(lat) > 90:
        said = _("坐标{lon}，{lat}不是经纬度，像是投影坐标（米）。请导出为经纬度。")
        raise RowFault(column, "coordinates_projected", format_lazy(said, **shown))
    said = _("坐标{lon}，{lat}不在中国境内。")
    raise RowFault(column, "outside_china", format_lazy(said, **shown))


def _code(raw: RawRow, column: str) -> str:
    text = raw.cells.get(column, "")
    if not text.strip():
        return ""
    try:
        return checked_code(text)
    except Refusal as refused:
        raise RowFault(column, refused.code, refused.sentence) from refused


def _level_below(parent: str) -> Level:
    level = level_of(parent)
    if level is None or level in (Level.DISTRICT, Level.STREET):
        raise RowFault("code", "code_missing", _("社区及以上的区划必须有代码。"))
    if level is Level.HOME:
        raise RowFault("parent", "code_not_below_parent", _("户下面没有更小的一级。"))
    return Level(level + 1)


def _name(raw: RawRow) -> str:
    try:
        name = line(raw.cells.get("name", ""), most=50, what=_("名称"))
    except Refusal as refused:
        raise RowFault("name", refused.code, refused.sentence) from refused
    if not name:
        raise RowFault("name", "name_missing", _("缺少名称。"))
    return name


def _kind(raw: RawRow) -> str:
    kind = raw.cells.get("kind", "").strip().casefold()
    if not kind:
        return ""
    if kind not in _KINDS:
        said = _("网格类型只有base（基础网格）和dedicated（专属网格），没有“{kind}”。")
        raise RowFault("kind", "kind_unknown", format_lazy(said, kind=shown(kind)))
    return _KINDS[kind].value


def _crs(raw: RawRow, usual: Crs) -> Crs:
    text = raw.cells.get("crs", "")
    name = re.sub(r"[\s:_\-]", "", text.translate(_FULL_WIDTH).casefold())
    if not name:
        return usual
    if name not in _CRS:
        said = _("不认识坐标系“{crs}”。可以写wgs84、cgcs2000、gcj02（高德、腾讯）或bd09（百度）。")
        raise RowFault("crs", "crs_unknown", format_lazy(said, crs=shown(text)))
    return _CRS[name]


def _place(raw: RawRow, crs: Crs) -> Point | None:
    texts = [raw.cells.get(column, "").translate(_FULL_WIDTH).strip() for column in ("lon", "lat")]
    if not any(texts):
        return None
    if not all(texts):
        raise RowFault("lat" if texts[0] else "lon", "coordinate_half", _("经度和纬度要么都填，要么都不填。"))
    lon, lat = (_degrees(text, column) for text, column in zip(texts, ("lon", "lat"), strict=True))
    in_china(lon, lat, "lon")
    return to_wgs84(lon, lat, crs)


def _degrees(text: str, column: str) -> float:
    if not re.fullmatch(
        r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?|nan|[+-]?inf(inity)?", text, re.IGNORECASE
    ):
        said = _("“{text}”不是度数。请写成小数，如106.8123。")
        raise RowFault(column, "coordinate_unreadable", format_lazy(said, text=shown(text)))
    return float(text)


def _count(raw: RawRow, column: str) -> int | None:
    text = raw.cells.get(column, "").translate(_FULL_WIDTH).strip()
    if not text:
        return None
    found = re.fullmatch(r"([0-9]{1,9})(\.0+)?", text)
    if not found:
        raise RowFault(column, "count_unreadable", format_lazy(_("“{text}”不是整数。"), text=shown(text)))
    if int(found[1]) > _MOST[column]:
        raise RowFault(
            column,
            "count_too_large",
            format_lazy(_("{count}太大，最多{most}。"), count=text, most=_MOST[column]),
        )
    return int(found[1])
