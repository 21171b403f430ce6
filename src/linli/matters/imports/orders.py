"""`linli import orders FILE`: orders of another system, with their history, from the command line."""

from collections.abc import Callable
from datetime import datetime
from itertools import islice
from pathlib import Path
from time import monotonic

from django.utils.translation import gettext as _

from linli.kernel import sheets
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, scope
from linli.kernel.terms import JobState
from linli.places.queries import tree
from linli.places.terms import Level

from ..commands import import_orders, receive_orders, work_through
from ..models import ImportRun
from ..queries.imports import area_names, into_areas, mapping_for, run_for, unfinished
from ..rules.order_columns import FIRST_LINES, head_line, heads_of
from ..terms import OrderField

Say = Callable[[str], None]
CHUNK = 200


def run(
    file: Path, *, actor: Actor, now: datetime, dry_run: bool, say: Say, area: str = "", mapping: str = ""
) -> None:
    """Read, sort and take in one file; a cut import of the same file goes on where it stopped.

    area: the code of a street, community or district; not needed where only one comes into question.
    mapping: the name of a saved column mapping. Refuses: what the sheet, the columns and the commands refuse,
    area_missing, mapping_unknown.
    """
    with scope(actor):
        area_id = _area(actor, area)
        table = sheets.unpack(file)
        going_on = unfinished(area_id, table.digest, dry=dry_run)
    if going_on is not None:
        sheets.remove(table.uid)
        say(
            _("接着上次的导入：已完成%(done)d / %(total)d行。")
            % {"done": going_on.done, "total": going_on.total}
        )
        run_id = going_on.pk
    else:
        run_id = _begin(actor, now, file.name, table, area_id, mapping, dry_run, say)
    _work(actor, run_id, say)


def _area(actor: Actor, code: str) -> int:
    """The area the orders go into. Refuses area_unknown, area_missing."""
    choices = into_areas(actor)
    if code:
        found = next((node for node in tree().nodes.values() if node.code == code), None)
        if found is None or found.level > Level.COMMUNITY:
            raise Refusal("area_unknown", _("没有编码为%(code)s的区县、街道或社区。") % {"code": code})
        return found.id
    if len(choices) == 1:
        return choices[0].id
    names = _("、").join(f"{node.code} {node.short}" for node in choices[:12])
    raise Refusal("area_missing", _("请用 --area 编码 指明导入到哪里：%(names)s") % {"names": names})


def _begin(
    actor: Actor,
    now: datetime,
    name: str,
    table: sheets.Sheet,
    area_id: int,
    mapping: str,
    dry: bool,
    say: Say,
) -> int:
    first = [line.cells for line in islice(sheets.lines(table.uid), FIRST_LINES)]
    at = head_line(first)
    heads = heads_of(first[at])
    with scope(actor):
        used, columns = mapping_for(area_id, heads, mapping)
    if mapping and not used:
        raise Refusal("mapping_unknown", _("没有叫“%(name)s”、又合这张表的列对应。") % {"name": mapping})
    for field, head in columns.items():
        say(f"  {head} → {OrderField(field).label}")
    received = receive_orders(
        actor=actor, now=now, area_id=area_id, file_name=name, upload=table.uid, digest=table.digest.hex(),
        heads=heads, skip=at + 1, total=table.rows - at - 1, base_1904=table.base_1904, columns=columns,
    )  # fmt: skip
    import_orders(actor=actor, now=now, run_id=received.subject_id, columns=columns, dry=dry, in_worker=False)
    return received.subject_id


def _work(actor: Actor, run_id: int, say: Say) -> None:
    begun, first = monotonic(), None
    with scope(actor):
        total = getattr(run_for(actor, run_id), "total", 0)
    for done in work_through(run_id):
        first = done if first is None else first
        say(_bar(done, total, (monotonic() - begun) * (total - done) / max(done - first, CHUNK)))
    with scope(actor):
        ended = run_for(actor, run_id)
        if ended is None or ended.state != JobState.DONE:
            code = ended.fault if ended is not None else "import_not_found"
            raise Refusal(code or "import_stopped", _("导入停下了，请再运行一次同样的命令。"))
        say(_sum(ended))


def _bar(done: int, total: int, seconds: float) -> str:
    """[########............] 1,200 / 2,816，还要约0.1分钟"""
    filled = 20 * done // max(total, 1)
    left = _("，还要约%(minutes).1f分钟") % {"minutes": seconds / 60} if done < total else ""
    return f"  [{'#' * filled}{'.' * (20 - filled)}] {done:,} / {total:,}{left}"


def _sum(run: ImportRun) -> str:
    words = (
        _("试运行，没有写入") if run.dry else _("导入到%(area)s") % {"area": area_names([run])[run.area_id]}
    )
    return _(
        "%(words)s：共%(total)d行，导入%(applied)d，以前导入过%(duplicate)d，要改%(refused)d。"
    ) % {
        "words": words, "total": run.total, "applied": run.applied, "duplicate": run.duplicate,
        "refused": run.refused,
    }  # fmt: skip
