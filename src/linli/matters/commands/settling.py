"""What every step of a matter shares: lock it, see where it stands, put the new state down, wind the clock."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.kernel import files
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may
from linli.kernel.text import free_text
from linli.kernel.worktime import WorkTime
from linli.places.queries import work_time

from .. import access
from ..events import Held
from ..kinds import kind_of
from ..models import Clock, Matter, Remark, Request
from ..queries.limits import Limit, limit_of
from ..queries.standing import china_day, desks_of, limits_day, state_of
from ..rules.lapses import next_look
from ..rules.steps import Desk, State, stands_at
from ..shape import RECEIVED, Kind, Move, Stage
from ..terms import OF_THE_CLOCK, OPEN_STATES, RemarkKind, RequestKind, RequestState
from .photo_reading import read_photos_job

MOST_WORDS = 2000


@dataclass
class Case:
    """A locked matter with what the rules need to know about it."""

    matter: Matter
    kind: Kind
    state: State
    desks: list[Desk | None]
    work: WorkTime

    def held(self, clock_id: int | None) -> Held:
        """The state as an event keeps it."""
        state = self.state
        return Held(
            Code(state.stage),
            state.rung,
            Code(state.holder_role),
            state.holder_area_id,
            state.holder_person_id,
            state.holder_unit_id,
            clock_id,
            Code(self.matter.first_role),
            self.matter.first_area_id,
            self.matter.first_unit_id,
        )


def not_here() -> Refusal:
    """Not there or outside the area; nobody can tell which."""
    return Refusal("matter_not_found", _("没有找到这件事。"), status=404)


def case_of(matter: Matter, now: datetime) -> Case:
    """The rules' view of a matter at a moment."""
    kind = kind_of(matter.kind)
    desks = desks_of(kind, matter.area_path, china_day(now), matter.hidden_from)
    return Case(matter, kind, state_of(matter), desks, work_time(matter.area_path))


def lock(actor: Actor, matter_id: int, now: datetime, permission: str = access.SEE) -> Case:
    """The matter, locked, if it is in reach. Refuses matter_not_found (404), not_allowed (403)."""
    reachable = Matter.objects.reachable(actor, access.SEE)
    matter = reachable.select_for_update(of=("self",)).filter(pk=matter_id).first()
    if matter is None:
        raise not_here()
    if not may(actor, permission, matter):
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    return case_of(matter, now)


def lock_to_act(actor: Actor, matter_id: int, now: datetime, permission: str = access.ACT) -> Case:
    """Like `lock`, and the actor must stand where the matter is held. Refuses not_in_your_hands besides."""
    case = lock(actor, matter_id, now, permission)
    if actor.kind != "system" and not stands_at(
        case.kind, case.state, case.matter.area_path, actor.standings
    ):
        raise Refusal("not_in_your_hands", _("这件事不在您手里，您可以记一笔，或者提醒现在的经办人。"))
    on_its_own(case)
    return case


def on_its_own(case: Case) -> None:
    """Refuses matter_rides: it was merged, and what is done is done on its lead."""
    if case.matter.rides:
        raise Refusal("matter_rides", _("这件事已经并案，请到主件上办，或者先取消并案。"))


def still_open(case: Case) -> None:
    """Refuses matter_closed."""
    if case.matter.closed_at is not None:
        raise Refusal("matter_closed", _("这件事已经办结，不能再改。"))


def remark(
    case: Case,
    actor: Actor,
    now: datetime,
    text: str,
    kind: RemarkKind,
    *,
    public: bool,
    photos: tuple[UUID, ...] = (),
    photo_claim: str = "",
) -> Remark | None:
    """Keep a text of the timeline with its photos; None when there is neither.

    Refuses what the text and the photo check say.
    """
    clean = free_text(text, most=MOST_WORDS, what=_("内容"))
    if not clean and not photos:
        return None
    said = Remark.objects.create(
        matter=case.matter,
        kind=kind,
        text=clean,
        public=public,
        by_person_id=actor.person_id,
        at=now,
        area_path=case.matter.area_path,
    )
    if photos:
        files.attach(
            photos, claim=photo_claim, actor=actor, subject="remark", subject_id=said.pk,
            area_path=case.matter.area_path, public=public,
        )  # fmt: skip
        read_photos_job.defer(matter_id=case.matter.pk, at=now.isoformat())
    return said


@dataclass(frozen=True)
class Settled:
    """What `settle` did: the clock that ended and the due moment of the one that runs now."""

    ended_clock_id: int | None
    due_at: datetime | None


def settle(
    case: Case,
    after: State,
    now: datetime,
    *,
    move: Move | None = None,
    same_clock: bool = False,
    fresh: bool = False,
) -> Settled:
    """Write the new state and wind the clock: a new stage or a new rung is a new run of the limit.

    The same stage on the same rung keeps its clock, and so does naming a holder (`same_clock`): passing a
    matter around must not win time. A return that was granted starts the stage anew (`fresh`). Requests about
    the clock that ends end with it. A final stage ends everything.
    """
    matter, before = case.matter, case.state
    clock = Clock.objects.filter(matter_id=matter.pk, ended_at=None).first()
    rewind = fresh or (not same_clock and (after.stage, after.rung) != (before.stage, before.rung))
    _answer_for(case, move)
    if rewind:
        drop_requests(matter, now, all_of_them=case.kind.stage(after.stage).final)
    if rewind and clock is not None:
        clock.ended_at = now
        clock.save(update_fields=["ended_at"])
    _put(matter, after)
    final = case.kind.stage(after.stage).final
    if rewind:
        matter.staged_at = now
        _wind(case, after, now)
    if move is not None and move.answers:
        matter.answered_at = now
    if final:
        matter.closed_at, matter.next_due_at, matter.due_at = now, None, None
        matter.outcome = move.outcome if move is not None and move.outcome else ""
    matter.save()
    case.state = after
    return Settled(clock.pk if clock is not None and rewind else None, matter.due_at)


def _answer_for(case: Case, move: Move | None) -> None:
    """首接负责: the first holder answers for it until another one has taken it up by a move of the table."""
    matter, state = case.matter, case.state
    if matter.first_role and not (move is not None and case.kind.stage(state.stage).ladder):
        return
    matter.first_role, matter.first_area_id = state.holder_role, state.holder_area_id
    matter.first_unit_id = state.holder_unit_id


def drop_requests(matter: Matter, now: datetime, *, all_of_them: bool = False) -> None:
    """Requests about a clock that ends are overtaken, and a pause is over; the matter's row is left to be saved.

    all_of_them: the matter ends, and with it a supervision. Appeals against a rating stay.
    """
    open_ones = Request.objects.filter(matter_id=matter.pk, state__in=OPEN_STATES)
    if matter.waits_for:
        of_clock = open_ones.filter(kind__in=OF_THE_CLOCK)
        of_clock.filter(state=RequestState.RUNNING).update(
            state=RequestState.ENDED, ended_at=now, look_at=None
        )
        of_clock.update(state=RequestState.MOOT, ended_at=now, look_at=None)
        matter.waits_for = ""
    if all_of_them and matter.supervised:
        open_ones.filter(kind=RequestKind.SUPERVISION).update(
            state=RequestState.ENDED, ended_at=now, look_at=None
        )
        matter.supervised = False


def _put(matter: Matter, state: State) -> None:
    matter.stage, matter.rung = state.stage, state.rung
    matter.holder_role, matter.holder_area_id = state.holder_role, state.holder_area_id
    matter.holder_person_id, matter.holder_unit_id = state.holder_person_id, state.holder_unit_id


def _wind(case: Case, state: State, now: datetime) -> None:
    """Start the stage's clock, if it has a limit, and say when the sweep must look."""
    matter, stage = case.matter, case.kind.stage(state.stage)
    limit = stage_limit(case, state.rung, matter.urgency, state.stage)
    if limit is None:
        matter.due_at, matter.next_due_at, matter.due_provisional = None, None, False
        return
    start = beginning(case, stage, now)
    due = case.work.due(start, limit.span)
    Clock.objects.create(
        matter=matter,
        stage=state.stage,
        rung=state.rung,
        span=limit.span.code,
        hours_id=limit.row_id,
        started_at=start,
        due_at=due.at,
        provisional=due.provisional,
        area_path=matter.area_path,
    )
    matter.due_at, matter.due_provisional = due.at, due.provisional
    matter.next_due_at = next_look(stage, due.at, 0, lambda start, span: case.work.due(start, span).at)


def stage_limit(case: Case, rung: int, urgency: str, stage: str = "") -> Limit | None:
    """The limit of a stage (the matter's own where none is named) for a level of urgency, by the matter's version."""
    matter = case.matter
    stage = stage or matter.stage
    limit = limit_of(case.kind, stage, rung, matter.area_path, limits_day(matter), urgency, matter.order_type)
    if limit is not None and limit.row_id is None and case.kind.by_category and matter.category is not None:
        own = case.kind.of_category(stage, matter.category.code)
        limit = limit._replace(span=own) if own is not None else limit
    return limit


def beginning(case: Case, stage: Stage, now: datetime) -> datetime:
    """From when the stage's limit counts: now, since the matter came in, or since a stage first began."""
    if stage.counts_from == RECEIVED:
        return case.matter.received_at
    if not stage.counts_from:
        return now
    runs = Clock.objects.filter(matter_id=case.matter.pk, stage=stage.counts_from).order_by("id")
    return runs.values_list("started_at", flat=True).first() or now
