"""`linli import days FILE ...`: notices of rest days; the running clocks follow at once."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from linli.kernel.days import LARGEST, read_days
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, scope
from linli.places.commands import import_days
from linli.places.queries import day_changes

from ..commands import recompute_clocks

Say = Callable[[str], None]


def run(file: Path, *, actor: Actor, now: datetime, dry_run: bool, say: Say, year: str = "") -> None:
    """Enter one file and compute the clocks anew, in one transaction. year: for tables without a notice column.

    A file that changes nothing, or holds no notice yet, is told and passed over. Refuses what the file refuses.
    """
    with file.open("rb") as opened:
        sheet = read_days(opened.read(LARGEST + 1), year=int(year) if year.isdecimal() else None)
    for fault in sheet.faults:
        say(_("第%(n)d行没有用上：%(sentence)s") % {"n": fault.line, "sentence": fault.sentence})
    with scope(actor):
        changes = day_changes(sheet)
        years = _("、").join(str(one) for one in sorted(changes.years)) or _("没有")
        counted = {
            "added": len(changes.added),
            "changed": len(changes.changed),
            "removed": len(changes.removed),
        }
        say(
            _("%(file)s：新增%(added)d天，改动%(changed)d天，取消%(removed)d天，变成正式的年份：%(years)s。")
            % {"file": file.name, "years": years, **counted}
        )
        if dry_run:
            say(_("只检查，没有写入。"))
            return
        try:
            event = import_days(actor=actor, now=now, sheet=sheet)
        except Refusal as refusal:
            if refusal.code not in ("nothing_changed", "notice_empty"):
                raise
            say(refusal.sentence)
            return
        clocks = recompute_clocks(actor=actor, now=now)
    say(
        _("改了%(days)d天，重算%(looked)d件在办的时钟，其中%(moved)d件期限变了。")
        % {
            "days": event.added + event.changed + event.removed,
            "looked": clocks.looked_at,
            "moved": clocks.moved,
        }
    )
