"""The calendar of days: a notice is entered as a whole, compared with what is known, never merged by hand."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.days import DayChanges, DayRow, DaySheet, shipped_days
from linli.kernel.hours import Days
from linli.kernel.models import Day, DayNotice
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor
from linli.kernel.terms import DayKind

from .. import access
from ..events import DaysImported
from ..queries import day_changes, day_rows
from ..queries.calendar import DAYS


@command
def import_days(*, actor: Actor, now: datetime, sheet: DaySheet) -> DaysImported:
    """Enter the notices of a sheet (see kernel/days.py); rows with faults are not in it any more.

    Whoever calls this computes the running clocks anew afterwards (matters.recompute_clocks): the dates it
    moved and the years that became official both change answers.
    Refuses: not_allowed, notice_empty, nothing_changed, year_without_work.
    """
    if actor.kind != "system" and not actor.holds(access.EDIT_CALENDAR):
        raise Refusal("not_allowed", _("工作日历由系统管理员维护。"), status=403)
    if not sheet.rows:
        raise Refusal("notice_empty", _("文件里没有放假安排，日历没有变。没有通知的年份仍是暂定。"))
    list(DayNotice.objects.select_for_update().order_by("year"))
    changes = day_changes(sheet)
    if not changes:
        raise Refusal("nothing_changed", _("和现在的日历一样，没有要改的。"))
    _stays_workable(changes)
    _write(sheet, changes, now)
    stamp.bump(DAYS)
    return DaysImported(
        subject_id=0,
        area_path="/",
        years=tuple(sorted(sheet.stated)),
        official=tuple(sorted(changes.years)),
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
    )


def _stays_workable(changes: DayChanges) -> None:
    """A year in which nobody ever works would end no period."""
    after = {row.on: row.kind for row in day_rows()}
    for row in changes.removed:
        del after[row.on]
    after |= {row.on: row.kind for row in changes.added} | {row.on: row.kind for _old, row in changes.changed}
    try:
        Days(
            rest=frozenset(on for on, kind in after.items() if kind == DayKind.REST),
            make_up=frozenset(on for on, kind in after.items() if kind == DayKind.MAKE_UP),
        )
    except ValueError:
        raise Refusal("year_without_work", _("照这份安排有一年全年不上班，请核对文件。")) from None


def _write(sheet: DaySheet, changes: DayChanges, now: datetime) -> None:
    for year in sheet.stated:
        _note(year, official=year in sheet.official, source=sheet.sources.get(year, ""), now=now)
    Day.objects.filter(on__in=[row.on for row in changes.removed]).delete()
    Day.objects.bulk_create(_days([*changes.added, *(row for _old, row in changes.changed)]), update_conflicts=True,
        unique_fields=["on"], update_fields=["kind", "name", "notice"])  # fmt: skip


def _note(year: int, *, official: bool, source: str, now: datetime) -> None:
    """The year's notice: what is official stays so, a source that is known stays when the new file has none."""
    kept, new = DayNotice.objects.get_or_create(
        year=year, defaults={"official": official, "source": source[:300], "imported_at": now}
    )
    if not new:
        kept.official = kept.official or official
        kept.source = source[:300] or kept.source
        kept.imported_at = now
        kept.save(update_fields=["official", "source", "imported_at"])


def _days(rows: Iterable[DayRow]) -> list[Day]:
    return [Day(on=row.on, kind=row.kind, name=row.name, notice_id=row.notice) for row in rows]


def load_shipped_days(*, now: datetime) -> bool:
    """Enter the notices that come with the product, where nobody has entered any; True when it did."""
    if DayNotice.objects.exists():
        return False
    import_days(actor=SYSTEM, now=now, sheet=shipped_days())
    return True
