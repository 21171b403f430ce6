"""剔除: asking that a matter be left out of the rates, and the level above deciding."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may
from linli.kernel.text import free_text
from linli.matters.queries import matter_for
from linli.places.queries import tree

from .. import access
from ..events import ExclusionAsked, ExclusionDecided
from ..models import Exclusion
from ..rules.deciding import highest, may_decide
from ..terms import OutReason, OutState

MOST = 500


@command
def ask_exclusion(*, actor: Actor, now: datetime, number: str, reason: str, words: str) -> ExclusionAsked:
    """Ask that a matter be left out of the rates, with a reason in words.

    Refuses: matter_not_found (404), not_allowed (403), reason_unknown, text_missing, already_asked,
    nobody_above (whoever stands at the top decides nothing about himself).
    """
    found = matter_for(actor, number)
    if found is None or not found.as_staff:
        raise Refusal("matter_not_found", _("没有找到这件事。"), status=404)
    if not may(actor, access.ASK_OUT, found.matter):
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    if reason not in OutReason.values or reason == OutReason.APPEAL:
        raise Refusal("reason_unknown", _("请选一个剔除的原因。"), facts={"field": "reason"})
    said = free_text(words, most=MOST, what=_("理由"))
    if not said:
        raise Refusal("text_missing", _("请写明理由，公示时大家都看得到。"), facts={"field": "words"})
    level = highest(actor.standings, found.matter.area_path, _levels(actor))
    if level is None or level <= 1:
        raise Refusal("nobody_above", _("您已经是最高一级，没有上级能审。请下级提出来。"))
    if Exclusion.objects.filter(matter_id=found.matter.pk).exclude(state=OutState.REFUSED).exists():
        raise Refusal("already_asked", _("这件事已经申请过剔除了。"))
    row = Exclusion.objects.create(
        matter_id=found.matter.pk, number=found.matter.number, reason=reason, words=said, level=level,
        asked_by=actor.person_id, asked_at=now, area_path=found.matter.area_path,
    )  # fmt: skip
    return ExclusionAsked(
        subject_id=row.pk, area_path=row.area_path, matter_id=row.matter_id, reason=Code(reason)
    )


def _levels(actor: Actor) -> dict[int, int]:
    """The level of each posting's area."""
    found = {standing.area_id: tree().get(standing.area_id) for standing in actor.standings}
    return {area: node.level for area, node in found.items() if node is not None}


@command
def decide_exclusion(
    *, actor: Actor, now: datetime, exclusion_id: int, granted: bool, words: str = ""
) -> ExclusionDecided:
    """Say yes or no to what the level below asked. A no needs a reason; nobody decides the own request.

    Refuses: exclusion_not_found (404), not_above (403), already_decided, text_missing.
    """
    row = (
        Exclusion.objects.reachable(actor, access.SEE)
        .select_for_update(of=("self",))
        .filter(pk=exclusion_id)
        .first()
    )
    if row is None:
        raise Refusal("exclusion_not_found", _("没有找到这个申请。"), status=404)
    level = highest(actor.standings, row.area_path, _levels(actor))
    if not may(actor, access.DECIDE_OUT, row) or not may_decide(
        level, row.level, actor.person_id, row.asked_by
    ):
        raise Refusal("not_above", _("要上一级来审，自己提的自己不能审。"), status=403)
    if row.state != OutState.ASKED:
        raise Refusal("already_decided", _("这个申请已经审过了。"))
    said = free_text(words, most=MOST, what=_("理由"))
    if not granted and not said:
        raise Refusal("text_missing", _("不同意要写理由。"), facts={"field": "words"})
    row.state = OutState.GRANTED if granted else OutState.REFUSED
    row.decided_by, row.decided_at, row.decided_words = actor.person_id, now, said
    row.save()
    return ExclusionDecided(
        subject_id=row.pk,
        area_path=row.area_path,
        matter_id=row.matter_id,
        reason=Code(row.reason),
        granted=granted,
    )
