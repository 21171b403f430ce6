"""What may be asked for, who decides it, where a return goes. Pure: values in, values out, or a Refusal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal
from linli.kernel.scope import Standing
from linli.kernel.spans import Span
from linli.people.terms import Role

from ..shape import Allowed, Kind
from ..terms import RequestKind, WaitsFor
from .steps import Desk, Desks, State, lowest, outranks


@dataclass(frozen=True)
class Record:
    """What a matter's requests so far say. in_run: granted or waiting in this run of the stage, by kind.

    returns: returns that were decided, either way: two refusals do not buy a third try.
    arrived_at: when the matter came to its present holder.
    """

    waits_for: str = ""
    return_final: bool = False
    supervised: bool = False
    returns: int = 0
    in_run: int = 0
    appeals: int = 0
    arrived_at: datetime | None = None
    due_at: datetime | None = None


def _refuse(code: str, sentence: object, field: str = "") -> Refusal:
    return Refusal(code, sentence, facts={"field": field} if field else {})


def askable(kind: Kind, state: State, what: RequestKind, record: Record) -> Allowed:
    """The declaration of a request that may be asked now.

    One request about the clock at a time; a paused matter is resumed first. Refuses: request_unknown,
    request_waits, paused, quota_used, return_final, supervised_already.
    """
    stage = kind.stage(state.stage)
    allowed = kind.allowed(what, state.stage)
    if allowed is None or (what is not RequestKind.APPEAL and stage.final):
        raise _refuse("request_unknown", _("这个环节不能提这个申请。"))
    if what is RequestKind.SUPERVISION:
        if record.supervised:
            raise _refuse("supervised_already", _("已经在督办了。"))
        return allowed
    if what is RequestKind.APPEAL:
        if record.appeals >= allowed.quota:
            raise _refuse("quota_used", _("这件事已经申诉过了。"))
        return allowed
    if record.waits_for == WaitsFor.PAUSED:
        raise _refuse("paused", _("这件事挂起了，请先结束挂起。"))
    if record.waits_for:
        raise _refuse("request_waits", _("前一个申请还在等审批。"))
    _quota(allowed, record)
    return allowed


def _quota(allowed: Allowed, record: Record) -> None:
    if allowed.what is RequestKind.RETURN:
        # 潍坊: after an assignment by decision no return; the third return is decided finally.
        if record.return_final or record.returns >= allowed.quota:
            raise _refuse("return_final", _("终审已定由您这里办，不能再退。"))
    elif record.in_run >= allowed.quota:
        raise _refuse("quota_used", _("这个环节能申请的次数已经用完。"))


def is_final(allowed: Allowed, record: Record) -> bool:
    """True for the return that goes to a final decision (终审), after which the matter stays."""
    return allowed.what is RequestKind.RETURN and record.returns + 1 >= allowed.quota


def is_late(allowed: Allowed, record: Record, now: datetime) -> bool:
    """Whether an extension comes after the limit. Refuses extension_too_late where the kind wants it before."""
    late = record.due_at is not None and record.due_at < now
    if late and not allowed.late:
        raise _refuse("extension_too_late", _("期限已经过了，不能再申请延期，请抓紧办。"))
    return late


def in_time(allowed: Allowed, until: datetime | None, now: datetime) -> None:
    """Refuses request_too_late: a return (or an appeal) has its own limit from when the matter (the rating) came."""
    if until is not None and now > until:
        if allowed.what is RequestKind.RETURN:
            raise _refuse("request_too_late", _("退回要在收到后限时内提出，现在已经过了。"))
        raise _refuse("request_too_late", _("申诉要在回访后限时内提出，现在已经过了。"))


def length(allowed: Allowed, code: str) -> Span:
    """The extension asked for. Refuses span_unreadable, span_too_long (with the longest in its facts)."""
    try:
        span = Span.parse(code.strip().lower())
    except ValueError:
        raise _refuse("span_unreadable", _("请写要延长几天。"), "span") from None
    most = allowed.most
    if most is None or span.unit is not most.unit or span.n > most.n:
        longest = most.label() if most else ""
        raise Refusal(
            "span_too_long",
            _("最多延长%(longest)s。") % {"longest": longest},
            facts={"field": "span", "most": most.code if most else ""},
        )
    return span


def shorter(asked: str, code: str) -> Span:
    """What of an extension is granted: all of it or less. Refuses span_unreadable, span_too_long."""
    whole = Span.parse(asked)
    try:
        span = Span.parse(code.strip().lower())
    except ValueError:
        raise _refuse("span_unreadable", _("请写要延长几天。"), "span") from None
    if span.unit is not whole.unit or span.n > whole.n:
        raise Refusal(
            "span_too_long",
            _("最多延长%(longest)s。") % {"longest": whole.label()},
            facts={"field": "span", "most": whole.code},
        )
    return span


def approver(kind: Kind, state: State, desks: Desks, allowed: Allowed, *, final: bool = False) -> int:
    """The rung that decides: the declared role's, or the one above the holder's; never the holder itself.

    What a desk gave to a unit is decided by that desk. Where the declared role stands below the holder, or nobody
    serves there, the next desk above decides. Refuses nobody_above.
    """
    holder = kind.rung_of(Role(state.holder_role))
    lowest_one = holder if state.holder_unit_id is not None else holder + 1
    role = allowed.final_by if final and allowed.final_by is not None else allowed.by
    wanted = max(lowest_one, kind.rung_of(role)) if role is not None else lowest_one
    try:
        return lowest(kind, desks, wanted)
    except Refusal:
        pass
    for rung in range(min(wanted, len(kind.ladder)) - 1, lowest_one - 1, -1):
        if desks[rung] is not None:  # the declared role serves nowhere above: whoever is highest decides
            return rung
    raise _refuse("nobody_above", _("上面没有能审批的岗位。"))


def may_decide(
    kind: Kind,
    state: State,
    path: str,
    standings: Sequence[Standing],
    approver_role: str,
    person_id: int | None,
    asked_by: int | None,
) -> None:
    """The approver's desk or one above it, over the same place; nobody decides the own request.

    Refuses: own_request, not_yours_to_decide.
    """
    if person_id is not None and person_id == asked_by:
        raise _refuse("own_request", _("自己提的申请要由别人审批。"))
    if not outranks(kind, replace(state, holder_role=approver_role), path, standings):
        raise _refuse("not_yours_to_decide", _("这个申请不由您审批。"))


def returned(
    kind: Kind,
    state: State,
    desks: Desks,
    approver_rung: int,
    *,
    unit_id: int | None = None,
    to_rung: int | None = None,
) -> State:
    """Where a granted return goes: to the unit or desk it was meant for, else to the deciding desk to dispatch.

    It begins the first stage anew, with a fresh limit to sign; the time since the resident spoke runs on.
    """
    rung = approver_rung if to_rung is None else to_rung
    desk: Desk | None = desks[rung] if 0 <= rung < len(desks) else None
    if desk is None:
        raise _refuse("rung_unknown", _("这一级没有登记区域，不能交给它。"), "to")
    return State(
        stage=kind.first.code if kind.first.ladder else state.stage,
        rung=rung,
        holder_role=kind.ladder[rung].role,
        holder_area_id=desk.area_id,
        holder_person_id=None,
        holder_unit_id=unit_id,
    )


def may_supervise(kind: Kind, state: State, path: str, standings: Sequence[Standing]) -> Standing:
    """The posting by which somebody supervises: a leader over the place, or a desk above the holder's.

    Refuses not_above.
    """
    holder = kind.rung_of(Role(state.holder_role))
    above = {role for rung in kind.ladder[holder + 1 :] for role in rung.roles}
    for one in standings:
        if path.startswith(one.path) and (one.role == Role.LEADER or one.role in above):
            return one
    raise _refuse("not_above", _("督办由上一级或者分管领导提出。"))
