"""The row that says who opened whose field: written in the transaction of the command that shows it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.kernel.text import free_text

from ..models import Sight
from ..terms import MaskedField, SightReason

A_DAY = 20


def write_sight(
    *,
    actor: Actor,
    now: datetime,
    area_path: str,
    field: MaskedField,
    reason: str,
    words: str,
    person_id: int | None = None,
    matter_id: int | None = None,
) -> int:
    """Write one sight, inside a command; gives its id.

    Refuses: reason_missing (a reason from the list and a few typed words), sights_used_up (20 a day).
    """
    if reason not in SightReason.values:
        raise Refusal("reason_missing", _("请选一个查看的原因。"), facts={"field": "reason"})
    why = free_text(words, most=200, what=_("原因"))
    if len(why) < 2 or actor.person_id is None:
        raise Refusal("reason_missing", _("请写一句为什么要看，会留下记录。"), facts={"field": "words"})
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if Sight.objects.filter(by_person_id=actor.person_id, at__gte=today).count() >= A_DAY:
        raise Refusal("sights_used_up", _("今天已经看过%(n)d次，要再看请找安全管理员。") % {"n": A_DAY})
    return Sight.objects.create(
        person_id=person_id,
        matter_id=matter_id,
        field=field,
        reason=reason,
        words=why,
        by_person_id=actor.person_id,
        by_name=actor.name,
        by_role=actor.standings[0].role if actor.standings else "",
        at=now,
        area_path=area_path,
    ).pk
