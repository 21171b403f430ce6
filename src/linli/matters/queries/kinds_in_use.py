"""Which kinds of matter an area takes in: the kind's own word, or the nearest area's newest row."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from linli.kernel.stamp import Kept

from ..kinds import kinds
from ..models import KindInUse
from ..shape import Kind

IN_USE = "kinds in use"


class Said(NamedTuple):
    """What an area said from a day on."""

    since: date
    used: bool


def _make() -> dict[tuple[int, str], list[Said]]:
    found: dict[tuple[int, str], list[Said]] = defaultdict(list)
    for row in KindInUse.objects.order_by("since", "id"):
        found[row.area_id, row.kind].append(Said(row.since, row.used))
    return dict(found)


_kept = Kept(_make, IN_USE)


def said_of(area_id: int, kind: str) -> list[Said]:
    """An area's own rows for a kind, the oldest first."""
    return _kept.get().get((area_id, kind), [])


def is_in_use(kind: Kind, path: str, on: date) -> bool:
    """Whether matters of a kind are taken in at a place on a day; running ones go on whatever is said."""
    for part in reversed(path.strip("/").split("/")):
        rows = [one for one in said_of(int(part), kind.code) if one.since <= on] if part else []
        if rows:
            return rows[-1].used
    return kind.usual


def kinds_in_use(path: str, on: date) -> list[Kind]:
    """The kinds an area takes in, in the order of their codes."""
    return [kind for kind in kinds().values() if is_in_use(kind, path, on)]
