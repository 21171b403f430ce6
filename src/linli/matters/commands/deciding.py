"""Deciding requests, taking them back, ending a pause or a supervision: what moves clock and holder."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.kernel.spans import Span
from linli.kernel.worktime import Due
from linli.people.terms import Role

from .. import access
from ..events import RequestDecided, RequestEnded, RequestWithdrawn, SupervisionAnswered
from ..models import Clock, Remark, Request
from ..rules.requests import may_decide, may_supervise, returned, shorter
from ..rules.steps import outranks, stands_at
from ..terms import OF_THE_CLOCK, ClockOf, RemarkKind, RequestKind, RequestState, WaitsFor
from .clock_stops import lengthen, run_on, stand_still
from .requests import unit_over
from .settling import Case, lock, lock_to_act, remark, settle, still_open


def _gone() -> Refusal:
    return Refusal("request_gone", _("这个申请已经处理过了，请看最新情况。"))


def _request(actor: Actor, request_id: int, now: datetime, permission: str) -> tuple[Case, Request]:
    """A waiting request with its matter, both locked. Refuses matter_not_found (404), not_allowed, request_gone."""
    matter_id = Request.objects.filter(pk=request_id).values_list("matter_id", flat=True).first()
    case = lock(actor, matter_id or 0, now, permission)
    request = Request.objects.select_for_update(of=("self",)).select_related("clock").get(pk=request_id)
    if request.state != RequestState.WAITING:
        raise _gone()
    return case, request


def _running(case: Case, kind: RequestKind) -> Request:
    """The running pause or supervision of a matter. Refuses request_gone."""
    rows = Request.objects.select_for_update(of=("self",)).select_related("clock")
    request = rows.filter(matter_id=case.matter.pk, kind=kind, state=RequestState.RUNNING).first()
    if request is None:
        raise _gone()
    return request


@command
def decide_request(
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    granted: bool,
    text: str = "",
    unit_id: int | None = None,
    span: str = "",
) -> RequestDecided:
    """Grant or refuse a request (审批); what it asks for happens in the same instant.

    By the approver's desk or one above it, never by whoever asked. A refusal says why. unit_id: for a return that is
    granted, the organisation it goes to instead of the one asked for. span: less than an extension asked for, in its
    unit; empty: all of it. Refuses: matter_not_found, not_allowed, request_gone, own_request, not_yours_to_decide,
    words_missing, review_passed, assign_outside, rung_unknown, span_unreadable, span_too_long.
    """
    case, request = _request(actor, request_id, now, access.DECIDE)
    may_decide(
        case.kind, case.state, case.matter.area_path, actor.standings, request.approver_role,
        actor.person_id, request.asked_by,
    )  # fmt: skip
    if not granted and not text.strip():
        raise Refusal("words_missing", _("请写明为什么不同意。"), facts={"field": "text"})
    if granted and request.until is not None and request.until <= now:
        raise Refusal("review_passed", _("复核日期已经过了，不能再挂起。"))
    if unit_id is not None:
        unit_over(case.matter, unit_id)
        request.to_unit_id, request.to_role, request.to_area_id = unit_id, "", None
    if granted and request.kind == RequestKind.EXTENSION:
        request.given_span = shorter(request.span, span).code if span else request.span
    said = remark(case, actor, now, text, RemarkKind.REASON, public=False)
    return settle_request(case, request, now, granted=granted, by=actor.person_id, said=said)


def settle_request(
    case: Case,
    request: Request,
    now: datetime,
    *,
    granted: bool,
    by: int | None = None,
    said: Remark | None = None,
    auto: bool = False,
) -> RequestDecided:
    """Put a decision down, by a person or by the limit that is over: clock, holder, counts, request."""
    matter, before, clock = case.matter, case.held(None), request.clock
    request.state = RequestState.GRANTED if granted else RequestState.REFUSED
    request.decided_by, request.decided_at, request.lapsed, request.answer = by, now, auto, said
    request.look_at = None
    if request.kind in OF_THE_CLOCK and clock is not None:
        matter.waits_for = ""
        request.due_before = clock.due_at
        if request.stands:
            run_on(case, clock, now)
        if granted:
            _grant(case, request, clock, now)
        request.due_after = matter.due_at
        if request.final:
            matter.return_final = True
    matter.save()
    request.save()
    return RequestDecided(
        subject_id=matter.pk,
        area_path=matter.area_path,
        request_id=request.pk,
        what=Code(request.kind),
        granted=granted,
        before=before,
        holder_role=Code(matter.holder_role),
        holder_area_id=matter.holder_area_id,
        holder_unit_id=matter.holder_unit_id,
        auto=auto,
        final=request.final,
        remark_id=said.pk if said else None,
        due_at=matter.due_at,
    )


def _grant(case: Case, request: Request, clock: Clock, now: datetime) -> None:
    matter = case.matter
    match RequestKind(request.kind):
        case RequestKind.EXTENSION:
            matter.extensions += 1
            request.given_span = request.given_span or request.span  # a limit that is over grants all of it
            lengthen(case, clock, Span.parse(request.given_span), now)
        case RequestKind.PAUSE:
            assert request.until is not None  # noqa: S101  a pause has its review
            matter.pauses += 1
            matter.waits_for = WaitsFor.PAUSED
            request.state, request.look_at = RequestState.RUNNING, request.until
            stand_still(case, clock, now, ClockOf.PAUSE, "", Due(request.until, False))
        case RequestKind.RETURN:
            matter.returns += 1
            after = returned(
                case.kind,
                case.state,
                case.desks,
                case.kind.rung_of(Role(request.approver_role)),
                unit_id=request.to_unit_id,
                to_rung=case.kind.rung_of(Role(request.to_role)) if request.to_role else None,
            )
            settle(case, after, now, fresh=True)


@command
def withdraw_request(*, actor: Actor, now: datetime, request_id: int) -> RequestWithdrawn:
    """Take back an own request that nobody has decided; a clock that stood still runs on.

    Refuses: matter_not_found, request_gone, request_not_yours.
    """
    case, request = _request(actor, request_id, now, access.ASK)
    if actor.person_id is None or request.asked_by != actor.person_id:
        raise Refusal("request_not_yours", _("只有提申请的人能撤回。"))
    request.state, request.ended_at, request.look_at = RequestState.WITHDRAWN, now, None
    if request.kind in OF_THE_CLOCK and request.clock is not None:
        case.matter.waits_for = ""
        if request.stands:
            run_on(case, request.clock, now)
    case.matter.save()
    request.save()
    return RequestWithdrawn(
        subject_id=case.matter.pk,
        area_path=case.matter.area_path,
        request_id=request.pk,
        what=Code(request.kind),
        due_at=case.matter.due_at,
    )


@command
def end_pause(*, actor: Actor, now: datetime, matter_id: int, text: str = "") -> RequestEnded:
    """End a pause before its review: by whoever holds the matter, or a desk above.

    Refuses: matter_not_found, not_allowed, request_gone, not_in_your_hands.
    """
    case = lock(actor, matter_id, now, access.ASK)
    request = _running(case, RequestKind.PAUSE)
    place = case.matter.area_path
    if not stands_at(case.kind, case.state, place, actor.standings) and not outranks(
        case.kind, case.state, place, actor.standings
    ):
        raise Refusal("not_in_your_hands", _("这件事不在您手里，您可以记一笔，或者提醒现在的经办人。"))
    said = remark(case, actor, now, text, RemarkKind.NOTE, public=False)
    return over(case, request, now, said=said)


def over(
    case: Case, request: Request, now: datetime, *, said: Remark | None = None, auto: bool = False
) -> RequestEnded:
    """A pause (or a supervision) is over; after a pause the stage's clock runs on."""
    request.state, request.ended_at, request.look_at = RequestState.ENDED, now, None
    if request.kind == RequestKind.PAUSE and request.clock is not None:
        case.matter.waits_for = ""
        run_on(case, request.clock, now)
        request.due_after = case.matter.due_at
    else:
        case.matter.supervised = False
    case.matter.save()
    request.save()
    return RequestEnded(
        subject_id=case.matter.pk,
        area_path=case.matter.area_path,
        request_id=request.pk,
        what=Code(request.kind),
        auto=auto,
        remark_id=said.pk if said else None,
        due_at=case.matter.due_at,
    )


@command
def answer_supervision(*, actor: Actor, now: datetime, matter_id: int, text: str) -> SupervisionAnswered:
    """Tell the supervisor how a matter stands (回复督办); it runs on until the supervisor ends it.

    Refuses: matter_not_found, not_in_your_hands, matter_closed, request_gone, words_missing.
    """
    case = lock_to_act(actor, matter_id, now, access.ASK)
    still_open(case)
    request = _running(case, RequestKind.SUPERVISION)
    said = remark(case, actor, now, text, RemarkKind.RESULT, public=False)
    if said is None:
        raise Refusal("words_missing", _("请写明办到哪一步、什么时候办好。"), facts={"field": "text"})
    request.answer, request.answered_at, request.look_at = said, now, None
    request.save(update_fields=["answer", "answered_at", "look_at"])
    return SupervisionAnswered(
        subject_id=matter_id, area_path=case.matter.area_path, request_id=request.pk, remark_id=said.pk
    )


@command
def end_supervision(*, actor: Actor, now: datetime, matter_id: int, text: str = "") -> RequestEnded:
    """End a supervision: by the supervisor, that desk, or somebody who could supervise the matter.

    Refuses: matter_not_found, not_allowed, request_gone, not_above.
    """
    case = lock(actor, matter_id, now, access.SUPERVISE)
    request = _running(case, RequestKind.SUPERVISION)
    own = any(
        one.role == request.asked_role and one.area_id == request.asked_area_id for one in actor.standings
    )
    if not own:
        may_supervise(case.kind, case.state, case.matter.area_path, actor.standings)
    said = remark(case, actor, now, text, RemarkKind.NOTE, public=False)
    return over(case, request, now, said=said)
