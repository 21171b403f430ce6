"""Views of a list of matters by stage: which stages are not begun, under way, waiting to be asked."""

from collections.abc import Iterable
from enum import Enum

from ..shape import Kind


class View(Enum):
    """The tabs over a list. Open ones are ordered by what runs out first, the others by what came last."""

    OPEN = "open"
    LATE = "late"
    TODAY = "today"
    FRESH = "fresh"
    WORKING = "working"
    ASKING = "asking"
    DECIDING = "deciding"
    CLOSED = "closed"
    ALL = "all"

    @property
    def running(self) -> bool:
        """True where only open matters stand, ordered by their limits."""
        return self not in (View.DECIDING, View.CLOSED, View.ALL)


def stages_of(view: View, kinds: Iterable[Kind]) -> frozenset[str]:
    """The stage codes of a view by stage; empty for views that do not go by stage."""
    found = {
        View.FRESH: lambda kind: {kind.first.code},
        View.ASKING: lambda kind: {kind.asking.at},
        View.WORKING: lambda kind: {
            stage.code
            for stage in kind.stages
            if not stage.final and stage.code not in (kind.first.code, kind.asking.at)
        },
    }.get(view)
    return frozenset().union(*(found(kind) for kind in kinds)) if found else frozenset()
