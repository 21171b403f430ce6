"""Make the shipped calendar: python tools/make_days.py FOLDER, with holiday-cn's 2007.json to 2026.json in it."""

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from linli.kernel.days import FACTS, DayRow, read_days
from linli.kernel.terms import DayKind

# holiday-cn begins with 2007: year, festival, first and last day of rest, make-up work.
BEFORE = """
2004 元旦 01-01 01-01
2004 春节 01-22 01-28 01-17 01-18
2004 劳动节 05-01 05-07 05-08 05-09
2004 国庆节 10-01 10-07 10-09 10-10
2005 元旦 01-01 01-03
2005 春节 02-09 02-15 02-05 02-06
2005 劳动节 05-01 05-07 04-30 05-08
2005 国庆节 10-01 10-07 10-08 10-09
2006 元旦 01-01 01-03 2005-12-31
2006 春节 01-29 02-04 01-28 02-05
2006 劳动节 05-01 05-07 04-29 04-30
2006 国庆节 10-01 10-07 09-30 10-08
"""
NAMES = {
    "“五一”": "劳动节",
    "“十一”": "国庆节",
    "“五一”国际劳动节": "劳动节",
}


def rows_before() -> list[DayRow]:
    """The notices for 2004 to 2006."""
    rows = []
    for line in BEFORE.split("\n")[1:-1]:
        year, name, *written = line.split()
        first, last, *work = [date.fromisoformat(on if len(on) > 5 else f"{year}-{on}") for on in written]
        rest = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        rows += [DayRow(on, DayKind.REST, name, int(year)) for on in rest]
        rows += [DayRow(on, DayKind.MAKE_UP, name, int(year)) for on in work]
    return rows


def main(folder: Path) -> None:
    """Write facts/days.csv; on a date that two notices name the later one holds."""
    rows = {row.on: row for row in rows_before()}
    for year in range(2007, 2027):
        sheet = read_days((folder / f"{year}.json").read_bytes())
        for fault in sheet.faults:
            print(f"{year}.json, day {fault.line}: {fault.code} {fault.value}")
        rows |= {row.on: row for row in sheet.rows}
    with (FACTS / "days.csv").open("w", encoding="utf-8", newline="") as lines:
        write = csv.writer(lines, lineterminator="\n").writerow
        write(["date", "kind", "name", "notice"])
        for on in sorted(rows):
            row = rows[on]
            kind = "rest" if row.kind == DayKind.REST else "work"
            write([on, kind, NAMES.get(row.name, row.name), row.notice])
    print(f"{len(rows)} days written")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
