"""Matters as outsiders may see them: public kinds only, words masked by whoever shows them, no person at all.

This reaches past the wall by a rule of its own: the kind is a public one, nobody took the report back, and only
columns without a person are read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from linli.kernel.event import restore
from linli.kernel.prepared import ask
from linli.kernel.scope import SYSTEM, Actor, scope

from .. import access
from ..events import MatterOpened
from ..models import Matter, Remark
from ..terms import Outcome, RemarkKind

MOST = 1000
TOLD = (RemarkKind.PROGRESS, RemarkKind.ANSWER, RemarkKind.RESULT)
_FIELDS = (
    "id", "number", "category_id", "text", "place", "area_id", "area_path", "district_id", "street_id", "building_id", "grid_id",
    "lon", "lat", "stage", "outcome", "opened_at", "received_at", "staged_at", "answered_at", "closed_at",
    "promised_at", "holder_area_id", "kind",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Published:
    """The columns without a person. `text` and `place` are as written: mask them before they are shown."""

    id: int
    number: str
    category_id: int | None
    text: str
    place: str
    area_id: int
    area_path: str
    district_id: int | None
    street_id: int | None
    building_id: int | None
    grid_id: int | None
    lon: float | None
    lat: float | None
    stage: str
    outcome: str
    opened_at: datetime
    received_at: datetime
    staged_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    promised_at: datetime | None
    holder_area_id: int
    kind: str

    @property
    def updated_at(self) -> datetime:
        """When something last changed that outsiders may know."""
        return max(
            one
            for one in (self.received_at, self.staged_at, self.answered_at, self.closed_at)
            if one is not None
        )


def _rows(kinds: Sequence[str]) -> Any:
    return Matter.objects.filter(kind__in=kinds, hidden_from=None).exclude(outcome=Outcome.WITHDRAWN)


def published(
    *,
    kinds: Sequence[str],
    level: str,
    area_id: int,
    since: datetime,
    until: datetime,
    categories: Sequence[int] | None = None,
    closed: bool | None = None,
    most: int = MOST,
) -> list[Published]:
    """Public matters of one district or street received between two moments, newest first; one query."""
    with scope(SYSTEM):
        rows = _rows(kinds).filter(
            **{f"{level}_id": area_id}, received_at__gte=since, received_at__lte=until, category__isnull=False
        )
        if categories is not None:
            rows = rows.filter(category_id__in=categories)
        if closed is not None:
            rows = rows.filter(closed_at__isnull=not closed)
        return [Published(*row) for row in rows.order_by("-received_at", "-id").values_list(*_FIELDS)[:most]]


def published_by_number(kinds: Sequence[str], numbers: Sequence[str]) -> list[Published]:
    """Public matters of these numbers, newest first; one query."""
    with scope(SYSTEM):
        rows = _rows(kinds).filter(number__in=numbers, category__isnull=False)
        return [Published(*row) for row in rows.order_by("-received_at", "-id").values_list(*_FIELDS)]


def number_of_command(command_id: Any, kinds: Sequence[str]) -> str | None:
    """The number that a report got, by the id under which it was sent in; None while there is none."""
    rows = ask("select code, subject_id, area_path, facts from first_answer(%s)", (command_id,))
    if not rows or rows[0][0] != MatterOpened.code:
        return None
    code, subject_id, path, facts = rows[0]
    event = restore(code, subject_id, path, msgspec.json.decode(facts) if isinstance(facts, str) else facts)
    if not isinstance(event, MatterOpened) or event.kind not in kinds:
        return None
    return event.number


def numbers_of(matter_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Number and kind of matters in the scope of whoever asks, less those kept from somebody; one query."""
    rows = Matter.objects.filter(hidden_from=None, pk__in=list(dict.fromkeys(matter_ids))).values_list(
        "id", "number", "kind"
    )
    return {pk: (number, kind) for pk, number, kind in rows}


def told_words(remark_ids: Iterable[int]) -> dict[int, str]:
    """Words of progress and answers that the reporter was shown, as written; never what the reporter added."""
    with scope(SYSTEM):
        rows = Remark.objects.filter(pk__in=list(remark_ids), public=True, kind__in=TOLD)
        return dict(rows.values_list("id", "text"))


def last_answers(matter_ids: Sequence[int]) -> dict[int, str]:
    """The newest answer of each matter, as written."""
    with scope(SYSTEM):
        rows = Remark.objects.filter(matter_id__in=list(matter_ids), public=True, kind=RemarkKind.ANSWER)
        return dict(rows.order_by("id").values_list("matter_id", "text"))


def reachable_numbers(actor: Actor, matter_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Number and kind of those of the matters that the actor may see; one query."""
    rows = Matter.objects.reachable(actor, access.SEE).filter(pk__in=list(dict.fromkeys(matter_ids)))
    return {pk: (number, kind) for pk, number, kind in rows.values_list("id", "number", "kind")}


def is_published(kinds: Sequence[str], matter_id: int) -> bool:
    """True for a public matter; in the scope of the caller."""
    return bool(_rows(kinds).filter(pk=matter_id, category__isnull=False).exists())


def published_by_id(kinds: Sequence[str], matter_ids: Iterable[int]) -> list[Published]:
    """Public matters of these ids; one query."""
    with scope(SYSTEM):
        rows = _rows(kinds).filter(pk__in=list(matter_ids), category__isnull=False)
        return [Published(*row) for row in rows.values_list(*_FIELDS)]
