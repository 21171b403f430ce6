"""Making the table somebody asked for: what the asker may see, up to a cap, with a line that says who, when and why."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from linli.kernel import files
from linli.kernel.jobs import task
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, may_at, scope
from linli.kernel.table_out import csv_table, workbook
from linli.people.queries import actor_for_person
from linli.places.queries import tree
from linli.places.terms import Level

from .. import access
from ..kinds import kind_of
from ..models import Export, Matter, Reporter
from ..queries import Line, lines
from ..queries.asked_list import asked_list, words_of
from ..queries.inbox import Wanted, page_of
from ..queries.outlook import outlook
from ..terms import ExportForm, ExportState, OrderType
from .exports import export_made

MOST = 20_000
PIECE = 500
WIDTHS = (15, 11, 9, 11, 24, 48, 24, 11, 11, 12, 14, 16, 16, 16, 16, 16, 9, 10, 14)
"""Of the columns in the workbook, in characters."""


def path_of(export: Export) -> Path:
    """Where a table lies until it is cleared."""
    return Path(settings.LINLI_FILES) / "exports" / f"{export.uid.hex}.{export.form}"


@task("matters.make_export")
def export_job(export_id: int) -> None:
    """Make a table; safe to be started twice."""
    make_export(export_id)


def make_export(export_id: int) -> None:
    """Write the file, then say that it is there; nothing where it is there already or its asker may no longer."""
    with scope(SYSTEM), connection.cursor() as cursor:
        export = Export.objects.get(pk=export_id)
        cursor.execute("select now()")
        now: datetime = cursor.fetchone()[0].astimezone(settings.LINLI_ZONE)
    if export.state != ExportState.WAITING:
        return
    actor = actor_for_person(export.person_id, export.asked_at)
    with scope(actor):
        if not may_at(actor, access.EXPORT, export.area_path):
            return
        wanted = list_of(actor, export.query, export.area_id)
        if wanted is None:
            return
        rows, cut = _rows(actor, export, wanted)
        heads = _heads(phones=export.phones)
        top = _("%(name)s于%(at)s导出，用途：%(why)s。不得外传。") % {
            "name": actor.name, "at": f"{now:%Y-%m-%d %H:%M}", "why": export.reason,
        }  # fmt: skip
        if export.form == ExportForm.CSV:
            content = csv_table(heads, rows, top=top)
        else:
            content = workbook(heads, rows, WIDTHS, top=top)
    files.put(path_of(export), content)
    try:
        export_made(actor=SYSTEM, now=now, export_id=export_id, rows=len(rows), cut=cut)
    except Refusal as refusal:
        if refusal.code != "export_made_already":
            raise


def _heads(*, phones: bool) -> list[str]:
    heads = [
        _("编号"), _("类型"), _("诉求类型"), _("来源"), _("标题"), _("内容"), _("地点"), _("社区"), _("网格"), _("环节"),
        _("在谁手里"), _("居民反映时间"), _("本环节期限"), _("答复期限"), _("答复时间"), _("办结时间"), _("同报人数"),
        _("反映人"),
    ]  # fmt: skip
    return [*heads, _("电话")] if phones else heads


def list_of(actor: Actor, query: str, area_id: int) -> Wanted | None:
    """The list that kept filters ask for at an area; None where the asker does not reach it."""
    seen = outlook(actor, area_id)
    return asked_list(words_of(query), seen, actor) if seen is not None else None


def _rows(actor: Actor, export: Export, wanted: Wanted) -> tuple[list[list[object]], bool]:
    found, after = list[list[object]](), ""
    while len(found) < MOST:
        page = page_of(wanted, export.asked_at, after=after, size=PIECE)
        found += _piece(actor, lines(page.rows, export.asked_at), phones=export.phones)
        if not page.after:
            return found, False
        after = page.after
    return found[:MOST], True


def _piece(actor: Actor, part: list[Line], *, phones: bool) -> Iterator[list[object]]:
    ids = [line.row.id for line in part]
    more = {
        one.pk: one for one in Matter.objects.reachable(actor, access.SEE).filter(pk__in=ids).defer("search")
    }
    who = {one.pk: one for one in Reporter.objects.reachable(actor, access.SEE_REPORTER).filter(pk__in=ids)}
    for line in part:
        matter = more.get(line.row.id)
        if matter is None:
            continue
        row, reporter, known = line.row, who.get(line.row.id), tree().on_path(line.row.area_path)
        cells: list[object] = [
            row.number, kind_of(row.kind).label, OrderType(matter.order_type).label if matter.order_type else "",
            row.source_label, row.title, matter.text, row.place, _short(known, Level.COMMUNITY),
            _short(known, Level.GRID), row.stage_label, line.held.name,
            *(_moment(at) for at in (row.opened_at, row.due_at, matter.promised_at, matter.answered_at, row.closed_at)),
            row.supporters, reporter.name_mark if reporter else "",
        ]  # fmt: skip
        if phones:
            cells.append(reporter.open_field("phone") if reporter else "")
        yield cells


def _short(known: object, level: Level) -> str:
    node = known.get(level)  # type: ignore[attr-defined]
    return node.short if node is not None else ""


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(settings.LINLI_ZONE):%Y-%m-%d %H:%M}" if at is not None else ""
