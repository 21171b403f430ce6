"""What people decided about figures, as pages list it: exclusions, frozen months, hints, reports."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db.models import QuerySet

from linli.kernel.keyset import Slice, cut, read_mark
from linli.kernel.scope import Actor, InArea, may
from linli.matters.queries import Line, lines_by_ids
from linli.places.queries import Node, tree

from .. import access
from ..models import Exclusion, Frozen, Hint, Report
from ..rules.deciding import highest, may_decide
from ..terms import HintState, OutState

SIZE = 30
M = TypeVar("M", bound=InArea)


def exclusions(
    actor: Actor, seen: Node, *, state: str = "", before: str = "", after: str = ""
) -> Slice[Exclusion]:
    """Requests to leave out in an area, newest first, whoever may see figures there. Refuses page_mark_unreadable."""
    rows = Exclusion.objects.reachable(actor, access.SEE).filter(area_path__startswith=seen.path)
    if state in OutState.values:
        rows = rows.filter(state=state)
    return _newest(rows, "asked_at", before, after)


def exclusion_of(actor: Actor, exclusion_id: int) -> Exclusion | None:
    """One of them, when it is in reach."""
    return Exclusion.objects.reachable(actor, access.SEE).filter(pk=exclusion_id).first()


def may_decide_on(actor: Actor, row: Exclusion) -> bool:
    """True when this reader stands above whoever asked, and nobody has decided."""
    levels = {
        standing.area_id: node.level for standing in actor.standings if (node := tree().get(standing.area_id))
    }
    level = highest(actor.standings, row.area_path, levels)
    return (
        row.state == OutState.ASKED
        and may(actor, access.DECIDE_OUT, row)
        and may_decide(level, row.level, actor.person_id, row.asked_by)
    )


def left_out_of(matter_id: int) -> Exclusion | None:
    """The request about a matter that was not refused."""
    return Exclusion.objects.filter(matter_id=matter_id).exclude(state=OutState.REFUSED).first()


def frozen_months(actor: Actor, seen: Node, most: int = 60) -> Sequence[Frozen]:
    """What was written down for an area, newest month first, each month's newest version first."""
    rows = Frozen.objects.reachable(actor, access.SEE).filter(area_id=seen.id)
    return list(rows.order_by("-month", "-version")[:most])


def hints(
    actor: Actor, seen: Node, *, state: str = HintState.OPEN, before: str = "", after: str = ""
) -> Slice[Hint]:
    """What the rules found in an area, newest first. Refuses page_mark_unreadable."""
    rows = Hint.objects.reachable(actor, access.SEE_HINTS).filter(area_path__startswith=seen.path)
    if state in HintState.values:
        rows = rows.filter(state=state)
    mark = read_mark(before or after, (date, int)) if before or after else None
    if mark and after:
        rows = rows.filter(found_on__lt=mark[0]) | rows.filter(found_on=mark[0], pk__lt=mark[1])
    elif mark:
        rows = rows.filter(found_on__gt=mark[0]) | rows.filter(found_on=mark[0], pk__gt=mark[1])
    order = ("found_on", "pk") if before else ("-found_on", "-pk")
    found = list(rows.order_by(*order)[: SIZE + 1])
    return cut(found, SIZE, lambda row: (row.found_on, row.pk), backwards=bool(before), inner=bool(after))


def hint_of(actor: Actor, hint_id: int, now: datetime) -> tuple[Hint, list[Line]] | None:
    """One hint with the matters it is about, as far as they are in reach; None where it is not."""
    row = Hint.objects.reachable(actor, access.SEE_HINTS).filter(pk=hint_id).first()
    return (row, lines_by_ids(actor, row.matters, now)) if row is not None else None


def reports(actor: Actor, seen: Node, *, before: str = "", after: str = "") -> Slice[Report]:
    """Reports of an area, newest first, without the files. Refuses page_mark_unreadable."""
    rows = Report.objects.reachable(actor, access.REPORT).filter(area_id=seen.id).defer("table", "sheet")
    return _newest(rows, "asked_at", before, after)


def report_of(actor: Actor, report_id: int) -> Report | None:
    """One report with its files, when it is in reach."""
    return Report.objects.reachable(actor, access.REPORT).filter(pk=report_id).first()


def _newest(rows: QuerySet[M], field: str, before: str, after: str) -> Slice[M]:
    """A page by a moment and the id."""
    mark = read_mark(before or after, (datetime, int)) if before or after else None
    if mark:
        sign = "gt" if before else "lt"
        rows = rows.filter(**{f"{field}__{sign}": mark[0]}) | rows.filter(
            **{field: mark[0], f"pk__{sign}": mark[1]}
        )
    order = (field, "pk") if before else (f"-{field}", "-pk")
    found = list(rows.order_by(*order)[: SIZE + 1])
    return cut(
        found, SIZE, lambda row: (getattr(row, field), row.pk), backwards=bool(before), inner=bool(after)
    )
