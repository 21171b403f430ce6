"""What a step of a lead does to the matters that ride along with it, in the same transaction."""

from datetime import datetime

from django.db.models import F

from linli.kernel import files
from linli.kernel.event import Code, Event, record_many
from linli.kernel.scope import SYSTEM, Actor, scope

from ..events import MatterCarried, MatterLetGo, MatterUnmerged
from ..models import Clock, Matter, Remark, Reporter
from ..rules.lapses import next_look
from ..rules.riding import Fate, fate
from ..rules.steps import State, entered
from ..shape import Move
from ..terms import Outcome, RemarkKind
from .photo_reading import read_photos_job
from .settling import Case, case_of, settle


def carry(
    case: Case, actor: Actor, now: datetime, *, words: Remark | None = None, answers: bool = False
) -> None:
    """Answer, end or let go what rides along, as the lead's step says; each with an event of its own.

    words: the lead's answer, which each gets as its own with the photos. Riders may lie in areas the one who
    answers does not reach, so this is done as the system and signed by whoever answered.
    """
    lead = case.matter
    if not lead.gathered or not (answers or lead.closed_at is not None):
        return
    with scope(SYSTEM):
        riders = Matter.objects.select_for_update().filter(lead_id=lead.pk, rides=True).order_by("pk")
        events: list[Event] = []
        for rider, reachable in _with_ways(list(riders)):
            what = fate(
                answers=answers,
                final=lead.closed_at is not None,
                outcome=lead.outcome,
                reachable=reachable,
            )
            if what is Fate.LET_GO:
                wake(rider, now)
                events += [unmerged(rider, lead.pk, auto=True), let_go(lead, rider.pk)]
            elif what is not Fate.RIDES_ON:
                events.append(_carried(rider, lead, what, actor, now, words))
        record_many(events, actor=actor, now=now)


def _with_ways(riders: list[Matter]) -> list[tuple[Matter, bool]]:
    """Each rider with whether its reporter can be reached; one query."""
    rows = Reporter.objects.filter(pk__in=[one.pk for one in riders])
    ways = {row.pk: bool(row.person_id or row.phone or row.email) for row in rows}
    return [(one, ways.get(one.pk, False) or one.reporter_person_id is not None) for one in riders]


def _carried(
    rider: Matter, lead: Matter, what: Fate, actor: Actor, now: datetime, words: Remark | None
) -> MatterCarried:
    case = case_of(rider, now)
    before = case.held(None)
    said = _same_words(rider, words, now) if words is not None and words.public else None
    asking = case.kind.asking
    if what is Fate.ANSWERED:
        rider.rides = False
        _settle_with(case, asking.at, now, Outcome(lead.outcome) if lead.outcome else None)
    elif what is Fate.ENDED:
        rider.rides = False
        solved = case.kind.move(asking.at, asking.solved)
        assert solved is not None  # noqa: S101  faults() sees to it
        _settle_with(case, solved.to, now, Outcome(lead.outcome))
    return MatterCarried(
        subject_id=rider.pk,
        area_path=rider.area_path,
        lead_id=lead.pk,
        before=before,
        stage=Code(rider.stage),
        holder_role=Code(rider.holder_role),
        holder_area_id=rider.holder_area_id,
        remark_id=said.pk if said else None,
        outcome=Code(rider.outcome),
        due_at=rider.due_at,
    )


def _settle_with(case: Case, stage: str, now: datetime, outcome: Outcome | None) -> None:
    after: State = entered(case.kind, case.state, stage, case.desks)
    move = Move("", "", "", stage, remark=RemarkKind.ANSWER, public=True, outcome=outcome)
    settle(case, after, now, move=move)


def _same_words(rider: Matter, words: Remark, now: datetime) -> Remark:
    said = Remark.objects.create(
        matter=rider,
        kind=words.kind,
        text=words.text,
        public=True,
        by_person_id=words.by_person_id,
        at=now,
        area_path=rider.area_path,
    )
    if files.repeat("remark", words.pk, to="remark", to_id=said.pk, area_path=rider.area_path, now=now):
        read_photos_job.defer(matter_id=rider.pk, at=now.isoformat())
    return said


def wake(rider: Matter, now: datetime) -> None:
    """Put a rider back where it stood: its clock was never stopped, so total time counted on."""
    case = case_of(rider, now)
    clock = Clock.objects.get(matter_id=rider.pk, ended_at=None)
    stage = case.kind.stage(rider.stage)
    Matter.objects.filter(members=rider).update(gathered=F("gathered") - 1)
    rider.rides, rider.lead_id = False, None
    rider.next_due_at = next_look(
        stage, clock.due_at, clock.lapses, lambda start, span: case.work.due(start, span).at
    )
    rider.save(update_fields=["rides", "lead_id", "next_due_at"])


def unmerged(rider: Matter, lead_id: int, *, auto: bool) -> MatterUnmerged:
    """The fact on the one that goes on by itself."""
    return MatterUnmerged(subject_id=rider.pk, area_path=rider.area_path, lead_id=lead_id, auto=auto)


def let_go(lead: Matter, rider_id: int) -> MatterLetGo:
    """The fact on the lead."""
    return MatterLetGo(subject_id=lead.pk, area_path=lead.area_path, member_id=rider_id)
