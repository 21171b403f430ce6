"""What choosing a set of limits would set in an area, line by line, and which rows of the area it would end."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from linli.kernel.spans import Span
from linli.places.queries import Node

from ..kinds import kind_of
from ..rules.presets import Preset
from .limits import PROMISE, Known, Row, Selector, in_force, known_limits, limit_of, promise_of


class SetLine(NamedTuple):
    """One row to be written. span: None where the area goes back to what holds without its row."""

    stage: str
    selector: Selector
    span: Span | None
    source: str


class Compared(NamedTuple):
    """A line with what holds now for such matters."""

    line: SetLine
    now: Span


def set_lines(preset: Preset, area_id: int, on: date) -> list[SetLine]:
    """The rows of a set for an area from a day on; rows of the area that speak of other levels or types end.

    Otherwise a row of an earlier set, said more exactly, would go on beating the new one.
    """
    lines = [
        SetLine(one.stage, Selector(None, one.urgency, one.order_type), one.span, one.source)
        for one in preset.lines
    ]
    new = {(one.stage, one.selector) for one in lines}
    return lines + [one for one in _ended(preset, area_id, on) if (one.stage, one.selector) not in new]


def _ended(preset: Preset, area_id: int, on: date) -> Iterator[SetLine]:
    stages = {one.stage for one in preset.lines}
    for (area, kind, stage), rows in known_limits().items():
        if area == area_id and kind == preset.kind and stage in stages:
            for selector, row in in_force(rows, on).items():
                if row.span is not None:
                    yield SetLine(stage, selector, None, "")


def compared(preset: Preset, node: Node, on: date) -> list[Compared]:
    """The lines of a set beside what holds in the area on that day without it."""
    kind = kind_of(preset.kind)
    found = []
    for line in set_lines(preset, node.id, on):
        sort = line.selector.urgency, line.selector.order_type
        if line.stage == PROMISE:
            span = promise_of(kind, node.path, on, *sort)
        else:
            limit = limit_of(kind, line.stage, line.selector.rung or 0, node.path, on, *sort)
            assert limit is not None  # noqa: S101  a set names stages that have a limit
            span = limit.span
        found.append(Compared(line, span))
    return found


def with_lines(preset: Preset, area_id: int, on: date) -> Known:
    """The dated rows as they would be, for a preview."""
    known = {key: list(rows) for key, rows in known_limits().items()}
    for line in set_lines(preset, area_id, on):
        rows = known.setdefault((area_id, preset.kind, line.stage), [])
        rows.append(Row(on, line.selector, line.span, 0))
    return known
