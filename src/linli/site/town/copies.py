"""The public copies of the town's matters: what the worker makes of each new one, by the same rules, written at once."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache

from linli.kernel.event import Code
from linli.kernel.models import EventRow
from linli.matters.commands import hidden_by_rules, public_form
from linli.matters.events import MatterUnderstood
from linli.matters.models import MaskedCopy, MaskedSpan, Matter
from linli.matters.terms import Band

from .course import SYSTEM, Happening
from .history import event_row
from .rows import Row, ids, put


def make_public_copies() -> None:
    """A copy, its record and its event for every matter; without them residents are shown nothing that is like theirs."""
    hidden = cache(hidden_by_rules)  # the town says much the same of many doors
    copies, spans, events = list[Row](), list[Row](), list[Row]()
    fresh = ids(EventRow)
    for pk, path, at, texts in _matters():
        found = hidden(texts)
        common = {"matter_id": pk, "area_path": path}
        copies.append({**common, **public_form(texts, found), "whole": False, "made_at": at})
        spans += (
            {**common, "words": words, "kind": kind, "begin": begin, "end": end, "rule": rule, "at": at}
            for words, kind, begin, end, rule in found
        )
        event = MatterUnderstood(subject_id=pk, area_path=path, hidden=len(found), band=Code(Band.UNSURE))
        events.append(event_row(next(fresh), Happening(at, SYSTEM, event)))
    put(MaskedCopy, copies)
    put(MaskedSpan, spans)
    put(EventRow, events)


def _matters() -> Iterator[tuple[int, str, datetime, tuple[str, ...]]]:
    """Each matter with its moment and its words, in the order in which they came."""
    rows = Matter.objects.order_by("received_at", "id")
    for pk, path, at, *texts in rows.values_list("id", "area_path", "received_at", "title", "text", "place"):
        yield pk, path, at, tuple(texts)
