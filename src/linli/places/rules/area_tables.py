"""From bytes to raw rows: CSV in the encodings offices use, GeoJSON feature collections.

What is wrong with a whole file is a Refusal; what is wrong with a row is left to the row.
"""

import csv
import io
import json
from collections.abc import Iterable

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal

from .area_values import Cells, RawRow
from .codes import shown

MOST_BYTES = 20_000_000
MOST_ROWS = 100_000
_MOST_CELL = 4_000_000  # a border of 100,000 points in one cell

_COLUMNS = {
    "code": ("code", "代码", "编码", "区划代码", "网格代码", "网格编码", "楼栋代码", "楼栋编码"),
    "name": ("name", "名称", "区划名称", "网格名称", "楼栋名称", "楼号"),
    "level": ("level", "层级", "级别"),
    "parent": ("parent", "上级", "上级代码", "上级编码", "所属社区代码", "所属网格代码"),
    "kind": ("kind", "类型", "网格类型"),
    "lon": ("lon", "lng", "longitude", "经度"),
    "lat": ("lat", "latitude", "纬度"),
    "crs": ("crs", "坐标系"),
    "floors": ("floors", "层数", "楼层数", "地上层数"),
    "units": ("units", "单元数"),
    "homes": ("homes", "户数", "总户数"),
    "polygon": ("polygon", "geometry", "边界", "范围"),
}
_BY_NAME = {name: column for column, names in _COLUMNS.items() for name in names}
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def csv_rows(content: bytes) -> tuple[list[RawRow], tuple[str, ...]]:
    """Rows of a CSV file with a header, and the names of columns nobody knows.

    UTF-8 with or without mark, UTF-16 with mark, GB18030; comma or tab. Blank rows are passed over.
    Refuses: file_empty, file_too_large, encoding_unknown, encoding_damaged, csv_torn, header_missing, header_twice, too_many_rows.
    """
    text = _decoded(content)
    header_line = text.split("\n", 1)[0]
    separator = "\t" if "\t" in header_line and "," not in header_line else ","
    if csv.field_size_limit() < _MOST_CELL:
        csv.field_size_limit(_MOST_CELL)  # process-wide; the standard 131,072 cuts no border of a street
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        names = [name.strip() for name in next(lines, [])]
        columns = _header(names)
        rows = _table(lines, columns)
    except csv.Error as torn:
        raise Refusal(
            "csv_torn",
            format_lazy(_("文件读到第{line}行断了，可能引号没有成对。请重新导出。"), line=lines.line_num),
            facts={"line": lines.line_num},
        ) from torn
    return rows, tuple(
        shown(name) for name, column in zip(names, columns, strict=True) if not column and name
    )


def geojson_rows(content: bytes) -> tuple[list[RawRow], tuple[str, ...]]:
    """Features of a GeoJSON FeatureCollection, and the property names nobody knows.

    NaN and Infinity, which JSON does not have but many programs write, are read and judged with their row.
    Refuses: file_empty, file_too_large, encoding_unknown, encoding_damaged, json_torn, json_too_deep, json_key_twice,
    not_features, too_many_rows.
    """
    found = decoded_json(_decoded(content))
    features = found.get("features") if isinstance(found, dict) else None
    if (
        not isinstance(found, dict)
        or found.get("type") != "FeatureCollection"
        or not isinstance(features, list)
    ):
        raise Refusal("not_features", _("这不是GeoJSON的FeatureCollection。请导出为GeoJSON再试。"))
    if len(features) > MOST_ROWS:
        raise _too_many_rows()
    rows = [_feature(number, feature) for number, feature in enumerate(features, start=1)]
    unread = {shown(name) for row in rows for name in row.cells} - set(_COLUMNS)
    return rows, tuple(sorted(unread))


def decoded_json(text: str) -> object:
    """JSON as Python values. Refuses: json_torn, json_too_deep, json_key_twice."""
    try:
        return json.loads(text, object_pairs_hook=_without_doubles)
    except RecursionError as deep:
        raise Refusal("json_too_deep", _("文件里的括号套得太深，读不下去。请重新导出。")) from deep
    except json.JSONDecodeError as torn:
        raise Refusal(
            "json_torn",
            format_lazy(
                _("JSON在第{line}行第{column}个字处断了。请重新导出。"), line=torn.lineno, column=torn.colno
            ),
            facts={"line": torn.lineno, "column": torn.colno},
        ) from torn
    except ValueError as torn:  # a whole number of thousands of digits
        raise Refusal("json_torn", _("JSON里有读不出的数字。请重新导出。")) from torn


def _decoded(content: bytes) -> str:
    if not content.strip():
        raise Refusal("file_empty", _("文件是空的。"))
    if len(content) > MOST_BYTES:
        raise Refusal(
            "file_too_large",
            format_lazy(_("文件最大{most}MB，请分成几份导入。"), most=MOST_BYTES // 1_000_000),
        )
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            if encoding == "utf-8" and _mostly_utf8(content):
                raise Refusal(
                    "encoding_damaged", _("文件有几个字已损坏，或没有下载完整。请重新导出。")
                ) from None
    raise Refusal("encoding_unknown", _("认不出文件的文字编码。请另存为UTF-8再导入。"))


def _mostly_utf8(content: bytes) -> bool:
    """True when under a tenth of what is not ASCII is broken: GB18030 read as UTF-8 breaks nearly everywhere."""
    text = content.decode("utf-8", errors="replace")
    foreign = sum(1 for char in text if char > "\x7f")
    return text.count("\ufffd") * 10 < foreign


def _header(names: list[str]) -> list[str]:
    """The known column for each name of the header, empty for others."""
    columns = [_BY_NAME.get(name.casefold(), "") for name in names]
    if "name" not in columns or not {"code", "parent"} & set(columns):
        raise Refusal(
            "header_missing", _("第1行要有列名：name（名称），以及code（代码）或parent（上级代码）。")
        )
    twice = next((column for column in columns if column and columns.count(column) > 1), "")
    if twice:
        raise Refusal("header_twice", format_lazy(_("第1行有两列都是{column}，请留一列。"), column=twice))
    return columns


def _table(lines: Iterable[list[str]], columns: list[str]) -> list[RawRow]:
    rows = []
    for number, values in enumerate(lines, start=2):
        if not any(value.strip() for value in values):
            continue
        cells = {column: value for column, value in zip(columns, values, strict=False) if column}
        rows.append(RawRow(number, cells, spare=len(values) - len(columns)))
        if len(rows) > MOST_ROWS:
            raise _too_many_rows()
    return rows


def _too_many_rows() -> Refusal:
    return Refusal(
        "too_many_rows", format_lazy(_("一次最多导入{most}行，请分成几份。"), most=f"{MOST_ROWS:,}")
    )


def _feature(number: int, feature: object) -> RawRow:
    """Properties as text cells; a feature that is none has no cells and fails for its missing code."""
    if not isinstance(feature, dict):
        return RawRow(number, {})
    properties = feature.get("properties")
    cells: Cells = {}
    for name, value in properties.items() if isinstance(properties, dict) else ():
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            cells[_BY_NAME.get(str(name).strip().casefold(), str(name))] = str(value)
    return RawRow(number, cells, shape=feature.get("geometry"))


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Refusal("json_key_twice", _("JSON里同一个名字写了两次，分不清用哪个。请重新导出。"))
    return found
