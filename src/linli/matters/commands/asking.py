"""Follow-up (回访): ask the reporter by visit, telephone, WeChat or a one-time link; close or do again."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.db import connection
from django.utils.translation import gettext_lazy as _

from linli.kernel import secret
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.models import EventRow
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, reaching
from linli.people.queries import standings_of

from .. import access
from ..events import FollowUpLinkMade, MatterFollowedUp
from ..models import FollowUp, FollowUpLink, Matter
from ..queries.standing import china_day
from ..rules.asking import leads_to
from ..rules.steps import moved, stands_at
from ..terms import RemarkKind, Satisfaction, Verdict, Via
from .carrying import carry
from .settling import Case, case_of, lock_to_act, not_here, remark, settle, still_open

LINK_LASTS = timedelta(days=7)
GIVEN = ("matters.moved", "matters.carried")
"""Facts by which an answer reached the reporter; one that rode along got its lead's."""


def _ready(case: Case) -> None:
    still_open(case)
    if case.state.stage != case.kind.asking.at:
        raise Refusal("not_to_follow_up", _("这件事还没到回访环节，请看最新情况。"))


def _check(case: Case, via: str, reached: bool, verdict: str, satisfaction: str) -> None:
    if via not in {str(one) for one in case.kind.asking.via}:
        raise Refusal("via_unknown", _("这种事项没有这个回访方式。"), facts={"field": "via"})
    if reached and verdict not in Verdict.values:
        raise Refusal("verdict_missing", _("请选一下解决了没有。"), facts={"field": "verdict"})
    if satisfaction and satisfaction not in Satisfaction.values:
        raise Refusal("satisfaction_unknown", _("没有这个满意度。"), facts={"field": "satisfaction"})


def _by_the_right_person(case: Case, actor: Actor, now: datetime) -> None:
    """As the kind says: not by whoever gave the answer, or by them alone while they serve over the place."""
    asking = case.kind.asking
    if not (asking.other_person or asking.same_person) or actor.person_id is None:
        return
    last = answered_by(case)
    if asking.other_person and last == actor.person_id:
        raise Refusal("follow_up_by_handler", _("答复是您写的，请换一位同事回访。"))
    if asking.same_person and last not in (None, actor.person_id) and _serves(case, last or 0, now):
        raise Refusal("follow_up_by_other", _("谁办的谁回访，请由写答复的同事来做。"))


def _serves(case: Case, person_id: int, now: datetime) -> bool:
    """True while they stand where it is asked; a department's staff answer, and the desk asks for them."""
    _name, standings = standings_of(person_id, china_day(now))
    return stands_at(case.kind, case.state, case.matter.area_path, standings)


def answered_by(case: Case) -> int | None:
    """Who brought the matter to where it is asked about."""
    answers = EventRow.objects.filter(
        subject="matter", subject_id=case.matter.pk, code__in=GIVEN, facts__stage=case.kind.asking.at
    )
    return answers.order_by("-id").values_list("actor_id", flat=True).first()


@command
def follow_up(
    *,
    actor: Actor,
    now: datetime,
    matter_id: int,
    via: str,
    reached: bool,
    verdict: str = "",
    satisfaction: str = "",
    text: str = "",
) -> MatterFollowedUp:
    """Record one attempt to ask the reporter, made by staff.

    Reached: the verdict closes the matter or has it done again (重办, with its own clock, both counted).
    Not reached: kept as a try; after enough tries in different hours the matter closes as not reached.
    Refuses: matter_not_found, not_in_your_hands, not_to_follow_up, via_unknown, verdict_missing,
    follow_up_by_handler, follow_up_by_other.
    """
    case = lock_to_act(actor, matter_id, now, access.FOLLOW_UP)
    _ready(case)
    _check(case, via, reached, verdict, satisfaction)
    _by_the_right_person(case, actor, now)
    return _ask(
        case, actor, now, via, reached, verdict if reached else "", satisfaction if reached else "", text
    )


def _ask(
    case: Case,
    actor: Actor,
    now: datetime,
    via: str,
    reached: bool,
    verdict: str,
    satisfaction: str,
    text: str,
) -> MatterFollowedUp:
    matter, before = case.matter, case.held(None)
    round_ = matter.redos + 1
    said = remark(case, actor, now, text, RemarkKind.FOLLOW_UP, public=False)
    FollowUp.objects.create(
        matter=matter,
        round=round_,
        via=via,
        reached=reached,
        verdict=verdict,
        satisfaction=satisfaction,
        remark=said,
        by_person_id=actor.person_id,
        at=now,
        area_path=matter.area_path,
    )
    attempts = list(FollowUp.objects.filter(matter=matter, round=round_).values_list("at", flat=True))
    move = leads_to(case.kind.asking, reached=reached, verdict=verdict, attempts=attempts)
    due_at = matter.due_at
    if move is not None:
        after, step = moved(case.kind, case.state, move, case.desks)
        if move == case.kind.asking.unsolved:
            matter.redos += 1
        due_at = settle(case, after, now, move=step).due_at
        carry(case, actor, now)
    return MatterFollowedUp(
        subject_id=matter.pk,
        area_path=matter.area_path,
        round=round_,
        via=Code(via),
        reached=reached,
        verdict=Code(verdict),
        satisfaction=Code(satisfaction),
        by_reporter=actor.kind == "guest" or actor.person_id == matter.reporter_person_id,
        stage=Code(case.state.stage),
        before=before,
        remark_id=said.pk if said else None,
        outcome=Code(matter.outcome),
        due_at=due_at,
    )


@command
def make_follow_up_link(*, actor: Actor, now: datetime, matter_id: int, token: str = "") -> FollowUpLinkMade:
    """Make a one-time link for the reporter's own answer, good for seven days.

    token: chosen by the caller who will send it (a reaction or a page); at least 20 characters.
    Refuses: matter_not_found, not_in_your_hands, not_to_follow_up.
    """
    case = lock_to_act(actor, matter_id, now, access.FOLLOW_UP)
    _ready(case)
    link = FollowUpLink.objects.create(
        matter=case.matter,
        round=case.matter.redos + 1,
        digest=secret.token_digest(token or token_urlsafe(20)),
        made_at=now,
        expires_at=now + LINK_LASTS,
        area_path=case.matter.area_path,
    )
    return FollowUpLinkMade(
        subject_id=matter_id, area_path=case.matter.area_path, round=link.round, link_id=link.pk
    )


@command
def answer_follow_up(
    *, actor: Actor, now: datetime, token: str, verdict: str, satisfaction: str = "", text: str = ""
) -> MatterFollowedUp:
    """The reporter's answer through the one-time link; works once, without signing in.

    Refuses: link_unknown (404), link_used, link_expired, not_to_follow_up, verdict_missing.
    """
    digest = secret.token_digest(token)
    with connection.cursor() as cursor:
        cursor.execute("select id, area_path from matter_by_link(%s)", (digest,))
        found = cursor.fetchone()
    if found is None:
        raise Refusal("link_unknown", _("这个链接不对，请检查是否完整。"), status=404)
    with reaching(found[1]):
        link = FollowUpLink.objects.select_for_update().get(digest=digest)
        if link.used_at is not None:
            raise Refusal("link_used", _("您已经回答过了，谢谢。"))
        if link.expires_at < now:
            raise Refusal("link_expired", _("这个链接过期了，请直接打电话告诉我们。"))
        case = case_of(Matter.objects.select_for_update().get(pk=found[0]), now)
        _ready(case)
        if link.round != case.matter.redos + 1:
            raise Refusal("link_expired", _("这件事已经重新办过，请等新的回访。"))
        _check(case, Via.LINK, True, verdict, satisfaction)
        link.used_at = now
        link.save(update_fields=["used_at"])
        return _ask(case, actor, now, Via.LINK, True, verdict, satisfaction, text)


@command
def answer_own(
    *, actor: Actor, now: datetime, matter_id: int, verdict: str, satisfaction: str = "", text: str = ""
) -> MatterFollowedUp:
    """The signed-in reporter answers the follow-up on the own matter's page.

    An agent is never content for the petitioner. Refuses: matter_not_found, not_to_follow_up, verdict_missing,
    agent_may_not.
    """
    reachable = Matter.objects.reachable(actor, access.SPEAK)
    matter = reachable.select_for_update(of=("self",)).filter(pk=matter_id).first()
    if matter is None:
        raise not_here()
    if matter.reporter_person_id != actor.person_id:
        raise Refusal("agent_may_not", _("满意不满意，要本人来说。"), status=403)
    with reaching(matter.area_path):
        case = case_of(matter, now)
        _ready(case)
        _check(case, Via.LINK, True, verdict, satisfaction)
        return _ask(case, actor, now, Via.LINK, True, verdict, satisfaction, text)
