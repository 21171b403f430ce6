"""The official days that ship with the product, entered once."""

from datetime import datetime

from linli.kernel import stamp
from linli.kernel.days import shipped_days
from linli.kernel.models import Day, DayNotice
from linli.places.queries.calendar import DAYS

from .rows import put


def enter_days(now: datetime) -> None:
    """The notices of all shipped years, where none is entered."""
    if DayNotice.objects.exists():
        return
    sheet = shipped_days()
    put(DayNotice, [{"year": year, "source": sheet.sources.get(year, ""), "imported_at": now} for year in sorted(sheet.official)])  # fmt: skip
    put(Day, [{"on": row.on, "kind": row.kind.value, "name": row.name, "notice_id": row.notice} for row in sheet.rows])  # fmt: skip
    stamp.bump(DAYS)
