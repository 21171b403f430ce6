"""How each limit of a kind was kept: one line a stage, counted from its clocks. Petition timers have rates of their own."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, F, Q

from linli.kernel.scope import Actor

from .. import access
from ..kinds import kinds
from ..models import Clock, Matter


class Timer(NamedTuple):
    """One limit: its stage in words, how many of its clocks ended in time, ended late or run late, still run in time."""

    label: str
    in_time: int
    late: int
    running: int

    @property
    def decided(self) -> int:
        """Those of which it is known."""
        return self.in_time + self.late


def timers(actor: Actor, kind: str, path: str, first: datetime, last: datetime) -> list[Timer]:
    """The limits of a kind that began in a stretch of time below a path, in the order of its stages; one query.

    Only matters in reach count, so that nobody learns from a figure of what is kept from him.
    """
    declared = kinds().get(kind)
    if declared is None:
        return []
    reachable = Matter.objects.reachable(actor, access.SEE).filter(kind=kind, area_path__startswith=path)
    begun = Clock.objects.filter(matter__in=reachable, started_at__gte=first, started_at__lt=last)
    late = Q(ended_at__gt=F("due_at")) | Q(ended_at=None, lapses__gt=0)
    rows = begun.values("stage").annotate(
        kept=Count("id", filter=Q(ended_at__lte=F("due_at"))),
        missed=Count("id", filter=late),
        runs=Count("id", filter=Q(ended_at=None, lapses=0)),
    )
    found = {row["stage"]: row for row in rows}
    return [
        Timer(
            str(stage.label),
            found[stage.code]["kept"],
            found[stage.code]["missed"],
            found[stage.code]["runs"],
        )
        for stage in declared.stages
        if stage.code in found
    ]
