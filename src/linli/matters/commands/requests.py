"""Asking (申请): an extension, a return, a pause, a supervision from above, that a bad rating be left out."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.people.queries import unit_path
from linli.people.terms import Role

from .. import access
from ..events import RequestAsked
from ..models import FollowUp, Matter, Request
from ..queries.requests import BAD, record_of
from ..rules.requests import (
    Record,
    approver,
    askable,
    in_time,
    is_final,
    is_late,
    length,
    may_supervise,
)
from ..shape import Allowed
from ..terms import ClockOf, RemarkKind, RequestKind, RequestState, Verdict
from .clock_stops import running_clock, stand_still
from .settling import Case, lock, lock_to_act, remark, still_open


def _words(text: str, sentence: object, field: str = "text") -> None:
    if not text.strip():
        raise Refusal("words_missing", sentence, facts={"field": field})


def _begin(actor: Actor, matter_id: int, now: datetime, what: RequestKind) -> tuple[Case, Record, Allowed]:
    """The matter in the asker's hands, and what the kind allows."""
    case = lock_to_act(actor, matter_id, now, access.ASK)
    still_open(case)
    record = record_of(case.matter, running_clock(case) if not case.matter.waits_for else None, what)
    return case, record, askable(case.kind, case.state, what, record)


def _keep(
    case: Case, actor: Actor, now: datetime, allowed: Allowed, text: str, told: str = "", **more: Any
) -> RequestAsked:
    """Write the request down; where the kind says so, the stage's clock stands still from now on."""
    matter, what = case.matter, allowed.what
    said = remark(case, actor, now, text, RemarkKind.REASON, public=False)
    assert said is not None  # noqa: S101  every request has words
    heard = remark(case, actor, now, told, RemarkKind.PROGRESS, public=True)
    due = case.work.due(now, allowed.decide)
    rung = case.kind.ladder[more.pop("rung")] if "rung" in more else None
    desk = case.desks[case.kind.ladder.index(rung)] if rung is not None else None
    asked = {
        "state": RequestState.WAITING,
        "asked_role": case.state.holder_role,
        "asked_area_id": case.state.holder_area_id,
        "asked_unit_id": case.state.holder_unit_id,
        "approver_role": rung.role if rung else "",
        "approver_area_id": desk.area_id if desk else 0,
        **more,
    }
    of_clock = what in (RequestKind.EXTENSION, RequestKind.RETURN, RequestKind.PAUSE)
    clock = running_clock(case) if of_clock else None
    request = Request.objects.create(
        matter=matter, kind=what, stage=case.state.stage, rung=case.state.rung, clock=clock,
        asked_by=actor.person_id, asked_at=now, reason=said, told=heard, within=allowed.decide.code,
        due_at=due.at, provisional=due.provisional, look_at=due.at, lapse=allowed.lapse,
        stands=allowed.stands, area_path=matter.area_path, **asked,
    )  # fmt: skip
    if clock is not None:
        matter.waits_for = what.value
        if allowed.stands:
            stand_still(case, clock, now, ClockOf.REVIEW, allowed.decide.code, due)
    matter.save()
    return RequestAsked(
        subject_id=matter.pk,
        area_path=matter.area_path,
        request_id=request.pk,
        what=Code(what),
        desk_role=Code(request.approver_role),
        desk_area_id=request.approver_area_id,
        remark_id=said.pk,
        told_id=heard.pk if heard else None,
        late=request.late,
        final=request.final,
        stands=request.stands,
        due_at=due.at,
    )


@command
def ask_extension(
    *, actor: Actor, now: datetime, matter_id: int, span: str, text: str, told: str
) -> RequestAsked:
    """Ask for more time (延期), with the reason and what the caller was told (北京市接诉即办工作条例 art. 15).

    span: a code such as 5wd, in the unit of the kind's longest extension. Refuses: matter_not_found,
    not_in_your_hands, matter_closed, request_unknown, request_waits, paused, quota_used, extension_too_late,
    span_unreadable, span_too_long, words_missing, nobody_above.
    """
    case, record, allowed = _begin(actor, matter_id, now, RequestKind.EXTENSION)
    late = is_late(allowed, record, now)
    longer = length(allowed, span)
    _words(text, _("请写明为什么要延期。"))
    _words(told, _("请写明怎样告诉了来电人。"), "told")
    rung = approver(case.kind, case.state, case.desks, allowed)
    return _keep(case, actor, now, allowed, text, told, rung=rung, span=longer.code, late=late)


@command
def ask_return(
    *,
    actor: Actor,
    now: datetime,
    matter_id: int,
    text: str,
    unit_id: int | None = None,
    rung: int | None = None,
    elsewhere: bool = False,
) -> RequestAsked:
    """Ask that a matter be taken back (退回), saying to whom it should go.

    unit_id: an organisation over the place; rung: a desk of the ladder; elsewhere: outside, as the text says. Just
    one of the three. The kind's n-th return goes to a final decision (终审). Refuses: matter_not_found,
    not_in_your_hands, matter_closed, request_unknown, request_waits, paused, return_final, request_too_late,
    words_missing, return_where, assign_outside, rung_unknown, nobody_above.
    """
    case, record, allowed = _begin(actor, matter_id, now, RequestKind.RETURN)
    if allowed.within is not None and record.arrived_at is not None:
        in_time(allowed, case.work.due(record.arrived_at, allowed.within).at, now)
    _words(text, _("请写明为什么不归您这里办、应当由谁办。"))
    final = is_final(allowed, record)
    return _keep(
        case, actor, now, allowed, text,
        rung=approver(case.kind, case.state, case.desks, allowed, final=final),
        final=final, **_towards(case, unit_id, rung, elsewhere),
    )  # fmt: skip


def _towards(case: Case, unit_id: int | None, rung: int | None, elsewhere: bool) -> dict[str, Any]:
    """Whom it should go to: one, and not the present holder."""
    if (unit_id is not None) + (rung is not None) + elsewhere != 1:
        raise Refusal("return_where", _("请选应当由谁办。"), facts={"field": "to"})
    if unit_id is not None:
        unit_over(case.matter, unit_id)
        if unit_id == case.state.holder_unit_id:
            raise Refusal("return_where", _("现在就在它手里，请另选。"), facts={"field": "to"})
        return {"to_unit_id": unit_id}
    if rung is None:
        return {}
    desk = case.desks[rung] if 0 <= rung < len(case.desks) else None
    if desk is None:
        raise Refusal("rung_unknown", _("这一级没有登记区域，不能交给它。"), facts={"field": "to"})
    if rung == case.state.rung and case.state.holder_unit_id is None:
        raise Refusal("return_where", _("现在就在它手里，请另选。"), facts={"field": "to"})
    return {"to_role": case.kind.ladder[rung].role, "to_area_id": desk.area_id}


def unit_over(matter: Matter, unit_id: int) -> None:
    """Refuses assign_outside where an organisation does not hang over the matter's place."""
    place = unit_path(unit_id)
    if place is None or not matter.area_path.startswith(place):
        raise Refusal("assign_outside", _("这个单位不管这个地方，请另选一个单位。"), facts={"field": "to"})


@command
def ask_pause(*, actor: Actor, now: datetime, matter_id: int, text: str, review_on: date) -> RequestAsked:
    """Ask that a matter rest (挂起) until it is looked at again on a day; its clock stands still then.

    review_on: a working day after today, within the kind's longest pause; the pause ends with that day's close of
    business, or earlier by hand. Refuses: matter_not_found, not_in_your_hands, matter_closed, request_unknown,
    request_waits, paused, quota_used, words_missing, review_unfit, review_too_far, nobody_above.
    """
    case, _record, allowed = _begin(actor, matter_id, now, RequestKind.PAUSE)
    _words(text, _("请写明为什么现在办不了、等什么。"))
    until = case.work.close_of(review_on)
    if until is None or until <= case.work.due(now, allowed.decide).at:
        raise Refusal(
            "review_unfit", _("复核日期要选工作日，而且要在审批期限之后。"), facts={"field": "review_on"}
        )
    if allowed.most is not None and until > case.work.due(now, allowed.most).at:
        longest = allowed.most.label()
        raise Refusal(
            "review_too_far",
            _("最多挂起%(longest)s，请选近一点的复核日期。") % {"longest": longest},
            facts={"field": "review_on"},
        )
    rung = approver(case.kind, case.state, case.desks, allowed)
    return _keep(case, actor, now, allowed, text, rung=rung, until=until)


@command
def supervise(*, actor: Actor, now: datetime, matter_id: int, text: str) -> RequestAsked:
    """Supervise a matter from above (督办): its holder has to answer within a limit of its own.

    By a leader over the place or a desk above the holder's; runs until the supervisor ends it, or the matter ends.
    Refuses: matter_not_found, not_allowed, matter_closed, request_unknown, supervised_already, not_above, words_missing.
    """
    case = lock(actor, matter_id, now, access.SUPERVISE)
    still_open(case)
    record = record_of(case.matter, None, RequestKind.SUPERVISION)
    allowed = askable(case.kind, case.state, RequestKind.SUPERVISION, record)
    by = may_supervise(case.kind, case.state, case.matter.area_path, actor.standings)
    _words(text, _("请写明督办什么、要怎样的答复。"))
    case.matter.supervised = True
    case.matter.supervisions += 1
    return _keep(
        case, actor, now, allowed, text, state=RequestState.RUNNING, asked_role=by.role,
        asked_area_id=by.area_id, asked_unit_id=None, approver_role=by.role, approver_area_id=by.area_id,
    )  # fmt: skip


@command
def appeal(*, actor: Actor, now: datetime, matter_id: int, follow_up_id: int, text: str) -> RequestAsked:
    """Ask that a bad rating be left out of the rates (申诉); what the reporter said stays as it is.

    By whoever works on such matters over the place; also after the matter has closed. Refuses: matter_not_found,
    not_allowed, request_unknown, quota_used, rating_unknown, request_too_late, words_missing, nobody_above.
    """
    case = lock(actor, matter_id, now, access.ASK)
    record = record_of(case.matter, None, RequestKind.APPEAL)
    allowed = askable(case.kind, case.state, RequestKind.APPEAL, record)
    asked = FollowUp.objects.filter(pk=follow_up_id, matter_id=matter_id, reached=True).first()
    if asked is None or (asked.verdict == Verdict.SOLVED and asked.satisfaction not in BAD):
        raise Refusal("rating_unknown", _("没有这条可以申诉的回访结果。"), facts={"field": "follow_up_id"})
    if allowed.within is not None:
        in_time(allowed, case.work.due(asked.at, allowed.within).at, now)
    _words(text, _("请写明为什么不应计入，有什么依据。"))
    stands = _own_state(case, actor)
    return _keep(
        case, actor, now, allowed, text, follow_up=asked, asked_role=stands.state.holder_role,
        asked_area_id=stands.state.holder_area_id, asked_unit_id=stands.state.holder_unit_id,
        rung=approver(case.kind, stands.state, case.desks, allowed),
    )  # fmt: skip


def _own_state(case: Case, actor: Actor) -> Case:
    """The matter as if it stood with the asker, whose desk then is not the one that decides."""
    rungs = {str(role): at for at, rung in enumerate(case.kind.ladder) for role in rung.roles}
    own = [one for one in actor.standings if case.matter.area_path.startswith(one.path)]
    for one in own:
        at = rungs.get(one.role)
        if at is not None:
            role = case.kind.ladder[at].role
            state = type(case.state)(case.state.stage, at, role, one.area_id)
            return Case(case.matter, case.kind, state, case.desks, case.work)
    unit = next((one.unit_id for one in own if one.role == Role.DEPARTMENT_STAFF), None)
    if unit is None:
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    first = case.kind.ladder[case.state.rung]
    desk = case.desks[case.state.rung]
    area_id = desk.area_id if desk is not None else case.state.holder_area_id
    state = type(case.state)(case.state.stage, case.state.rung, first.role, area_id, holder_unit_id=unit)
    return Case(case.matter, case.kind, state, case.desks, case.work)
