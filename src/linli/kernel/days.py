"""The calendar of days: official notices are read, checked row by row and compared; nothing is stored here."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Annotated

import msgspec
from django.utils.translation import gettext_lazy as _

from .hours import WEEKEND
from .refusal import Refusal
from .terms import DayKind

FACTS = Path(__file__).parent / "facts"
LARGEST = 1_000_000  # bytes; the notices of a quarter of a century are 25,000
MOST_ROWS = 5_000
_MOST_CELL = 100_000  # characters; more is a quote that was never closed
LONGEST_NAME = 60
YEARS = range(1990, 2101)

_COLUMNS = {
    "on": {"date", "日期"},
    "kind": {"kind", "类型", "类别", "安排"},
    "name": {"name", "名称", "节日"},
    "notice": {"notice", "通知年份", "年度"},
}
_KINDS = {
    **dict.fromkeys(("rest", "休", "休息", "放假"), DayKind.REST),
    **dict.fromkeys(("work", "make_up", "班", "上班", "补班"), DayKind.MAKE_UP),
}
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_FAULTS = {
    "bad_row": _("这一行读不出来。"),
    "bad_date": _("“%(value)s”不是日期，请写成2026-10-01这样。"),
    "bad_year": _("“%(value)s”不是通知的年份，请写成2026这样。"),
    "unknown_kind": _("“%(value)s”看不懂，请写“休”或“班”。"),
    "long_name": _("节日名称太长，请不超过60个字。"),
    "double_date": _("%(value)s前面已经写过，这一行没有用。"),
    "far_date": _("%(value)s离通知的年份超过一年。"),
    "already_work": _("%(value)s本来就是工作日，不用写“班”。"),
}


@dataclass(frozen=True)
class DayRow:
    """One date of a notice: rest, or make-up work on a weekend. notice: the year the notice is for."""

    on: date
    kind: DayKind
    name: str
    notice: int

    @property
    def moves(self) -> bool:
        """Whether it makes of the date something else than its weekday does."""
        return (self.kind == DayKind.REST) == (self.on.weekday() not in WEEKEND)


@dataclass(frozen=True)
class Fault:
    """A row that was not taken. line: of the file, or the number of the day in a JSON list."""

    line: int
    code: str
    value: str = ""

    @property
    def sentence(self) -> str:
        """What is wrong, for the person who brought the file."""
        return str(_FAULTS[self.code]) % {"value": self.value}


@dataclass(frozen=True)
class DaySheet:
    """What a file says.

    stated: the years it is about; sources: where the notices of these years were published.
    """

    rows: tuple[DayRow, ...]
    faults: tuple[Fault, ...]
    stated: frozenset[int]
    sources: Mapping[int, str]

    @property
    def official(self) -> frozenset[int]:
        """The stated years whose notice is whole. The others, also an empty one, stay provisional.

        Whole is a notice with the three rest days that never move: 1 January, 1 May and 1 October
        (全国年节及纪念日放假办法, art. 2). A few amended days alone do not make a year official.
        """
        rest = {row.on for row in self.rows if row.kind == DayKind.REST}
        return frozenset(
            year for year in self.stated if rest.issuperset(date(year, month, 1) for month in (1, 5, 10))
        )


@dataclass(frozen=True)
class DayChanges:
    """What a sheet changes in the calendar. years: those that become official by it."""

    added: tuple[DayRow, ...]
    changed: tuple[tuple[DayRow, DayRow], ...]
    removed: tuple[DayRow, ...]
    years: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.years)

    @property
    def moved(self) -> frozenset[date]:
        """The dates on which it changes whether people work; only clocks that run over these move."""
        gone_or_new = {row.on for row in (*self.added, *self.removed) if row.moves}
        return frozenset(gone_or_new | {new.on for old, new in self.changed if old.kind != new.kind})


def diff(old: Iterable[DayRow], new: DaySheet, official: Iterable[int] = ()) -> DayChanges:
    """Compare the calendar with a sheet. official: the years that already are.

    A whole notice replaces all rows of its year, so what it no longer names is removed; a partial one only adds
    and changes. Notices reach into neighbouring years: on a date of two notices the later year's one holds.
    """
    known = {row.on: row for row in old}
    named = {row.on for row in new.rows}
    fresh = [row for row in new.rows if row.on not in known]
    later = [
        (known[row.on], row) for row in new.rows if row.on in known and known[row.on].notice <= row.notice
    ]
    gone = [row for row in known.values() if row.notice in new.official and row.on not in named]
    return DayChanges(
        added=tuple(fresh),
        changed=tuple((was, row) for was, row in later if was != row),
        removed=tuple(sorted(gone, key=lambda row: row.on)),
        years=new.official - frozenset(official),
    )


def shipped_days() -> DaySheet:
    """The notices for 2004 to 2026, which come with the product (facts/NOTICE names their sources)."""
    sheet = read_days((FACTS / "days.csv").read_bytes())
    with (FACTS / "notices.csv").open(encoding="utf-8", newline="") as lines:
        sources = {int(line["year"]): line["source"] for line in csv.DictReader(lines)}
    return DaySheet(sheet.rows, sheet.faults, sheet.stated, sources)


def read_days(content: bytes, *, year: int | None = None) -> DaySheet:
    """Read a notice, as holiday-cn's JSON or as CSV with the columns date, kind, name (日期, 类型, 名称).

    year: what the notice is for, where neither the JSON nor a column `notice` says it. Text may be UTF-8 or
    GB18030. Rows that make no sense become faults, files that make none a Refusal.
    """
    if len(content) > LARGEST:
        raise Refusal("file_too_large", _("文件太大，放假安排不会超过1MB。"), status=413)
    text = _text(content)
    if text.lstrip().startswith("{"):
        return _read_json(text)
    return _read_csv(text, year)


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]", text):
            return text
    raise Refusal("file_unreadable", _("文件读不出来，请另存为UTF-8编码的CSV再传一次。"))


class _Notice(msgspec.Struct):
    year: Annotated[int, msgspec.Meta(ge=YEARS[0], le=YEARS[-1])]
    days: list[msgspec.Raw]
    papers: list[str] = []


class _Day(msgspec.Struct, rename={"is_off_day": "isOffDay"}):
    date: str
    is_off_day: bool
    name: str = ""


def _read_json(text: str) -> DaySheet:
    try:
        notice = msgspec.json.decode(text.encode(), type=_Notice)
    except (msgspec.DecodeError, RecursionError):
        raise Refusal("file_unreadable", _("这不是放假安排的JSON文件，请换一个再传。")) from None
    lines = [(n, _json_cells(notice.year, raw)) for n, raw in enumerate(notice.days[: MOST_ROWS + 1], 1)]
    return _sheet(lines, {notice.year}, {notice.year: " ".join(notice.papers)})


def _json_cells(year: int, raw: msgspec.Raw) -> dict[str, str]:
    try:
        day = msgspec.json.decode(raw, type=_Day)
    except (msgspec.DecodeError, RecursionError):
        return {}
    return {"on": day.date, "kind": "休" if day.is_off_day else "班", "name": day.name, "notice": str(year)}


def _read_csv(text: str, year: int | None) -> DaySheet:
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        head = [cell.strip().lower() for cell in next(reader, [])]
        filled = ((reader.line_num, line) for line in reader if any(map(str.strip, line)))
        table = list(islice(filled, MOST_ROWS + 1))
    except csv.Error:
        raise Refusal("file_unreadable", _("这不是CSV表格，请换一个再传。")) from None
    if any(len(cell) > _MOST_CELL for _line, cells in table for cell in cells):
        raise Refusal("file_unreadable", _("这不是CSV表格，请换一个再传。"))
    places = {key: n for key, names in _COLUMNS.items() for n, cell in enumerate(head) if cell in names}
    if not {"on", "kind"} <= places.keys():
        raise Refusal("columns_missing", _("第一行要有“日期”和“类型”两列。"))
    if year is None and "notice" not in places:
        raise Refusal("year_unknown", _("请写明这是哪一年的放假安排。"))
    said = {} if year is None else {"notice": str(year)}
    cells = [{key: line[n].strip() for key, n in places.items() if n < len(line)} for _, line in table]
    lines = [
        (n, said | {key: cell for key, cell in row.items() if cell})
        for (n, _), row in zip(table, cells, strict=True)
    ]
    return _sheet(lines, set() if year is None else {year}, {})


def _sheet(lines: list[tuple[int, dict[str, str]]], stated: set[int], sources: dict[int, str]) -> DaySheet:
    if len(lines) > MOST_ROWS:
        raise Refusal("too_many_rows", _("行数太多，一年的放假安排只有几十行。"))
    rows: dict[date, DayRow] = {}
    faults: list[Fault] = []
    for line, cells in lines:
        row = _row(line, cells)
        if isinstance(row, Fault):
            faults.append(row)
        elif row.on in rows:
            faults.append(Fault(line, "double_date", str(row.on)))
        else:
            rows[row.on] = row
    years = stated | {row.notice for row in rows.values()}
    return DaySheet(tuple(rows[on] for on in sorted(rows)), tuple(faults), frozenset(years), sources)


def _row(line: int, cells: dict[str, str]) -> DayRow | Fault:
    written, kind, name = cells.get("on", ""), cells.get("kind", ""), cells.get("name", "")
    on, year = _date(written), _year(cells.get("notice", ""))
    if not cells:
        return Fault(line, "bad_row")
    if on is None:
        return Fault(line, "bad_date", written[:40])
    if kind.lower() not in _KINDS:
        return Fault(line, "unknown_kind", kind[:40])
    if year is None:
        return Fault(line, "bad_year", cells.get("notice", "")[:40])
    if abs(on.year - year) > 1:
        return Fault(line, "far_date", str(on))
    if len(name) > LONGEST_NAME:
        return Fault(line, "long_name")
    row = DayRow(on, _KINDS[kind.lower()], name, year)
    return row if row.moves or row.kind == DayKind.REST else Fault(line, "already_work", str(on))


def _date(written: str) -> date | None:
    found = _DATE.fullmatch(written)
    if found is None or int(found[1]) not in YEARS:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _year(written: str) -> int | None:
    return int(written) if re.fullmatch("[0-9]{4}", written) and int(written) in YEARS else None
