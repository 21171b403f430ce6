"""Working through the rows of an import: a few hundred in one transaction with their results and the counts.

A kill loses nothing and doubles nothing: what was counted as done is done, and the next who works on the run
goes on behind it. Two at once take turns, each looking afresh how far the other has come.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

import structlog
from django.db import DatabaseError, Error, connection, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from linli.kernel import sheets
from linli.kernel.event import record
from linli.kernel.jobs import ending, task
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.kernel.terms import JobState
from linli.places.queries import Lineage, lineage

from ..events import ImportEnded
from ..models import ImportRow, ImportRun, Matter
from ..queries.sorting import Sorter, sorter
from ..rules.order_columns import picked
from ..rules.order_rows import Order, read_order
from ..terms import RowResult
from .order_history import Sorted, write_orders

CHUNK = 200
RUNNING = (JobState.WAITING, JobState.RUNNING)
log = structlog.get_logger()


@task("matters.import_orders")
def import_orders_job(run_id: int) -> None:
    """Work a run through; safe to be started twice, or again after a kill."""
    try:
        for _done in work_through(run_id):
            if ending.is_set():
                import_orders_job.defer(run_id=run_id)
                return
    except Error:
        raise  # the database went away: tried again later
    except Exception:
        log.exception("import_broken", run_id=run_id)
        with scope(SYSTEM):
            _stop(ImportRun.objects.get(pk=run_id), "import_broken")


def resume_imports() -> int:
    """Give runs that nobody works on (their worker or command line died) to the worker; gives how many."""
    with scope(SYSTEM):
        left = list(
            ImportRun.objects.filter(state__in=RUNNING, upload__isnull=False).values_list("pk", flat=True)
        )
        alone = [run_id for run_id in left if not import_orders_job.is_pending(run_id=run_id)]
        for run_id in alone:
            import_orders_job.defer(run_id=run_id)
    return len(alone)


def work_through(run_id: int) -> Iterator[int]:
    """Take the rows of a run in, chunk by chunk; gives after each how many rows are done."""
    table = _Table()
    while (done := _chunk(run_id, table)) is not None:
        yield done


class _Table:
    """The lines of a run's table, read on from where they were left, and the keys a dry run has passed."""

    def __init__(self) -> None:
        self._at = -1
        self._lines: Iterator[sheets.Line] = iter(())
        self.keys: dict[str, datetime] = {}

    def next_lines(self, run: ImportRun, most: int) -> list[sheets.Line]:
        """The rows of data behind the ones that are done. Refuses sheet_gone."""
        if run.upload is None:
            raise Refusal("sheet_gone", _("这个文件已经清理掉了，请重新上传。"))
        if self._at != run.done:
            self._lines = sheets.lines(run.upload, run.skip + run.done)
            self.keys = _keys_above(run, run.upload) if run.dry else {}
        found = list(islice(self._lines, most))
        self._at = run.done + len(found)
        return found


def _keys_above(run: ImportRun, upload: UUID) -> dict[str, datetime]:
    """Keys and moments of the rows passed before a kill: a dry run leaves no orders to find them by."""
    passed = ImportRow.objects.filter(run=run, result=RowResult.APPLIED)
    wanted = set(passed.values_list("row", flat=True))
    lines = islice(sheets.lines(upload, run.skip), run.done)
    orders = (_order(run, line) for line in lines if line.row in wanted)
    return {order.key: order.opened_at for order in orders}


def _order(run: ImportRun, line: sheets.Line) -> Order:
    cells = picked(run.columns, run.heads, line.cells)
    return read_order(cells, now=run.made_at, base_1904=run.base_1904)


@dataclass
class _Row:
    """One row on its way: an order, or why not."""

    row: int
    key: str = ""
    sorted: Sorted | None = None
    result: RowResult = RowResult.APPLIED
    code: str = ""
    sentence: str = ""
    matter_id: int | None = None

    def refuse(self, code: str, sentence: str) -> None:
        self.result, self.code, self.sentence, self.sorted = RowResult.REFUSED, code, sentence, None


def _chunk(run_id: int, table: _Table) -> int | None:
    """One transaction: rows, their results, the counts. None when there is nothing left to do."""
    with scope(SYSTEM):
        run = ImportRun.objects.select_for_update().filter(pk=run_id, state__in=RUNNING).first()
        if run is None:
            return None
        try:
            lines = table.next_lines(run, CHUNK)
            sort = sorter(_area_of(run))
        except Refusal as refusal:
            _stop(run, refusal.code)
            return None
        _one_at_a_time(run)
        rows = [_read(run, line, sort) for line in lines]
        _find_duplicates(run, rows, table.keys)
        if not run.dry:
            _take_in(run, [row for row in rows if row.sorted is not None])
        _put_down(run, rows)
        if run.done < run.total and len(lines) < CHUNK:
            _stop(run, "sheet_torn")
        return run.done


def _area_of(run: ImportRun) -> Lineage:
    area = lineage(run.area_id)
    if area is None:
        raise Refusal("area_ended", _("要导入的区域已经停用。"))
    return area


def _stop(run: ImportRun, code: str) -> None:
    """Not by a fault of one row; somebody has to see to it."""
    ImportRun.objects.filter(pk=run.pk).update(state=JobState.STOPPED, fault=code, ended_at=Now())


def _one_at_a_time(run: ImportRun) -> None:
    """Two runs into one area must not both find an order new."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('linli_orders'), %s)", (run.area_id % 2**31,))


def _read(run: ImportRun, line: sheets.Line, sort: Sorter) -> _Row:
    found = _Row(line.row)
    if line.hollow:
        found.refuse("formula_without_value", _("这一行有公式没有算出值，请改成数值再导入。"))
        return found
    try:
        order = _order(run, line)
        found.key = order.key
        found.sorted = Sorted(order, sort.spot(order), sort.category(order))
    except Refusal as refusal:
        found.refuse(refusal.code, refusal.sentence)
    return found


def _find_duplicates(run: ImportRun, rows: Sequence[_Row], passed: dict[str, datetime]) -> None:
    """Orders that are here already, from another file or from rows further up in this one.

    The same number with another moment of reporting is another order of another system: somebody has to look.
    """
    asked = {row.key for row in rows if row.sorted is not None}
    here = Matter.objects.filter(origin__in=asked, area_path__startswith=run.area_path)
    known: dict[str, tuple[int | None, datetime]] = {
        key: (None, passed[key]) for key in asked & passed.keys()
    }
    known |= {key: (pk, at) for key, pk, at in here.values_list("origin", "id", "opened_at")}
    for row in rows:
        if row.sorted is None:
            continue
        order = row.sorted.order
        if row.key not in known:
            known[row.key] = None, order.opened_at
            if run.dry:
                passed[row.key] = order.opened_at
        elif order.opened_how == "column" and known[row.key][1] != order.opened_at:
            row.refuse("number_taken", _("以前导入的另一件也是这个编号，反映时间却不同，请核对。"))
        else:
            row.result, row.matter_id, row.sorted = RowResult.DUPLICATE, known[row.key][0], None


def _take_in(run: ImportRun, rows: Sequence[_Row]) -> None:
    """Write the new orders, all at once; where the database takes offence at one, each alone."""
    try:
        with transaction.atomic():
            _write(run, rows)
    except DatabaseError:
        for row in rows:
            try:
                with transaction.atomic():
                    _write(run, [row])
            except DatabaseError as fault:
                log.exception("order_not_written", run_id=run.pk, row=row.row, fault=type(fault).__name__)
                row.refuse("order_not_written", _("这一行写不进去，已记下，请检查内容里有没有特殊字符。"))


def _write(run: ImportRun, rows: Sequence[_Row]) -> None:
    orders = [row.sorted for row in rows if row.sorted is not None]
    ids = write_orders(orders, run_id=run.pk, now=run.made_at)
    for row, matter_id in zip(rows, ids, strict=True):
        row.matter_id = matter_id


def _put_down(run: ImportRun, rows: Sequence[_Row]) -> None:
    """The results of the rows and the counts, in the transaction of the rows themselves."""
    ImportRow.objects.bulk_create(
        ImportRow(
            run=run, row=row.row, result=row.result, code=row.code, sentence=row.sentence,
            matter_id=row.matter_id, area_path=run.area_path,
        )
        for row in rows
    )  # fmt: skip
    run.done += len(rows)
    for result in RowResult:
        setattr(run, result.value, getattr(run, result.value) + sum(row.result == result for row in rows))
    over = run.done >= run.total
    values: dict[str, object] = {
        name: getattr(run, name) for name in ("done", "applied", "duplicate", "refused")
    }
    if run.started_at is None:
        values["started_at"] = Now()
    if over:
        values["ended_at"] = Now()
    state = JobState.DONE if over else JobState.RUNNING
    ImportRun.objects.filter(pk=run.pk).update(state=state, **values)
    if over:
        _tell_end(run)


def _tell_end(run: ImportRun) -> None:
    record(
        ImportEnded(
            subject_id=run.pk, area_path=run.area_path, dry=run.dry, total=run.done, applied=run.applied,
            duplicate=run.duplicate, refused=run.refused,
        ),
        actor=SYSTEM,
        now=run.made_at,
    )  # fmt: skip
