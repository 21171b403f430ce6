"""Whether any limit in force leans on a year without an official notice."""

from linli.kernel.scope import SYSTEM, scope

from ..models import Matter


def any_provisional() -> bool:
    """True when an open matter's limit or promise is provisional; tells nothing of which."""
    with scope(SYSTEM):
        running = Matter.objects.filter(closed_at=None)
        return running.filter(due_provisional=True).exists() or (
            running.filter(answered_at=None, promised_provisional=True).exists()
        )
