"""The limits of a kind over an area, stage by stage, with where each comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from linli.kernel.spans import Span
from linli.places.queries import Node, tree

from ..models import StageHours
from ..shape import Kind
from ..terms import OrderType, Urgency
from .limits import PROMISE, Selector, in_force, known_limits, own_limit


class Version(NamedTuple):
    """A limit an area set: for which matters, from that day on, on which ground."""

    area_id: int
    area: str
    selector: Selector
    span: Span
    since: date
    source: str


@dataclass(frozen=True)
class LimitLine:
    """One stage (or the promise to the reporter) of a kind. held: at which place, None for the declared limit.

    rungs: rungs whose limit is another one; levels: levels of urgency and order types whose is. coming: what is set but not in force yet.
    """

    stage: str
    label: str
    declared: Span
    span: Span
    held: Version | None
    rungs: tuple[tuple[str, Version], ...]
    levels: tuple[tuple[str, Version], ...]
    coming: tuple[Version, ...]


def limit_sheet(kind: Kind, node: Node, on: date) -> list[LimitLine]:
    """The lines of a kind over an area on a day; one query."""
    versions = _versions(kind, node)
    stages = [
        (stage.code, str(stage.label), stage.within)
        for stage in kind.stages
        if stage.within and not stage.retired
    ]
    stages.append((PROMISE, "", kind.promise))
    return [
        _line(kind, node, on, stage, label, declared, versions.get(stage, {}))
        for stage, label, declared in stages
        if declared is not None
    ]


def _versions(kind: Kind, node: Node) -> dict[str, dict[int, Version]]:
    """Rows of the area and those above it, by stage and row."""
    known = tree()
    above = [int(part) for part in node.path.strip("/").split("/")]
    found: dict[str, dict[int, Version]] = {}
    rows = StageHours.objects.filter(kind=kind.code, area_id__in=above).exclude(span="")
    for row in rows.order_by("since", "id"):
        at = known.get(row.area_id)
        version = Version(
            row.area_id,
            at.short if at else "",
            Selector(row.rung, row.urgency, row.order_type),
            Span.parse(row.span),
            row.since,
            row.source,
        )
        found.setdefault(row.stage, {})[row.pk] = version
    return found


def _line(
    kind: Kind, node: Node, on: date, stage: str, label: str, declared: Span, versions: dict[int, Version]
) -> LimitLine:
    own = own_limit(node.path, kind.code, stage, None, on)
    rungs = []
    for at, rung in enumerate(kind.ladder):
        found = own_limit(node.path, kind.code, stage, at, on)
        if (
            found is not None
            and found.row_id is not None
            and versions[found.row_id].selector.rung is not None
        ):
            rungs.append((str(rung.level.label), versions[found.row_id]))
    return LimitLine(
        stage=stage,
        label=label,
        declared=declared,
        span=own.span if own else declared,
        held=versions[own.row_id] if own and own.row_id is not None else None,
        rungs=tuple(rungs),
        levels=tuple(_levels(kind, node, on, stage, versions)),
        coming=tuple(one for one in versions.values() if one.since > on),
    )


def _levels(
    kind: Kind, node: Node, on: date, stage: str, versions: dict[int, Version]
) -> Iterator[tuple[str, Version]]:
    """What the nearest area says of levels of urgency and of order types, in the order of the terms."""
    known = known_limits()
    for area_id in reversed([int(part) for part in node.path.strip("/").split("/")]):
        rows = in_force(known.get((area_id, kind.code, stage), ()), on).items()
        named = {one: row for one, row in rows if row.span is not None and (one.urgency or one.order_type)}
        for word in (*Urgency, *OrderType):
            for selector, row in named.items():
                if selector.rung is None and word.value in (selector.urgency, selector.order_type):
                    yield str(word.label), versions[row.row_id]
        if named:
            return
