"""What is not dispatched: the answers in force, and the decision on one matter."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from linli.kernel.prepared import rows
from linli.kernel.scope import reaching
from linli.kernel.stamp import Kept
from linli.people.queries import cards

from ..models import Matter, NoDispatchText, NotAccepted
from ..rules.no_dispatch import Answer, TextRow, answer_in_force
from ..terms import NotDispatched

NO_DISPATCH_TEXTS = "no_dispatch_texts"


def _make() -> dict[tuple[int, str], list[TextRow]]:
    found: dict[tuple[int, str], list[TextRow]] = defaultdict(list)
    for row in NoDispatchText.objects.order_by("id"):
        found[row.area_id, row.reason].append(TextRow(row.pk, row.since, row.text))
    return dict(found)


_kept = Kept(_make, NO_DISPATCH_TEXTS)


def no_dispatch_answer(path: str, reason: NotDispatched, on: date) -> Answer:
    """The answer of the nearest area for a reason on a day; no query until an edit."""
    areas = [int(part) for part in reversed(path.strip("/").split("/")) if part]
    return answer_in_force(reason, _kept.get(), areas, on)


def no_dispatch_versions(area_id: int) -> dict[str, list[TextRow]]:
    """An area's own answers by reason, newest first."""
    known = _kept.get()
    return {
        reason: sorted(known.get((area_id, reason), ()), key=lambda row: (row.since, row.id), reverse=True)
        for reason in NotDispatched.values
    }


@dataclass(frozen=True)
class NoDispatch:
    """The decision on one matter in words: why, by whom, what became of the objection."""

    reason: str
    by: str
    at: datetime
    earlier: str
    objected_at: datetime | None
    upheld: bool | None
    reviewed_by: str
    reviewed_at: datetime | None

    @property
    def open_to_objection(self) -> bool:
        """True until the one objection was made."""
        return self.objected_at is None


def no_dispatch_of(matter: Matter) -> NoDispatch | None:
    """The decision on a matter, if it was not dispatched; opens the matter's place for its reporter. Two queries."""
    with reaching(matter.area_path):
        found = rows(NotAccepted, "matter_id = %s", (matter.pk,))
        if not found:
            return None
        row = found[0]
        staff = cards({one for one in (row.by_person_id, row.reviewed_by) if one is not None})

    def name(person_id: int | None) -> str:
        card = staff.get(person_id or 0)
        return card.name if card else ""

    return NoDispatch(
        str(NotDispatched(row.reason).label),
        name(row.by_person_id),
        row.at,
        row.earlier.number if row.earlier else "",
        row.objected_at,
        row.upheld,
        name(row.reviewed_by),
        row.reviewed_at,
    )


def was_objected(matter: Matter) -> bool:
    """True when the one objection to not being dispatched was made. Opens the matter's place for its reporter."""
    with reaching(matter.area_path):
        return NotAccepted.objects.filter(matter_id=matter.pk, objected_at__isnull=False).exists()
