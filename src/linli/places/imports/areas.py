"""`linli import areas FILE`: grids, buildings, units, homes and borders from CSV or GeoJSON."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from linli.kernel.scope import Actor, scope

from ..commands import import_areas
from ..queries import AreaSheet, area_sheet, form_of
from ..rules.area_tables import MOST_BYTES

Say = Callable[[str], None]
MOST_SAID = 50


def run(
    file: Path,
    *,
    actor: Actor,
    now: datetime,
    dry_run: bool,
    say: Say,
    below: str = "",
    crs: str = "wgs84",
    official: bool = False,
) -> None:
    """Say what the file would do and which rows cannot be taken; then take in the others.

    below: a code; only it and what lies below is read. crs: of rows that name none (wgs84, gcj02, bd09).
    Refuses what the file and the command refuse.
    """
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    form = form_of(file.name, content)
    with scope(actor):
        sheet = area_sheet(actor, content, form=form, under=below, crs=crs, official=official)
        tell(sheet, say)
        if dry_run:
            say(_("只检查，没有写入。"))
            return
        event = import_areas(
            actor=actor, now=now, content=content, form=form, under=below, crs=crs, official=official
        )
    say(
        _("新增%(added)d处，改动%(changed)d处，%(same)d处原样，%(units)d个单元，%(faulty)d行没有写入。")
        % {name: getattr(event, name) for name in ("added", "changed", "same", "units", "faulty")}
    )


def tell(sheet: AreaSheet, say: Say) -> None:
    """The counts, and the faults row by row."""
    say(
        _("共%(all)d行：新增%(added)d，改动%(changed)d，原样%(same)d，跳过%(skipped)d，有问题%(faulty)d。")
        % {
            "all": sheet.file.counted,
            "added": len(sheet.added),
            "changed": len(sheet.changed),
            "same": sheet.same,
            "skipped": len(sheet.file.skipped),
            "faulty": sheet.faulty,
        }
    )
    for fault in sheet.faults[:MOST_SAID]:
        said = _("第%(n)d行 %(column)s：%(sentence)s")
        say(said % {"n": fault.number, "column": fault.column, "sentence": fault.sentence})
    if len(sheet.faults) > MOST_SAID:
        say(_("还有%(n)d个问题没有列出。") % {"n": len(sheet.faults) - MOST_SAID})
