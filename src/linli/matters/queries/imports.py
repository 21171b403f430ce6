"""Imports of orders: runs in reach, how far one is, the first rows as they will become, rows to be changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from linli.kernel import sheets
from linli.kernel.phone import name_mark
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.kernel.terms import JobState
from linli.places.queries import Node, lineage, names, tree
from linli.places.terms import Level

from .. import access
from ..models import Category, ColumnMapping, ImportRow, ImportRun
from ..rules.order_columns import fits, guess, picked
from ..rules.order_rows import read_order
from ..terms import RowResult
from .sorting import Sorter, sorter

SHOWN = 20


def runs(actor: Actor, most: int = 20) -> list[ImportRun]:
    """The last imports into areas in reach, newest first."""
    return list(ImportRun.objects.reachable(actor, access.IMPORT_ORDERS).order_by("-id")[:most])


def run_for(actor: Actor, run_id: int) -> ImportRun | None:
    """One import in reach, or None."""
    return ImportRun.objects.reachable(actor, access.IMPORT_ORDERS).filter(pk=run_id).first()


def into_areas(actor: Actor) -> list[Node]:
    """Where somebody may import orders to: the areas served there and the streets right below a district."""
    known = tree()
    paths = {grant.path for grant in actor.grants if grant.permission == access.IMPORT_ORDERS}
    if actor.kind == "system":
        return known.within("/", Level.STREET)
    own = [known[int(path.strip("/").split("/")[-1])] for path in sorted(paths) if path != "/"]
    below = [node for area in own if area.level < Level.STREET for node in known.children(area.id)]
    return list(dict.fromkeys([*own, *below]))


def mapping_for(area_id: int, heads: list[str], name: str = "") -> tuple[str, dict[str, str]]:
    """The saved mapping (of that name, else the newest) that fits a table of the area, else a guess by names.

    Gives its name, empty for a guess. With a name that does not fit: a Refusal mapping_unknown is the caller's.
    """
    kept = ColumnMapping.objects.filter(area_id=area_id).order_by("-made_at")
    for one in kept.filter(name=name) if name else kept:
        columns: dict[str, str] = one.columns
        if fits(columns, heads):
            return one.name, columns
    return "", guess(heads)


def unfinished(area_id: int, digest: bytes, *, dry: bool) -> ImportRun | None:
    """A run of the same file into the same area that was cut and can go on."""
    return (
        ImportRun.objects.filter(
            area_id=area_id,
            file_digest=digest,
            dry=dry,
            state__in=[JobState.WAITING, JobState.RUNNING],
            upload__isnull=False,
        )
        .order_by("-id")
        .first()
    )


@dataclass(frozen=True)
class Seen:
    """One row as it will become: words for a table, or the reason why it will not."""

    row: int
    title: str = ""
    who: str = ""
    where: str = ""
    category: str = ""
    opened_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    phase: str = ""
    sentence: str = ""


def preview(run: ImportRun, columns: Mapping[str, str], now: datetime) -> list[Seen]:
    """The first 20 rows of data as they will become. Refuses sheet_gone."""
    area = lineage(run.area_id)
    if area is None or run.upload is None:
        return []
    sort = sorter(area)
    kept = dict(Category.objects.values_list("id", "name"))
    lines = islice(sheets.lines(run.upload, run.skip), SHOWN)
    return [_seen(line, run, columns, sort, kept, now) for line in lines]


def _seen(
    line: sheets.Line,
    run: ImportRun,
    columns: Mapping[str, str],
    sort: Sorter,
    kept: dict[int, str],
    now: datetime,
) -> Seen:
    try:
        cells = picked(columns, run.heads, line.cells)
        order = read_order(cells, now=now, base_1904=run.base_1904)
        spot = sort.spot(order)
    except Refusal as refusal:
        return Seen(line.row, sentence=refusal.sentence)
    return Seen(
        row=line.row,
        title=order.title,
        who=name_mark(order.name) if order.name else "",
        where=spot.name,
        category=kept.get(sort.category(order) or 0, ""),
        opened_at=order.opened_at,
        answered_at=order.answered_at,
        closed_at=order.closed_at,
        phase=order.phase.value,
    )


def time_left(run: ImportRun, now: datetime) -> timedelta | None:
    """About how long the rest takes, by what was done so far; None before anything was."""
    if run.started_at is None or not run.done:
        return None
    return (now - run.started_at) * (run.total - run.done) / run.done


def area_names(found: Iterable[ImportRun]) -> dict[int, str]:
    """Short names of the areas that runs go into."""
    return names({run.area_id for run in found})


def rows_to_change(run: ImportRun) -> Iterator[tuple[int, str, str, list[str]]]:
    """Row, code, sentence and the cells as they stood, of each refused row; no cells once the table is gone."""
    rows = {
        row: (code, sentence)
        for row, code, sentence in ImportRow.objects.filter(run=run, result=RowResult.REFUSED)
        .order_by("row")
        .values_list("row", "code", "sentence")
    }
    cells: dict[int, list[str]] = {}
    if run.upload is not None and sheets.kept(run.upload):
        lines = sheets.lines(run.upload, run.skip)
        cells = {line.row: line.cells for line in lines if line.row in rows}
    for row, (code, sentence) in rows.items():
        yield row, code, sentence, cells.get(row, [])
