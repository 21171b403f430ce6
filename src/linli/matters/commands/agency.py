"""信访代办: an agent acts for a petitioner who consented, and tells them how it stands."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may, reaching

from .. import access
from ..events import AgencyEnded, AgentNamed, MatterMoved, ReportedBack
from ..models import Consent, Matter
from ..queries.attending import agents_over
from ..rules.steps import moved, words_needed
from ..terms import ConsentBy, RemarkKind, Via
from .settling import Case, case_of, lock, not_here, remark, settle, still_open


def consented(
    case: Case,
    actor: Actor,
    now: datetime,
    agent_person_id: int,
    by: ConsentBy,
    photos: tuple[UUID, ...] = (),
    photo_claim: str = "",
) -> Consent:
    """Write the consent and name the agent on the matter; an earlier agent's ends.

    Refuses: agents_not_here, agent_unknown, agent_accused, consent_missing, and what the photo check says.
    """
    matter = case.matter
    if not case.kind.agents:
        raise Refusal("agents_not_here", _("这种事项没有代办。"))
    if agent_person_id not in agents_over(matter.area_path, now):
        raise Refusal("agent_unknown", _("他不是这里的信访代办员，请另选。"), facts={"field": "agent"})
    if f"p{agent_person_id}" in (matter.hidden_from or ()):
        raise Refusal("agent_accused", _("不能请他代办这一件，请另选。"), facts={"field": "agent"})
    if by == ConsentBy.PAPER and not photos:
        raise Refusal("consent_missing", _("请把本人签字的委托书拍下来。"), facts={"field": "photos"})
    said = remark(
        case, actor, now, "", RemarkKind.CONSENT, public=True, photos=photos, photo_claim=photo_claim
    )
    Consent.objects.filter(matter_id=matter.pk, ended_at=None).update(ended_at=now)
    given = Consent.objects.create(
        matter_id=matter.pk,
        agent_person_id=agent_person_id,
        by=by,
        remark=said,
        given_at=now,
        area_path=matter.area_path,
    )
    matter.agent_person_id = agent_person_id
    matter.save(update_fields=["agent_person_id"])
    return given


def _theirs(actor: Actor, matter_id: int, now: datetime) -> Case:
    """The matter locked for its reporter or the agent. Refuses matter_not_found."""
    reachable = Matter.objects.reachable(actor, access.SPEAK)
    matter = reachable.select_for_update(of=("self",)).filter(pk=matter_id).first()
    if matter is None:
        raise not_here()
    with reaching(matter.area_path):
        return case_of(matter, now)


@command
def name_agent(
    *,
    actor: Actor,
    now: datetime,
    matter_id: int,
    agent_person_id: int,
    photos: tuple[UUID, ...] = (),
    photo_claim: str = "",
) -> AgentNamed:
    """Let an agent act: the petitioner from the own account, or a desk with the signed paper photographed.

    Refuses: matter_not_found, not_allowed, matter_closed, agents_not_here, agent_unknown, agent_accused,
    consent_missing.
    """
    own = Matter.objects.filter(pk=matter_id, reporter_person_id=actor.person_id or 0).exists()
    case = _theirs(actor, matter_id, now) if own else lock(actor, matter_id, now, access.ACT)
    still_open(case)
    by = ConsentBy.ACCOUNT if own else ConsentBy.PAPER
    with reaching(case.matter.area_path):
        given = consented(case, actor, now, agent_person_id, by, photos, photo_claim)
    return AgentNamed(
        subject_id=matter_id,
        area_path=case.matter.area_path,
        agent_person_id=agent_person_id,
        by=Code(by),
        consent_id=given.pk,
    )


@command
def end_agency(*, actor: Actor, now: datetime, matter_id: int) -> AgencyEnded:
    """The agent acts no longer: said by the petitioner, by the agent, or by a desk.

    Refuses: matter_not_found, not_allowed, no_agent.
    """
    speaks = Matter.objects.reachable(actor, access.SPEAK).filter(pk=matter_id).exists()
    case = _theirs(actor, matter_id, now) if speaks else lock(actor, matter_id, now, access.ACT)
    matter = case.matter
    with reaching(matter.area_path):
        given = Consent.objects.filter(matter_id=matter_id, ended_at=None).first()
        if given is None:
            raise Refusal("no_agent", _("这件事没有代办员。"))
        given.ended_at = now
        given.save(update_fields=["ended_at"])
        matter.agent_person_id = None
        matter.save(update_fields=["agent_person_id"])
    return AgencyEnded(
        subject_id=matter_id,
        area_path=matter.area_path,
        agent_person_id=given.agent_person_id,
        consent_id=given.pk,
    )


@command
def report_back(*, actor: Actor, now: datetime, matter_id: int, via: str, text: str) -> ReportedBack:
    """The agent told the petitioner how it stands: by which way, and what they said.

    Refuses: matter_not_found, via_unknown, words_missing.
    """
    reachable = Matter.objects.reachable(actor, access.SPEAK).filter(agent_person_id=actor.person_id or 0)
    matter = reachable.select_for_update(of=("self",)).filter(pk=matter_id).first()
    if matter is None:
        raise not_here()
    if via not in {str(one) for one in Via if one is not Via.LINK}:
        raise Refusal("via_unknown", _("没有这种告知方式。"), facts={"field": "via"})
    with reaching(matter.area_path):
        said = remark(case_of(matter, now), actor, now, text, RemarkKind.REPORTED_BACK, public=True)
    if said is None:
        raise Refusal("words_missing", _("请写几句：告诉了什么，本人怎么说。"), facts={"field": "text"})
    return ReportedBack(subject_id=matter_id, area_path=matter.area_path, via=Code(via), remark_id=said.pk)


@command
def use_right(*, actor: Actor, now: datetime, matter_id: int, move: str, text: str) -> MatterMoved:
    """The petitioner, or the agent for them, asks for what the law lets them ask: a review, a re-check.

    Refuses: matter_not_found, matter_closed, move_unknown, words_missing.
    """
    case = _theirs(actor, matter_id, now)
    still_open(case)
    matter = case.matter
    declared = case.kind.move(case.state.stage, move)
    if declared is None or not declared.by_reporter or not may(actor, access.SPEAK, matter):
        raise Refusal("move_unknown", _("这件事现在不能这样申请，请看最新情况。"))
    with reaching(matter.area_path):
        after, step = moved(case.kind, case.state, move, case.desks)
        words_needed(step, text.strip())
        said = remark(case, actor, now, text, step.remark, public=step.public)
        before = case.held(None)
        done = settle(case, after, now, move=step)
    return MatterMoved(
        subject_id=matter_id,
        area_path=matter.area_path,
        move=Code(move),
        before=before,
        stage=Code(after.stage),
        holder_role=Code(after.holder_role),
        holder_area_id=after.holder_area_id,
        remark_id=said.pk if said else None,
        outcome=Code(matter.outcome),
        due_at=done.due_at,
    )
