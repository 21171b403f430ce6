"""What areas were before: the way back from an area to those it came from."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from linli.kernel.stamp import Kept

from ..models import Succession
from ..terms import ChangeReason
from .tree import AREAS


def _make() -> dict[int, list[str]]:
    """Paths of ended predecessors by the area that came after them, however many steps back."""
    direct: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for new_id, old_id, path in Succession.objects.order_by("id").values_list(
        "new_id", "old_id", "old__path"
    ):
        direct[new_id].append((old_id, path))
    found: dict[int, list[str]] = {}
    for new_id in direct:
        ahead, paths = [new_id], dict[str, None]()
        while ahead:
            for old_id, path in direct.get(ahead.pop(), ()):
                if path not in paths:
                    paths[path] = None
                    ahead.append(old_id)
        found[new_id] = list(paths)
    return found


_kept = Kept(_make, AREAS)


def earlier_paths(path: str) -> list[str]:
    """Where what lies at a path today may have lain before communities were split or merged.

    Rows that are never rewritten (events, closed matters) stay there. No query until an edit.
    """
    known = _kept.get()
    parts = path.strip("/").split("/")
    return [
        before + "".join(f"{part}/" for part in parts[place + 1 :])
        for place, area in enumerate(parts)
        if area
        for before in known.get(int(area), ())
    ]


class Step(NamedTuple):
    """A step in the life of an area: on that day, for that reason, from or into another one."""

    on: date
    reason: str
    area_id: int
    code: str
    name: str

    @property
    def reason_label(self) -> str:
        """拆分, 合并."""
        return str(ChangeReason(self.reason).label)


def came_from(area_id: int) -> list[Step]:
    """The areas it came from."""
    rows = Succession.objects.filter(new=area_id).order_by("on", "old__code")
    return [Step(*row) for row in rows.values_list("on", "reason", "old_id", "old__code", "old__name")]


def became(area_ids: Iterable[int]) -> dict[int, list[Step]]:
    """What areas became, by id; one query."""
    rows = Succession.objects.filter(old__in=set(area_ids)).order_by("on", "new__code")
    found: dict[int, list[Step]] = defaultdict(list)
    for old_id, on, reason, new_id, code, name in rows.values_list(
        "old_id", "on", "reason", "new_id", "new__code", "new__name"
    ):
        found[old_id].append(Step(on, reason, new_id, code, name))
    return dict(found)
