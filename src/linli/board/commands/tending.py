"""What figures need by themselves: a first count, hints of the night, frozen months, reports of the morning."""

from datetime import datetime

from linli.kernel.scope import SYSTEM, scope

from ..models import Recount
from .freezing import freeze_due
from .hinting import find_hints
from .recounting import recount_job
from .reporting import reports_due


def figures_due(now: datetime) -> None:
    """Everything that is due and not done; repeating adds nothing."""
    with scope(SYSTEM):
        if not Recount.objects.exists():
            recount_job.defer(at=now.isoformat())
            return  # before the first count there is nothing to find, freeze or report
    find_hints(now)
    freeze_due(now)
    reports_due(now)
