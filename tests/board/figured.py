"""Figures for tests: matters lived through by the commands, their facts kept, enough of them for a rate."""

from datetime import datetime, timedelta

from tests.matters.desk import every_stage
from tests.matters.reports import reported
from tests.town import Cast

from linli.board.commands import keep
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import follow_up, move_matter
from linli.matters.models import Matter


def keep_all() -> None:
    """What the worker would do."""
    with scope(SYSTEM):
        keep(Matter.objects.values_list("pk", flat=True))


def solved(cast: Cast, now: datetime, n: int, *, verdict: str = "solved", grade: str = "good") -> list[int]:
    """So many reports at building 2, dealt with within the hour and asked about."""
    found = []
    for at in range(n):
        moment = now - timedelta(hours=3, minutes=at)
        pk = reported(cast, cast.actor("zhou"), moment, text=f"楼道的第{at + 1}盏灯不亮了。").pk
        later = moment + timedelta(minutes=50)
        move_matter(
            actor=cast.actor("chen"), now=later, matter_id=pk, move="fix", text=f"换了第{at + 1}盏灯。"
        )
        follow_up(actor=cast.actor("li"), now=later + timedelta(minutes=9), matter_id=pk, via="phone", reached=True,
                  verdict=verdict, satisfaction=grade)  # fmt: skip
        found.append(pk)
    return found


def figured(cast: Cast, now: datetime) -> dict[str, Matter]:
    """Twelve solved ones, two not solved, and one at each other stage; all counted."""
    solved(cast, now, 12)
    solved(cast, now - timedelta(hours=1), 2, verdict="unsolved", grade="bad")
    made = every_stage(cast, now)
    keep_all()
    return made
