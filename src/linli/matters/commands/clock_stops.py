"""A stage's clock that stands still and runs on, or is made longer; something honest runs meanwhile."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal
from linli.kernel.spans import Span
from linli.kernel.worktime import Due

from ..models import Clock, FollowUp, Request
from ..rules.lapses import next_look
from ..rules.running import pauses_of, running_due, spans_of
from ..terms import OF_THE_CLOCK, OPEN_STATES, ClockOf, Urgency, WaitsFor
from .settling import Case, beginning, stage_limit


def running_clock(case: Case) -> Clock:
    """The clock that runs for an open matter; there always is one."""
    return Clock.objects.get(matter_id=case.matter.pk, ended_at=None)


def not_standing(case: Case) -> None:
    """Refuses clock_stands: a matter that waits for a decision, or rests, does not go up, down or on meanwhile."""
    if not case.matter.waits_for or running_clock(case).of == ClockOf.STAGE:
        return
    if case.matter.waits_for == WaitsFor.PAUSED:
        raise Refusal("clock_stands", _("这件事挂起了，请先结束挂起，再接着办。"))
    raise Refusal("clock_stands", _("申请还没有审批，请等审批，或者先撤回申请。"))


def stand_still(case: Case, clock: Clock, now: datetime, of: ClockOf, span: str, until: Due) -> None:
    """Stop the stage's clock; until somebody decides, or until the review, another one runs in its place.

    The request's own row tells the sweep when to look, so the matter's does not.
    """
    clock.ended_at = now
    clock.save(update_fields=["ended_at"])
    Clock.objects.create(
        matter=case.matter,
        stage=clock.stage,
        rung=clock.rung,
        of=of,
        span=span,
        started_at=now,
        due_at=until.at,
        provisional=until.provisional,
        area_path=case.matter.area_path,
    )
    case.matter.due_at, case.matter.due_provisional = until.at, until.provisional
    case.matter.next_due_at = None


def run_on(case: Case, clock: Clock, now: datetime) -> None:
    """Let the stage's clock run on after a standstill, which counts for nothing in it."""
    still = running_clock(case)
    if still.of == ClockOf.STAGE:
        return
    still.ended_at = now
    still.save(update_fields=["ended_at"])
    clock.stood = [*(clock.stood or []), still.started_at, now]
    clock.ended_at = None
    _put(case, clock)


def lengthen(case: Case, clock: Clock, span: Span, now: datetime) -> None:
    """Give a running clock more time from its old end; one that is ahead again is looked at from the beginning."""
    clock.longer = f"{clock.longer} {span.code}".strip()
    if due_of(case, clock).at > now:
        clock.lapses = 0
    _put(case, clock)


def rewind(case: Case, before: str, now: datetime) -> None:
    """Give the stage's clock the limit of the urgency that was just set, where limits differ by it.

    before: the urgency until now. Extensions and standstills go on counting; a limit that has passed by the new
    reckoning is looked at by the next sweep, one that is ahead again from its beginning. The matter is left to be saved.
    """
    matter = case.matter
    running = running_clock(case)
    clock = running
    if running.of != ClockOf.STAGE:
        request = Request.objects.select_related("clock").get(
            matter_id=matter.pk, state__in=OPEN_STATES, clock__isnull=False, kind__in=OF_THE_CLOCK
        )
        assert request.clock is not None  # noqa: S101  filtered above
        clock = request.clock
    was, now_is = (stage_limit(case, clock.rung, level) for level in (before, matter.urgency))
    if now_is is None or was == now_is:
        return
    clock.span, clock.hours_id = now_is.span.code, now_is.row_id
    urgent = matter.urgency == Urgency.URGENT
    clock.started_at = _spoke(case) if urgent else _stage_began(case, clock)
    due = due_of(case, clock)
    if due.at > now:
        clock.lapses = 0
    if clock is not running:
        clock.due_at, clock.provisional = due.at, due.provisional
        clock.save()
        return
    _put(case, clock)
    if matter.rides:  # its lead is looked at
        matter.next_due_at = None


def _spoke(case: Case) -> datetime:
    """When the resident reported it, or last said that it is not solved: each round is counted by itself."""
    matter = case.matter
    if not matter.redos:
        return matter.opened_at
    said = FollowUp.objects.filter(matter_id=matter.pk, reached=True, round__lte=matter.redos).order_by("-at")
    return said.values_list("at", flat=True).first() or matter.opened_at


def _stage_began(case: Case, clock: Clock) -> datetime:
    """From when the stage's limit counts where nothing is urgent."""
    return beginning(case, case.kind.stage(clock.stage), case.matter.staged_at)


def due_of(case: Case, clock: Clock) -> Due:
    """When a stage's clock is over, from its start and its history."""
    return running_due(
        case.work,
        clock.started_at,
        Span.parse(clock.span),
        spans_of(clock.longer),
        pauses_of(clock.stood),
    )


def _put(case: Case, clock: Clock) -> None:
    matter, due = case.matter, due_of(case, clock)
    clock.due_at, clock.provisional = due.at, due.provisional
    clock.save()
    matter.due_at, matter.due_provisional = due.at, due.provisional
    stage = case.kind.stage(clock.stage)
    matter.next_due_at = next_look(
        stage, due.at, clock.lapses, lambda start, span: case.work.due(start, span).at
    )
