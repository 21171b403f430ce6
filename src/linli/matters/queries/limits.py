"""Limits in force: the kind's own, or what an area set for a stage in a dated row."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
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


class Selector(NamedTuple):
    """For which matters a row is: on one rung or all, of one level of urgency or all, of one order type or all."""

    rung: int | None = None
    urgency: str = ""
    order_type: str = ""

    def fits(self, rung: int | None, urgency: str, order_type: str) -> bool:
        """True when the row says something about such a matter."""
        return (
            self.rung in (None, rung)
            and self.urgency in ("", urgency)
            and self.order_type in ("", order_type)
        )

    @property
    def weight(self) -> tuple[bool, bool, bool]:
        """What is said more exactly counts more: of the level of urgency, then of the type, then of the rung."""
        return bool(self.urgency), bool(self.order_type), self.rung is not None


class Row(NamedTuple):
    """One dated row. span: None where the area went back to what holds without it."""

    since: date
    selector: Selector
    span: Span | None
    row_id: int


Key = tuple[int, str, str]
Known = Mapping[Key, list[Row]]


def _make() -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in StageHours.objects.order_by("since", "id"):
        found[row.area_id, row.kind, row.stage].append(
            Row(
                row.since,
                Selector(row.rung, row.urgency, row.order_type),
                Span.parse(row.span) if row.span else None,
                row.pk,
            )
        )
    return dict(found)


_kept = Kept(_make, LIMITS)


def known_limits() -> Known:
    """All dated rows by area, kind and stage, the oldest first."""
    return _kept.get()


def in_force(rows: Iterable[Row], on: date) -> dict[Selector, Row]:
    """The newest row of each selector on a day; rows that go back to what holds without them stand in it too."""
    found: dict[Selector, Row] = {}
    for row in rows:
        if row.since <= on and (row.selector not in found or found[row.selector].since <= row.since):
            found[row.selector] = row
    return found


def own_limit(
    path: str,
    kind: str,
    stage: str,
    rung: int | None,
    on: date,
    urgency: str = "",
    order_type: str = "",
    known: Known | None = None,
) -> Limit | None:
    """The nearest area's row in force on a day that says most exactly what such a matter gets.

    known: rows to look in instead of those that are stored, for a preview.
    """
    known = _kept.get() if known is None else known
    if not known:
        return None
    for part in reversed(path.strip("/").split("/")):
        rows = known.get((int(part), kind, stage), ()) if part else ()
        fitting = [
            row
            for selector, row in in_force(rows, on).items()
            if row.span is not None and selector.fits(rung, urgency, order_type)
        ]
        if fitting:
            best = max(fitting, key=lambda row: row.selector.weight)
            assert best.span is not None  # noqa: S101  filtered above
            return Limit(best.span, best.row_id)
    return None


def limit_of(
    kind: Kind,
    stage: str,
    rung: int,
    path: str,
    opened_on: date,
    urgency: str = "",
    order_type: str = "",
    known: Known | None = None,
) -> Limit | None:
    """The limit of a stage for a matter opened on a day; a running matter keeps the version of that day."""
    declared = kind.stage(stage).within
    if declared is None:
        return None
    own = own_limit(path, kind.code, stage, rung, opened_on, urgency, order_type, known)
    return own or Limit(declared, None)


def promise_of(
    kind: Kind,
    path: str,
    opened_on: date,
    urgency: str = "",
    order_type: str = "",
    known: Known | None = None,
) -> Span:
    """The limit the reporter is told, from report to answer."""
    own = own_limit(path, kind.code, PROMISE, None, opened_on, urgency, order_type, known)
    return own.span if own else kind.promise
