"""Limits in force: the kind's own, or what an area set for a stage in a dated row."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from linli.kernel.spans import Span
from linli.kernel.stamp import Kept

from ..models import StageHours
from ..shape import Kind

LIMITS = "limits"
PROMISE = "promise"
"""The stage code under which an area sets its own promise to the reporter."""


class Limit(NamedTuple):
    """A span and the row it came from (None: the kind's declaration)."""

    span: Span
    row_id: int | None


class _Row(NamedTuple):
    since: date
    rung: int | None
    span: Span
    row_id: int


_Key = tuple[int, str, str]


def _make() -> dict[_Key, list[_Row]]:
    found: dict[_Key, list[_Row]] = defaultdict(list)
    for row in StageHours.objects.order_by("since", "id"):
        found[row.area_id, row.kind, row.stage].append(
            _Row(row.since, row.rung, Span.parse(row.span), row.pk)
        )
    return dict(found)


_kept = Kept(_make, LIMITS)


def own_limit(path: str, kind: str, stage: str, rung: int | None, on: date) -> Limit | None:
    """The nearest area's newest row that was in force on a day; a row for the rung beats one for all."""
    known = _kept.get()
    if not known:
        return None
    for part in reversed(path.strip("/").split("/")):
        rows = [row for row in known.get((int(part), kind, stage), ()) if row.since <= on] if part else []
        for wanted in (rung, None):
            for row in reversed(rows):
                if row.rung == wanted:
                    return Limit(row.span, row.row_id)
    return None


def limit_of(kind: Kind, stage: str, rung: int, path: str, opened_on: date) -> Limit | None:
    """The limit of a stage for a matter opened on a day; a running matter keeps the version of that day."""
    declared = kind.stage(stage).within
    if declared is None:
        return None
    return own_limit(path, kind.code, stage, rung, opened_on) or Limit(declared, None)


def promise_of(kind: Kind, path: str, opened_on: date) -> Span:
    """The limit the reporter is told, from report to answer."""
    own = own_limit(path, kind.code, PROMISE, None, opened_on)
    return own.span if own else kind.promise
