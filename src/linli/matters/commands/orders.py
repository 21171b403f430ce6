"""Importing orders: a file is handed in, somebody says what its columns mean, rows are tried or taken in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.kernel import sheets
from linli.kernel.command import command
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may, may_at
from linli.kernel.terms import JobState
from linli.kernel.text import line
from linli.places.queries import lineage

from .. import access
from ..events import ImportAsked, ImportReceived
from ..models import ColumnMapping, ImportRow, ImportRun
from ..rules.order_columns import checked
from .order_run import import_orders_job


@command
def receive_orders(
    *,
    actor: Actor,
    now: datetime,
    area_id: int,
    file_name: str,
    upload: UUID,
    digest: str,
    heads: Sequence[str],
    skip: int,
    total: int,
    base_1904: bool = False,
    columns: Mapping[str, str] | None = None,
) -> ImportReceived:
    """Keep what is known of a file that was read (kernel/sheets.py) until somebody says what its columns mean.

    heads: names of its columns; skip: lines before the first row of data; total: rows of data; columns: a guess.
    Refuses: area_unknown, not_allowed, sheet_empty.
    """
    area = lineage(area_id)
    if area is None:
        raise Refusal("area_unknown", _("没有这个区域，请重新选。"), facts={"field": "area"})
    if not may_at(actor, access.IMPORT_ORDERS, area.path):
        raise Refusal("not_allowed", _("您不能往这个区域导入工单。"), status=403)
    if total < 1:
        raise Refusal("sheet_empty", sheets.SENTENCES["sheet_empty"], facts={"field": "file"})
    run = ImportRun.objects.create(
        area_id=area_id,
        area_path=area.path,
        file_name=line(file_name, most=200, what=_("文件名")),
        file_digest=bytes.fromhex(digest),
        upload=upload,
        heads=list(heads),
        skip=skip,
        base_1904=base_1904,
        columns=dict(columns or {}),
        total=total,
        made_by=actor.person_id,
        made_at=now,
    )
    return ImportReceived(subject_id=run.pk, area_path=run.area_path, total=total)


@command
def import_orders(
    *,
    actor: Actor,
    now: datetime,
    run_id: int,
    columns: Mapping[str, str],
    dry: bool = False,
    mapping_name: str = "",
    in_worker: bool = True,
) -> ImportAsked:
    """Have the rows of a received file taken in, or only tried (`dry`); the worker does it.

    columns: field to head. mapping_name: keep this choice for the next file of the area. in_worker: False where
    the caller works through the rows itself (`work_through`).
    Refuses: import_not_found, import_under_way, sheet_gone, column_unknown, column_twice, columns_missing.
    """
    run = _locked(actor, run_id)
    if run.state not in (JobState.DRAFT, JobState.STOPPED) and not (run.state == JobState.DONE and run.dry):
        raise Refusal("import_under_way", _("这个文件已经在导入，或者已经导入完了。"))
    if run.upload is None or not sheets.kept(run.upload):
        raise Refusal("sheet_gone", _("这个文件已经清理掉了，请重新上传。"))
    chosen = checked(columns, run.heads)
    if mapping_name.strip():
        _keep_mapping(run, chosen, mapping_name, now)
    if run.done and run.dry:
        ImportRow.objects.filter(run=run).delete()
        run.done = run.applied = run.duplicate = run.refused = 0
    run.columns, run.dry, run.state, run.fault = chosen, dry, JobState.WAITING, ""
    run.made_at, run.started_at, run.ended_at = now, None, None
    run.save()
    if in_worker:
        import_orders_job.defer(run_id=run.pk)
    return ImportAsked(subject_id=run.pk, area_path=run.area_path, dry=dry)


def _locked(actor: Actor, run_id: int) -> ImportRun:
    reachable = ImportRun.objects.reachable(actor, access.IMPORT_ORDERS)
    run = reachable.select_for_update().filter(pk=run_id).first()
    if run is None or not may(actor, access.IMPORT_ORDERS, run):
        raise Refusal("import_not_found", _("没有找到这次导入。"), status=404)
    return run


def _keep_mapping(run: ImportRun, columns: Mapping[str, str], name: str, now: datetime) -> None:
    called = line(name, most=30, what=_("名称"))
    ColumnMapping.objects.update_or_create(
        area_id=run.area_id,
        name=called,
        defaults={"columns": dict(columns), "heads": run.heads, "made_at": now},
    )
