"""协办 and 会商: ask units for their part, answer it, remind, give more time, withdraw; the answer stays one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Event, record_many
from linli.kernel.models import EventRow
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, may, scope
from linli.kernel.spans import Span
from linli.kernel.text import line
from linli.people.queries import unit_path

from .. import access
from ..events import (
    AskAnswered,
    AskExtended,
    AskReminded,
    AskWithdrawn,
    ConsultationCalled,
    ConsultationConcluded,
    UnitAsked,
)
from ..models import Ask, Consultation, Matter, Remark
from ..rules.asks import fits_before, open_for, span_of
from ..rules.steps import outranks, stands_at
from ..terms import AskState, RemarkKind
from .settling import Case, case_of, lock, not_here, on_its_own, remark, still_open

MOST_UNITS = 12
MOST_REMINDERS = 10


def _lock_to_ask(actor: Actor, matter_id: int, now: datetime) -> Case:
    """The matter for whoever has it in hand, or a desk above. Refuses also not_in_your_hands, matter_closed."""
    case = lock(actor, matter_id, now, access.ASK_UNITS)
    still_open(case)
    on_its_own(case)
    path, standings = case.matter.area_path, actor.standings
    if not stands_at(case.kind, case.state, path, standings) and not outranks(
        case.kind, case.state, path, standings
    ):
        raise Refusal("not_in_your_hands", _("这件事不在您手里，您可以记一笔，或者提醒现在的经办人。"))
    return case


def _words(text: str, sentence: object) -> None:
    if not text.strip():
        raise Refusal("words_missing", sentence, facts={"field": "text"})


@command
def ask_unit(
    *, actor: Actor, now: datetime, matter_id: int, unit_id: int, text: str, span: str = "2wd"
) -> UnitAsked:
    """Ask a unit for its part (协办), with a limit of its own; from now on its staff may read the matter.

    span: a code such as 4wh, 2wd. The unit must hang on an area over the matter and hold it not itself.
    Refuses: matter_not_found, not_in_your_hands, words_missing, ask_outside, ask_holder, ask_open, span_unreadable.
    """
    case = _lock_to_ask(actor, matter_id, now)
    _words(text, _("请写明要他们办什么、答复什么。"))
    asked = _ask(case, actor, now, unit_id, text, span_of(span))
    return _asked(asked)


def _ask(
    case: Case,
    actor: Actor,
    now: datetime,
    unit_id: int,
    text: str,
    span: Span,
    consultation: Consultation | None = None,
) -> Ask:
    matter = case.matter
    if case.state.stage not in case.kind.promised_stages:
        raise Refusal("ask_answered", _("已经答复过，重办时才能再请协办。"))
    place = unit_path(unit_id)
    if place is None or not matter.area_path.startswith(place):
        raise Refusal("ask_outside", _("这个单位不管这个地方，请另选一个单位。"), facts={"field": "unit_id"})
    if unit_id == matter.holder_unit_id:
        raise Refusal("ask_holder", _("这件事就在他们手里，不用再请协办。"), facts={"field": "unit_id"})
    if Ask.objects.filter(matter_id=matter.pk, unit_id=unit_id, ended_at=None).exists():
        raise Refusal("ask_open", _("已经请过他们，还没答复，可以提醒。"), facts={"field": "unit_id"})
    question = remark(case, actor, now, text, RemarkKind.ASK, public=False)
    assert question is not None  # noqa: S101  the words were asked for before
    due = case.work.due(now, span)
    if unit_id not in matter.asked_units:
        matter.asked_units = [*matter.asked_units, unit_id]
        matter.save(update_fields=["asked_units"])
    return Ask.objects.create(
        matter=matter,
        unit_id=unit_id,
        consultation=consultation,
        question=question,
        span=span.code,
        asked_by=actor.person_id,
        asked_at=now,
        due_at=due.at,
        due_provisional=due.provisional,
        next_due_at=due.at,
        area_path=matter.area_path,
    )


def _asked(ask: Ask) -> UnitAsked:
    return UnitAsked(
        subject_id=ask.matter_id,
        area_path=ask.area_path,
        ask_id=ask.pk,
        unit_id=ask.unit_id,
        remark_id=ask.question_id,
        due_at=ask.due_at,
        consultation_id=ask.consultation_id,
    )


@command
def call_consultation(
    *,
    actor: Actor,
    now: datetime,
    matter_id: int,
    unit_ids: tuple[int, ...],
    at: datetime,
    place: str,
    text: str,
) -> ConsultationCalled:
    """Call units together (会商): each is asked at once, until the meeting; it ends with one conclusion.

    Refuses: matter_not_found, not_in_your_hands, words_missing, units_missing, meeting_past, place_missing, ask_*.
    """
    case = _lock_to_ask(actor, matter_id, now)
    wanted = list(dict.fromkeys(unit_ids))
    if not 2 <= len(wanted) <= MOST_UNITS:
        raise Refusal("units_missing", _("会商至少请2家单位，最多12家。"), facts={"field": "unit_ids"})
    if at <= now:
        raise Refusal("meeting_past", _("会商时间已经过了，请另定时间。"), facts={"field": "at"})
    where = line(place, most=80, what=_("会商地点"))
    if not where:
        raise Refusal("place_missing", _("请写明在哪里会商。"), facts={"field": "place"})
    _words(text, _("请写明会商什么，各单位要准备什么。"))
    meeting = Consultation.objects.create(
        matter=case.matter,
        at=at,
        place=where,
        called_by=actor.person_id,
        called_at=now,
        area_path=case.matter.area_path,
    )
    asks = [_ask(case, actor, now, unit, text, Span.parse("2wd"), meeting) for unit in wanted]
    for ask in asks:  # a part given at the meeting is given until the meeting
        ask.due_at = ask.next_due_at = at
        ask.due_provisional = False
        ask.save(update_fields=["due_at", "next_due_at", "due_provisional"])
    record_many([_asked(ask) for ask in asks], actor=actor, now=now)
    return ConsultationCalled(
        subject_id=matter_id,
        area_path=case.matter.area_path,
        consultation_id=meeting.pk,
        at=at,
        units=tuple(wanted),
        remark_id=asks[0].question_id,
    )


@command
def conclude_consultation(
    *, actor: Actor, now: datetime, consultation_id: int, text: str
) -> ConsultationConcluded:
    """Write the meeting's one conclusion down (会商结论); it may not be empty. Parts not given so far stay asked.

    Refuses: consultation_not_found, not_in_your_hands, words_missing, concluded_already.
    """
    seen = Consultation.objects.filter(pk=consultation_id).first()
    if seen is None:
        raise Refusal("consultation_not_found", _("没有找到这次会商。"), status=404)
    case = _lock_to_ask(actor, seen.matter_id, now)
    meeting = Consultation.objects.select_for_update().get(pk=consultation_id)
    if meeting.concluded_at is not None:
        raise Refusal("concluded_already", _("会商结论已经写过，不能再改，可以记一笔。"))
    _words(text, _("请写会商结论：谁办什么，什么时候办好。"))
    said = remark(case, actor, now, text, RemarkKind.CONCLUSION, public=False)
    assert said is not None  # noqa: S101  the words were asked for before
    meeting.conclusion, meeting.concluded_at = said, now
    meeting.save(update_fields=["conclusion", "concluded_at"])
    return ConsultationConcluded(
        subject_id=seen.matter_id,
        area_path=case.matter.area_path,
        consultation_id=consultation_id,
        remark_id=said.pk,
    )


@dataclass
class _Part:
    """A locked ask with its locked matter."""

    ask: Ask
    case: Case


def _part(ask_id: int, actor: Actor, now: datetime) -> _Part:
    """The ask for whoever asked. Refuses: ask_not_found, ask_over, and as `_lock_to_ask`."""
    seen = Ask.objects.filter(pk=ask_id).values_list("matter_id", flat=True).first()
    if seen is None:
        raise _no_ask()
    case = _lock_to_ask(actor, seen, now)
    ask = Ask.objects.select_for_update().get(pk=ask_id)
    open_for(AskState(ask.state))
    return _Part(ask, case)


def _no_ask() -> Refusal:
    return Refusal("ask_not_found", _("没有找到这项协办。"), status=404)


@command
def answer_ask(
    *,
    actor: Actor,
    now: datetime,
    ask_id: int,
    text: str,
    declined: bool = False,
    photos: tuple[UUID, ...] = (),
    photo_claim: str = "",
) -> AskAnswered:
    """A unit's staff give its part, with photos, or say why it is not theirs (不归本单位); residents see neither.

    Refuses: ask_not_found, ask_over, words_missing, and what the photo check says.
    """
    reachable = Ask.objects.reachable(actor, access.ANSWER_ASKS)
    seen = reachable.filter(pk=ask_id).values_list("matter_id", flat=True).first()
    if seen is None:
        raise _no_ask()
    matter = Matter.objects.select_for_update().filter(pk=seen).first()
    if matter is None or not may(actor, access.SEE, matter):
        raise not_here()
    ask = Ask.objects.select_for_update().get(pk=ask_id)
    open_for(AskState(ask.state))
    _words(text, _("请写明为什么不归你们。") if declined else _("请写明办了什么，结果怎样。"))
    said = remark(
        case_of(matter, now), actor, now, text, RemarkKind.REPLY, public=False, photos=photos,
        photo_claim=photo_claim,
    )  # fmt: skip
    ask.state, ask.answer = AskState.DECLINED if declined else AskState.ANSWERED, said
    ask.ended_at, ask.ended_by, ask.next_due_at = now, actor.person_id, None
    ask.save()
    return AskAnswered(
        subject_id=matter.pk,
        area_path=ask.area_path,
        ask_id=ask_id,
        unit_id=ask.unit_id,
        remark_id=said.pk if said else 0,
        declined=declined,
    )


@command
def remind_unit(*, actor: Actor, now: datetime, ask_id: int) -> AskReminded:
    """Remind a unit of its part; once in an hour. Refuses: ask_not_found, ask_over, reminded_already."""
    part = _part(ask_id, actor, now)
    ask = part.ask
    if ask.reminders >= MOST_REMINDERS or _just_reminded(ask, now):
        raise Refusal("reminded_already", _("刚提醒过，对方看得到。一小时后可以再提醒。"))
    ask.reminders += 1
    ask.save(update_fields=["reminders"])
    return AskReminded(
        subject_id=ask.matter_id,
        area_path=ask.area_path,
        ask_id=ask_id,
        unit_id=ask.unit_id,
        times=ask.reminders,
    )


def _just_reminded(ask: Ask, now: datetime) -> bool:
    rows = EventRow.objects.filter(
        subject="matter", subject_id=ask.matter_id, code="matters.ask_reminded", facts__ask_id=ask.pk
    )
    last = rows.order_by("-id").values_list("at", flat=True).first()
    return last is not None and (now - last).total_seconds() < 3600


@command
def extend_ask(*, actor: Actor, now: datetime, ask_id: int, span: str, text: str = "") -> AskExtended:
    """Give a unit more time, counted from now; never less than it had. Refuses: ask_not_found, ask_over, ask_shorter."""
    part = _part(ask_id, actor, now)
    ask = part.ask
    due = part.case.work.due(now, span_of(span))
    fits_before(ask.due_at, due.at)
    said = remark(part.case, actor, now, text, RemarkKind.NOTE, public=False)
    ask.due_at = ask.next_due_at = due.at
    ask.due_provisional, ask.late, ask.extended = due.provisional, False, ask.extended + 1
    ask.save(update_fields=["due_at", "next_due_at", "due_provisional", "late", "extended"])
    return AskExtended(
        subject_id=ask.matter_id,
        area_path=ask.area_path,
        ask_id=ask_id,
        unit_id=ask.unit_id,
        due_at=due.at,
        remark_id=said.pk if said else None,
    )


@command
def withdraw_ask(*, actor: Actor, now: datetime, ask_id: int, text: str = "") -> AskWithdrawn:
    """Take an ask back: the part is no longer needed. The unit may go on reading the matter it was asked about.

    Refuses: ask_not_found, ask_over.
    """
    part = _part(ask_id, actor, now)
    said = remark(part.case, actor, now, text, RemarkKind.NOTE, public=False)
    _end(part.ask, actor, now)
    return AskWithdrawn(
        subject_id=part.ask.matter_id,
        area_path=part.ask.area_path,
        ask_id=ask_id,
        unit_id=part.ask.unit_id,
        remark_id=said.pk if said else None,
    )


def _end(ask: Ask, actor: Actor, now: datetime) -> None:
    ask.state, ask.ended_at, ask.ended_by, ask.next_due_at = AskState.WITHDRAWN, now, actor.person_id, None
    ask.save(update_fields=["state", "ended_at", "ended_by", "next_due_at"])


def end_asks(matter: Matter, actor: Actor, now: datetime, reason: Remark | None = None) -> None:
    """What is still asked about a matter that was answered or ended is asked no longer; each with its event."""
    if not matter.asked_units:
        return
    with scope(SYSTEM):
        events: list[Event] = []
        for ask in Ask.objects.select_for_update().filter(matter_id=matter.pk, ended_at=None).order_by("pk"):
            _end(ask, actor, now)
            events.append(
                AskWithdrawn(
                    subject_id=matter.pk,
                    area_path=ask.area_path,
                    ask_id=ask.pk,
                    unit_id=ask.unit_id,
                    auto=True,
                    remark_id=reason.pk if reason else None,
                )
            )
        record_many(events, actor=actor, now=now)
