"""突发: joint handling begins with the report; checklist, log by minute, the end of the emergency; plans of a street."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code, Event, record_many
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at
from linli.kernel.spans import Span
from linli.kernel.text import line
from linli.people.queries import unit_path
from linli.places.queries import lineage, work_time

from .. import access
from ..events import IncidentBegun, IncidentLogged, IncidentTicked, PlanEdited, UnitAsked
from ..models import Ask, Incident, IncidentEntry, IncidentStep, Matter, PlanStep, PlanUnit, Remark
from ..queries.plans import plan_for
from ..terms import IncidentType, RemarkKind
from .settling import Case, case_of, lock, remark, still_open

ANSWER_WITHIN = Span.parse("1h")
"""A unit that is called says within the hour what it does."""
LATEST_AFTER = timedelta(minutes=1)


def known_type(kind_has_emergency: bool, type_: str) -> str:
    """The type of incident, for kinds that have one. Refuses incident_type_missing."""
    if not kind_has_emergency:
        return ""
    if type_ not in IncidentType.values:
        raise Refusal("incident_type_missing", _("请选是什么突发情况。"), facts={"field": "incident"})
    return type_


def begin(matter_id: int, path: str, type_: str, actor: Actor, now: datetime) -> None:
    """Put down the state of emergency with its checklist, and ask the declared units; inside the intake."""
    plan = plan_for(path, type_)
    Incident.objects.create(matter_id=matter_id, type=type_, began_at=now, area_path=path)
    IncidentStep.objects.bulk_create(
        IncidentStep(matter_id=matter_id, position=at, plan=row, text=row.text, area_path=path)
        for at, row in enumerate(plan.steps)
    )
    matter = Matter.objects.get(pk=matter_id)
    case = case_of(matter, now)
    events: list[Event] = []
    if plan.units:
        question = remark(case, actor, now, matter.text, RemarkKind.ASK, public=False)
        assert question is not None  # noqa: S101  a matter has words
        due = work_time(path).due(now, ANSWER_WITHIN)
        matter.asked_units = list(plan.units)
        matter.save(update_fields=["asked_units"])
        for unit in plan.units:
            ask = Ask.objects.create(
                matter=matter, unit_id=unit, question=question, span=ANSWER_WITHIN.code, asked_by=actor.person_id,
                asked_at=now, due_at=due.at, due_provisional=due.provisional, next_due_at=due.at, area_path=path,
            )  # fmt: skip
            events.append(
                UnitAsked(
                    subject_id=matter_id, area_path=path, ask_id=ask.pk, unit_id=unit, remark_id=question.pk,
                    due_at=due.at,
                )
            )  # fmt: skip
    begun = IncidentBegun(subject_id=matter_id, area_path=path, type=Code(type_), units=tuple(plan.units))
    record_many([begun, *events], actor=actor, now=now)


def end_emergency(case: Case, actor: Actor, now: datetime, reason: Remark | None) -> None:
    """The decision that it is over, with its reason; the matter goes on to be written up."""
    Incident.objects.filter(pk=case.matter.pk, ended_at=None).update(
        ended_at=now, ended_by=actor.person_id, reason=reason
    )


@command
def tick_step(*, actor: Actor, now: datetime, step_id: int) -> IncidentTicked:
    """Tick a line of the checklist: it was done, now, by whoever ticks.

    Anybody who serves there may, and the staff of the units that were asked.
    Refuses: step_not_found, matter_closed, ticked_already.
    """
    seen = IncidentStep.objects.filter(pk=step_id).values_list("matter_id", flat=True).first()
    if seen is None:
        raise Refusal("step_not_found", _("没有找到这一步。"), status=404)
    case = lock(actor, seen, now, access.RUN_INCIDENTS)
    still_open(case)
    step = IncidentStep.objects.select_for_update().get(pk=step_id)
    if step.ticked_at is not None:
        raise Refusal("ticked_already", _("这一步已经有人勾过了。"))
    step.ticked_at, step.ticked_by = now, actor.person_id
    step.save(update_fields=["ticked_at", "ticked_by"])
    return IncidentTicked(subject_id=seen, area_path=step.area_path, step_id=step_id)


@command
def log_incident(
    *,
    actor: Actor,
    now: datetime,
    matter_id: int,
    text: str,
    minute: datetime | None = None,
    corrects_id: int | None = None,
) -> IncidentLogged:
    """Write a line of the log, by minute. minute: when it happened, if that was earlier than now.

    corrects_id: the line it stands in place of; both stay. Refuses: matter_not_found, not_allowed, matter_closed,
    incident_none, words_missing, minute_ahead, minute_before, entry_not_found.
    """
    case = lock(actor, matter_id, now, access.RUN_INCIDENTS)
    still_open(case)
    incident = Incident.objects.filter(pk=matter_id).first()
    if incident is None:
        raise Refusal("incident_none", _("这件事不是突发事件，请用记一笔。"))
    at = (minute or now).replace(second=0, microsecond=0)
    if at > now + LATEST_AFTER:
        raise Refusal("minute_ahead", _("时间还没到，请检查。"), facts={"field": "minute"})
    if at < case.matter.opened_at - timedelta(days=1):
        raise Refusal("minute_before", _("时间太早，请检查日期。"), facts={"field": "minute"})
    earlier = IncidentEntry.objects.filter(matter_id=matter_id)
    if corrects_id is not None and not earlier.filter(pk=corrects_id).exists():
        raise Refusal("entry_not_found", _("没有找到要更正的那一条。"))
    said = remark(case, actor, now, text, RemarkKind.LOG, public=False)
    if said is None:
        raise Refusal("words_missing", _("请写点内容再记下。"), facts={"field": "text"})
    entry = IncidentEntry.objects.create(
        matter_id=matter_id, minute=at, written=said, corrects_id=corrects_id, area_path=case.matter.area_path
    )
    return IncidentLogged(
        subject_id=matter_id,
        area_path=entry.area_path,
        entry_id=entry.pk,
        remark_id=said.pk,
        corrects_id=corrects_id,
    )


def _own_plan(actor: Actor, area_id: int, type_: str) -> str:
    """The path of an area whose plans the actor keeps. Refuses not_allowed, incident_type_missing."""
    area = lineage(area_id)
    if area is None or not may_at(actor, access.EDIT_PLANS, area.path):
        raise Refusal("not_allowed", _("这里的预案不归您维护。"), status=403)
    known_type(True, type_)
    return area.path


@command
def add_plan_unit(*, actor: Actor, now: datetime, area_id: int, type: str, unit_id: int) -> PlanEdited:  # noqa: A002
    """Declare a unit that is asked at once (联动单位). Refuses: not_allowed, incident_type_missing, ask_outside, plan_known."""
    path = _own_plan(actor, area_id, type)
    place = unit_path(unit_id)
    if place is None or not (path.startswith(place) or place.startswith(path)):
        raise Refusal("ask_outside", _("这个单位不管这个地方，请另选一个单位。"), facts={"field": "unit_id"})
    row, new = PlanUnit.objects.get_or_create(
        area_id=area_id, type=type, unit_id=unit_id, until=None, defaults={"since": now, "area_path": path}
    )
    if not new:
        raise Refusal("plan_known", _("已经在预案里了。"), facts={"field": "unit_id"})
    return PlanEdited(subject_id=row.pk, area_path=path, type=Code(type), what=Code("unit_added"))


@command
def add_plan_step(*, actor: Actor, now: datetime, area_id: int, type: str, text: str) -> PlanEdited:  # noqa: A002
    """Add a line to the checklist of a type (处置清单), at its end. Refuses: not_allowed, incident_type_missing, words_missing."""
    path = _own_plan(actor, area_id, type)
    words = line(text, most=80, what=_("要做什么"))
    if not words:
        raise Refusal("words_missing", _("请写明要做什么。"), facts={"field": "text"})
    known = PlanStep.objects.filter(area_id=area_id, type=type)
    last = known.order_by("-position").values_list("position", flat=True).first() or 0
    row = PlanStep.objects.create(
        area_id=area_id, area_path=path, type=type, position=last + 1, text=words, since=now
    )
    return PlanEdited(subject_id=row.pk, area_path=path, type=Code(type), what=Code("step_added"))


@command
def retire_plan_row(*, actor: Actor, now: datetime, what: str, row_id: int) -> PlanEdited:
    """Take a unit or a line out of the plan from now on; incidents that run keep theirs.

    what: "unit" or "step". Refuses: plan_not_found, not_allowed.
    """
    rows = PlanUnit.objects if what == "unit" else PlanStep.objects
    row = rows.select_for_update().filter(pk=row_id, until=None).first()
    if row is None:
        raise Refusal("plan_not_found", _("没有找到这一行，可能已经去掉了。"), status=404)
    path = _own_plan(actor, row.area_id, row.type)
    row.until = now
    row.save(update_fields=["until"])
    return PlanEdited(subject_id=row_id, area_path=path, type=Code(row.type), what=Code(f"{what}_retired"))
