"""并案 and back: several matters of one issue become one lead with riders; nothing of a rider is changed."""

from datetime import datetime

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import record_many
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, scope

from .. import access
from ..events import MatterGathered, MatterMerged, MatterUnmerged
from ..models import Ask, Matter, Request
from ..rules.riding import Rideable, may_join, may_lead
from ..rules.steps import outranks
from ..terms import OPEN_STATES, RemarkKind
from .carrying import let_go, unmerged, wake
from .settling import Case, lock, remark

MOST = 30
"""Matters merged in one go."""


def _one_at_a_time() -> None:
    """Merges wait for each other, so that leads are always locked before what rides on them."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('linli_merge'))")


def rideable(case: Case) -> Rideable:
    """The rules' view of a matter that is to be merged; three queries."""
    matter = case.matter
    return Rideable(
        kind=case.kind,
        stage=matter.stage,
        closed=matter.closed_at is not None,
        rides=matter.rides,
        part=matter.parent_id is not None,
        open_parts=Matter.objects.filter(parent_id=matter.pk, closed_at=None).exists(),
        open_asks=Ask.objects.filter(matter_id=matter.pk, ended_at=None).exists(),
        open_requests=Request.objects.filter(matter_id=matter.pk, state__in=OPEN_STATES).exists(),
        kept_from_some=matter.hidden_from is not None,
    )


@command
def merge(
    *, actor: Actor, now: datetime, lead_id: int, member_ids: tuple[int, ...], text: str = ""
) -> MatterGathered:
    """Have matters ride along with a lead (并案): they rest, keep number, promise, page, answer and follow-up.

    A desk that reaches all of them may. What rode along with a member rides with the lead from now on: there are
    no chains. text: why, for colleagues. Refuses: matter_not_found, not_allowed, not_your_level, merge_nothing,
    merge_itself, lead_rides, rides_already, matter_closed, merge_*.
    """
    wanted = sorted(set(member_ids))
    if not wanted or len(wanted) > MOST:
        raise Refusal("merge_nothing", _("请选要并进来的件，一次最多30件。"), facts={"field": "numbers"})
    if lead_id in wanted:
        raise Refusal("merge_itself", _("不能并到自己，请另选主件。"), facts={"field": "numbers"})
    _one_at_a_time()
    lead = lock(actor, lead_id, now, access.MERGE)
    may_lead(rideable(lead))
    moved: list[tuple[Matter, int | None]] = []
    for pk in wanted:
        case = lock(actor, pk, now, access.MERGE)
        may_join(rideable(case))
        if not outranks(case.kind, case.state, case.matter.area_path, actor.standings):
            raise Refusal("not_your_level", _("其中有在上一级手里的，请由上一级并案。"))
        moved += _ride(case, lead, actor, now, text)
    _on_its_own_again(lead.matter)
    lead.matter.gathered += len(moved)
    lead.matter.save(update_fields=["gathered", "lead_id"])
    record_many(
        [
            MatterMerged(subject_id=one.pk, area_path=one.area_path, lead_id=lead_id, from_lead_id=was)
            for one, was in moved
        ],
        actor=actor,
        now=now,
    )
    return MatterGathered(
        subject_id=lead_id, area_path=lead.matter.area_path, members=tuple(one.pk for one, _was in moved)
    )


def _ride(case: Case, lead: Case, actor: Actor, now: datetime, text: str) -> list[tuple[Matter, int | None]]:
    """Put one to rest on the lead, with everything that belonged to it; gives each with its lead of before."""
    matter = case.matter
    remark(case, actor, now, text, RemarkKind.NOTE, public=False)
    _on_its_own_again(matter)
    with scope(SYSTEM):
        own = list(Matter.objects.select_for_update().filter(lead_id=matter.pk).order_by("pk"))
        Matter.objects.filter(lead_id=matter.pk).update(lead_id=lead.matter.pk)
    matter.lead_id, matter.rides, matter.next_due_at, matter.gathered = lead.matter.pk, True, None, 0
    matter.save(update_fields=["lead_id", "rides", "next_due_at", "gathered"])
    return [(matter, None), *((one, matter.pk) for one in own)]


def _on_its_own_again(matter: Matter) -> None:
    """One that was answered with a lead, and is being done again by itself, leaves that lead."""
    if matter.lead_id is not None:
        with scope(SYSTEM):
            Matter.objects.filter(pk=matter.lead_id).update(gathered=F("gathered") - 1)
        matter.lead_id = None


@command
def unmerge(*, actor: Actor, now: datetime, matter_id: int) -> MatterUnmerged:
    """Let a matter go on by itself (取消并案): same stage, same holder, same clock, and its time has counted on.

    Refuses: matter_not_found, not_allowed, rides_not.
    """
    _one_at_a_time()
    seen = Matter.objects.reachable(actor, access.MERGE).filter(pk=matter_id).first()
    lead = None
    if seen is not None and seen.lead_id is not None:
        with scope(SYSTEM):
            lead = Matter.objects.select_for_update().get(pk=seen.lead_id)
    case = lock(actor, matter_id, now, access.MERGE)
    if not case.matter.rides or lead is None:
        raise Refusal("rides_not", _("这件事没有并在别的件里，请看最新情况。"))
    with scope(SYSTEM):
        wake(case.matter, now)
        record_many([let_go(lead, matter_id)], actor=actor, now=now)
    return unmerged(case.matter, lead.pk, auto=False)
